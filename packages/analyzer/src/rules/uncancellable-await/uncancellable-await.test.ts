import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "uncancellable-await";
const check = (code: string) => checkFindings(rule, code);

test("the page says what the rule does", () => checkPage(rule));

test("calls that take a signal are flagged where they got none", () => {
  check(`
import { once, type EventEmitter } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { cancelSignal, coroutine } from "@awaitwise/runtime";
declare const emitter: EventEmitter;
declare const source: NodeJS.ReadableStream, sink: NodeJS.WritableStream;
export const work = coroutine(async (url: string, options: RequestInit) => {
  await fetch(url);
//^^^^^^^^^^^^^^^^ uncancellable-await: \`fetch\` takes an AbortSignal
  await fetch(url, { method: "POST" });
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncancellable-await
  await readFile("a", "utf8");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncancellable-await
  await once(emitter, "done");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncancellable-await
  await pipeline(source, sink);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncancellable-await
  await delay(5);
//^^^^^^^^^^^^^^ uncancellable-await
  await fetch(url, options);
  await fetch(url, { ...options });
  await fetch(url, { signal: cancelSignal() });
  await writeFile("a", "b", { signal: cancelSignal() });
  await pipeline(source, sink, { signal: cancelSignal() });
});
`);
});

test("packages that are not installed are told by the import", () => {
  check(`
import axios from "axios";
import { run } from "@awaitwise/runtime";
await run(async () => {
  await axios.get("a");
//^^^^^^^^^^^^^^^^^^^^ uncancellable-await
  await axios.post("a", {}, { signal: AbortSignal.timeout(5) });
});
`);
});

test("an answer is read until the request is cancelled, and what a finally does is done to the end", () => {
  check(`
import { cancelSignal, coroutine } from "@awaitwise/runtime";
declare const worker: { terminate(): Promise<number> };
export const work = coroutine(async (url: string, options: RequestInit) => {
  const ended = await fetch(url, { signal: cancelSignal() });
  const open = await fetch(url, options);
  try {
    await ended.json();
    await (await fetch(url, { signal: cancelSignal() })).text();
    await open.json();
  //^^^^^^^^^^^^^^^^^ uncancellable-await: another library
    await crypto.subtle.digest("SHA-256", new Uint8Array());
  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ uncancellable-await: another library
  } finally {
    await crypto.subtle.digest("SHA-256", new Uint8Array());
    await fetch(url);
  //^^^^^^^^^^^^^^^^ uncancellable-await: takes an AbortSignal
  }
});
`);
});

test("every function that runs in a task is looked at, and no other", () => {
  check(
    `
import { createTask, run, sleep, taskGroup } from "@awaitwise/runtime";
async function plain() { await fetch("a"); }
async function sleeps() { await sleep(1); await fetch("a"); }
                                        //^^^^^^^^^^^^^^^^ uncancellable-await
async function handed() { await fetch("a"); }
                        //^^^^^^^^^^^^^^^^ uncancellable-await
const called = async () => { await fetch("a"); };
                           //^^^^^^^^^^^^^^^^ uncancellable-await
await run(async () => {
  void createTask(handed as never);
  await called();
  await taskGroup(async (group) => {
    await fetch("a");
  //^^^^^^^^^^^^^^^^ uncancellable-await
  });
});
export { plain, sleeps };
`,
  );
});

test("other promises are of low confidence, those of the runtime and of the project none", () => {
  const code = (awaited: string) =>
    findIn(
      rule,
      `import { gather, run, sleep, wrapFuture } from "@awaitwise/runtime";
import { stat } from "node:fs/promises";
declare function own(): Promise<void>;
await run(async () => { await ${awaited}; });
void [gather, sleep, stat, wrapFuture, own];`,
    ).map(({ confidence }) => confidence);
  expect(code(`stat("a")`)).toEqual(["low"]);
  expect(code(`new Promise((resolve) => setTimeout(() => resolve(1), 5))`)).toEqual(["low"]);
  expect(code(`new Promise((resolve) => setTimeout(resolve, 5))`)).toEqual(["medium"]);
  for (const fine of ["sleep(1)", "gather(sleep(1))", "own()", `wrapFuture(stat("a"))`, "5"]) {
    expect([fine, code(fine)]).toEqual([fine, []]);
  }
  expect(code("Promise.all([sleep(1)])")).toEqual([]);
});

describe("fixes", () => {
  const wrap = (names: string, body: string) =>
    `import { ${names} } from "@awaitwise/runtime";\nimport { once, type EventEmitter } from "node:events";\nimport { readFile, stat } from "node:fs/promises";\nexport const f = coroutine(async (on: EventEmitter) => {\n  ${body}\n});\nvoid [once, readFile, stat];\n`;

  test("hand over the task's signal", () => {
    const given = (before: string, after: string) =>
      checkFix(rule, wrap("coroutine", before), wrap("coroutine, cancelSignal", after));
    given(`await fetch("a"); // one`, `await fetch("a", { signal: cancelSignal() }); // one`);
    given(
      `await fetch("a", { method: "POST" });`,
      `await fetch("a", { signal: cancelSignal(), method: "POST" });`,
    );
    given(
      `await readFile("a", "utf8");`,
      `await readFile("a", { encoding: "utf8", signal: cancelSignal() });`,
    );
    given(`await once(on, "a");`, `await once(on, "a", { signal: cancelSignal() });`);
  });

  test("sleep, or wait with wrapFuture", () => {
    checkFix(
      rule,
      wrap("coroutine", `await new Promise<void>((done) => { setTimeout(done, 5 * 2); });`),
      wrap("coroutine, sleep", `await sleep(5 * 2);`),
    );
    checkFix(
      rule,
      wrap("coroutine", `return (await stat("a")).size;`),
      wrap("coroutine, wrapFuture", `return (await wrapFuture(stat("a"))).size;`),
    );
  });

  test("are left out where the name is taken", () => {
    expect(
      fixesIn(
        rule,
        wrap("coroutine", `const cancelSignal = 1; await fetch("a"); return cancelSignal;`),
      ),
    ).toEqual([]);
  });
});
