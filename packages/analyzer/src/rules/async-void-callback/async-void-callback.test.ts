import { expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";
import { workbench } from "../../testkit/workbench.js";

const rule = "async-void-callback";
const head = `declare function work(n: unknown): Promise<number>;\n`;
const check = (code: string) => checkFindings(rule, head + code);

test("the page says what the rule does", () => checkPage(rule));

test("forEach waits for nothing, whatever it belongs to", () => {
  check(`
declare const untyped: any;
declare const eager: { forEach(each: (n: number) => Promise<void>): Promise<void> };
export function f(list: number[], map: Map<string, number>) {
  list.forEach(async (n) => { await work(n); });
             //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ async-void-callback: \`forEach\` does not wait
  map.forEach(async function (n) { await work(n); });
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ async-void-callback
  untyped.forEach(async (n: number) => work(n));
                //^^^^^^^^^^^^^^^^^^^^^^^^^^^^ async-void-callback
  void eager.forEach(async (n) => { await work(n); });
  list.forEach((n) => { void work(n); });
}
`);
});

test("timers and listeners drop what comes back", () => {
  check(`
import { EventEmitter } from "node:events";
declare const polite: { on(name: string, then: (n: number) => void | Promise<void>): void };
declare const untyped: any;
export function f(bus: EventEmitter, button: HTMLElement) {
  setTimeout(async () => { await work(1); }, 10);
           //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ async-void-callback: \`setTimeout\` drops
  process.nextTick(async () => work(2));
                 //^^^^^^^^^^^^^^^^^^^ async-void-callback
  bus.once("a", async () => { await work(3); });
              //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ async-void-callback: listener
  button.addEventListener("click", async () => { await work(4); });
                                 //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ async-void-callback
  polite.on("a", async (n) => { await work(n); });
  untyped.on("a", async () => { await work(5); });
  untyped.setTimeout(async () => { await work(6); });
}
`);
});

test("an executor must not be async", () => {
  check(`
class Own { constructor(executor: () => Promise<void>) { void executor(); } }
export const p = [
  new Promise<number>(async (resolve) => resolve(await work(1))),
                    //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ async-void-callback: pending for ever
  new Promise<number>((resolve) => setTimeout(resolve, 1)),
  new Own(async () => { await work(1); }),
];
`);
});

test("a reducer awaits first what it was given", () => {
  check(`
export const f = (list: number[]) => [
  list.reduce(async (sum, n) => (await sum) + (await work(n)), Promise.resolve(0)),
  list.reduce(async (sum, n) => { const so = await sum; return so + (await work(n)); }, Promise.resolve(0)),
  list.reduce(async (sum, n) => sum.then((so) => so + n), Promise.resolve(0)),
  list.reduce(async (sum, n) => (await work(n)) + (await sum), Promise.resolve(0)),
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ async-void-callback: all steps start at once
  list.reduce(async (_, n) => { await work(n); }, Promise.resolve()),
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ async-void-callback: never awaits
];
`);
});

test("what catches its own errors or waits for nothing is of low confidence, what is not known of medium", () => {
  const confidence = (code: string) => findIn(rule, head + code).map((one) => one.confidence);
  expect(confidence("setTimeout(async () => { try { await work(1); } catch {} });")).toEqual([
    "low",
  ]);
  expect(confidence("setTimeout(async () => { [1].map(async (n) => await work(n)); });")).toEqual([
    "low",
  ]);
  expect(confidence("setTimeout(async () => { await work(1); });")).toEqual(["high"]);
  expect(confidence("setTimeout(async () => { if (1 < 2) return work(1); });")).toEqual(["high"]);
  expect(confidence("setTimeout(async () => work(1));")).toEqual(["high"]);
  expect(confidence("(1 as any).forEach(async () => { await work(1); });")).toEqual(["medium"]);
});

test("where the rule speaks, misused-promise is silent, and elsewhere it is not", () => {
  const bench = workbench();
  bench.load({
    "main.ts": `${head}export const go = async () => { await work(1); };\nsetTimeout(async () => { await work(1); });\nsetTimeout(go);\n`,
  });
  const found = bench.project.check(bench.path("main.ts"), { preset: "strict" });
  expect(found.map((one) => one.rule)).toEqual([rule, "misused-promise"]);
});

test("the fix makes a loop, body and comments as they are", () => {
  const wrap = (code: string) => `${head}export async function f(list: number[]) {\n  ${code}\n}\n`;
  checkFix(
    rule,
    wrap("list.forEach(async (n) => {\n    // Each.\n    await work(n);\n  });"),
    wrap("for (const n of list) {\n    // Each.\n    await work(n);\n  }"),
  );
  checkFix(
    rule,
    wrap(
      "list.map((n) => n).forEach(async (n: number, i) => { await work([n, i].map((x) => { return x; })); })",
    ),
    wrap(
      "for (const [i, n] of list.map((n) => n).entries()) { await work([n, i].map((x) => { return x; })); }",
    ),
  );
  checkFix(
    rule,
    wrap("list.forEach(async (n) => { if (n > 1) return; n += 1; await work(n); });"),
    wrap("for (let n of list) { if (n > 1) continue; n += 1; await work(n); }"),
  );
  checkFix(
    rule,
    wrap("list.forEach(async (n) => work(n)); // all"),
    wrap("for (const n of list) await work(n); // all"),
  );
});

test("the fix is refused, with the reason, where a loop is something else", () => {
  const reasons = (code: string) =>
    findIn(rule, `${head}export async function f(list: number[]) {\n  ${code}\n}\n`).flatMap(
      ({ fixes, refusals }) => (fixes.length > 0 ? ["fixed"] : refusals?.map((one) => one.reason)),
    );
  expect(reasons("list.forEach(async (n) => { await work(n); return n; });")).toEqual([
    "What the callback returns would be returned by the function around the loop",
  ]);
  expect(reasons("list.forEach(async (n) => { for (;;) { await work(n); return; } });")).toEqual([
    "A `return` inside an inner loop has no counterpart in the loop around it",
  ]);
  expect(
    reasons("list.forEach(async function (this: unknown, n) { await work([this, n]); });"),
  ).toEqual(["The callback has a `this` or `arguments` of its own"]);
  expect(reasons("list?.forEach(async (n) => { await work(n); });")).toEqual([
    "A loop needs a list, and this may be none",
  ]);
  expect(reasons("new Set(list).forEach(async (n) => { await work(n); });")).toEqual([
    "Only of an array it is known what a loop over it gives",
  ]);
  expect(reasons("list.forEach(async (list) => { await work(list); });")).toEqual([
    "The callback's parameter has the name of the list",
  ]);
  expect(reasons("list.forEach(/* each */ async (n) => { await work(n); });")).toEqual([
    "A comment stands where the loop has no place for it",
  ]);
  expect(reasons("return () => { list.forEach(async (n) => { await work(n); }); };")).toEqual([
    "The function around it is not async, and so its callers would have to await it too",
  ]);
});
