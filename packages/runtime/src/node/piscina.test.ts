import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { OwnProcess } from "../proofs/own-process.js";

let own: OwnProcess;
let folder: string;

beforeAll(() => {
  own = new OwnProcess();
  folder = mkdtempSync(path.join(tmpdir(), "awaitwise-piscina-"));
});

afterAll(() => {
  own[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

/** The two pieces of code that docs/io.md gives for a pool of piscina's: the executor, and what its threads load. */
function documented(): readonly [executor: string, threadCall: string] {
  const page = readFileSync(path.join(__dirname, "../../../../docs/io.md"), "utf8");
  const code = [...page.matchAll(/(?:^ {4}.*\n|^\n(?= {4}))+/gm)].map(([block]) => block);
  const executor = code.find((block) => block.includes("class PiscinaExecutor"));
  const threadCall = code.find((block) => block.includes("export default async"));
  return [executor as string, threadCall as string];
}

test("the executor that docs/io.md gives for piscina runs functions, passes errors on and can be cancelled", async () => {
  const [executor, threadCall] = documented();
  const file = path.join(folder, "thread-call.mjs");
  writeFileSync(file, threadCall);
  // One thread: none is still loading when the pool is closed, which ends the process on Node 22 (an assertion of its
  // module loader fails where a thread is ended in the middle of a `require` of a module).
  const setUp = executor
    .replace("./thread-call.js", pathToFileURL(file).href)
    .replace("new Piscina({", "new Piscina({ minThreads: 1, maxThreads: 1,");
  expect(setUp).toMatch(/maxThreads: 1, filename: new URL\("file:/);
  const piscina = createRequire(__filename).resolve("piscina");
  const ended = await own.run(`
    import { createTask, getRunningLoop, run, sleep } from "@awaitwise/runtime";
    import { threadCallOf, threadFunction } from "@awaitwise/runtime/node";
    import piscina from ${JSON.stringify(pathToFileURL(piscina).href)};
    const { Piscina } = piscina;
    await run(async () => {
      ${setUp}
      const loop = getRunningLoop();
      console.log(await loop.runInExecutor(null, (a, b) => a + b, 1, 2));
      const basename = threadFunction("node:path", "basename");
      console.log(await loop.runInExecutor(null, basename, "/tmp/file.txt"));
      const fail = () => { throw new RangeError("too much"); };
      console.log(await loop.runInExecutor(null, fail).then(() => "no", (error) => String(error)));
      const flag = new Int32Array(new SharedArrayBuffer(4));
      const endless = createTask(async () => {
        await loop.runInExecutor(null, (flag) => {
          Atomics.store(flag, 0, 1);
          for (;;) {}
        }, flag);
      });
      while (Atomics.load(flag, 0) === 0) await sleep(5);
      endless.cancel();
      console.log(await endless.then(() => "no", ({ name }) => name));
      console.log(await loop.runInExecutor(null, (n) => n + 1, 41));
    });
    console.log(process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/.test(name)));
  `);
  expect(ended).toEqual({
    code: 0,
    signal: null,
    stderr: "",
    stdout: "3\nfile.txt\nRangeError: too much\nCancelledError\n42\n[]\n",
  });
});
