// A server on virtual time: two clients ask it for pages, and it says how long they waited in all.
import { gather, getRunningLoop, run, VirtualClock } from "@awaitwise/runtime";
import { accountPage, productPage } from "./pages.js";

/** @type {Record<string, (id: string) => Promise<string>>} */
const routes = { account: accountPage, product: productPage };

let waited = 0;

/** @param {string} path */
async function handle(path) {
  const [, page = "", id = ""] = path.split("/");
  const begun = getRunningLoop().time();
  const answer = await routes[page]?.(id);
  waited += getRunningLoop().time() - begun;
  return answer;
}

/** @param {string} id */
async function client(id) {
  for (let visit = 0; visit < 5; visit++) {
    await handle(`/account/${id}`);
    await handle(`/product/${id}`);
  }
}

await run(
  () =>
    gather(
      () => client("ada"),
      () => client("bob"),
    ),
  { clock: new VirtualClock() },
);
console.log(`20 pages, ${waited} ms of waiting`);
