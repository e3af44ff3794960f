import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "pending-rejection";
const work = `declare function work(n?: number): Promise<number>;
declare function other(n?: number): Promise<number>;
declare function use(...values: unknown[]): void;
`;
const check = (code: string) => checkFindings(rule, work + code);

test("the page says what the rule does", () => checkPage(rule));

describe("a promise without a handler while something else is awaited", () => {
  test("is awaited, joined, handled or returned only after that", () => {
    check(`
export async function awaited() {
  const one = work();
      //^^^ pending-rejection: while \`other()\` is awaited
  const two = await other();
  return two + (await one);
}
export async function joined() {
  const one = work();
      //^^^ pending-rejection
  await other();
  return Promise.all([one, other()]);
}
export async function handled() {
  let one = work(), two = work();
                  //^^^ pending-rejection
  use(await other(), one);
  two.catch(() => {});
}
export async function looped(list: AsyncIterable<number>) {
  const one = work();
      //^^^ pending-rejection: while \`list\` is awaited
  for await (const n of list) use(n);
  return one;
}
const top = work();
    //^^^ pending-rejection
await other();
use(top);
`);
  });

  test("may be awaited on one branch only", () => {
    check(`
export async function f(n: number) {
  const one = work();
      //^^^ pending-rejection
  if (n > 1) await other();
  const two = work();
      //^^^ pending-rejection
  const three = n > 2 ? 1 : await other();
  const four = work();
  if (n > 3) {
    await four;
  } else {
    use(four);
    await other();
  }
  return [await one, three, await two];
}
`);
  });

  test("is each of a list that is awaited in turn", () => {
    check(`
export async function f(list: number[], given: Promise<number>[]) {
  const all = list.map(async (n) => work(n));
  for (const one of all) use(await one);
                  //^^^ pending-rejection: one after another
  for await (const n of list.map(work)) use(n);
                      //^^^^^^^^^^^^^^ pending-rejection: one after another
  for (const one of [work(1), work(2)]) {
                  //^^^^^^^^^^^^^^^^^^ pending-rejection: one after another
    use(await (one));
  }
  const joined = list.map(work);
  use(Promise.all(joined));
  for (const one of joined) use(await one);
  for (const one of given) use(await one);
  for (const one of list) await work(one);
}
`);
  });
});

describe("a promise that is safe meanwhile", () => {
  test("has a handler, brings no error, or is handed on first", () => {
    check(`
import { setTimeout as pause } from "node:timers/promises";
async function quiet() { try { await work(); } catch {} }
declare function sleep(ms: number): Promise<void>;
export async function f(n: number) {
  const a = work().catch(() => 0);
  const b = quiet();
  const c = sleep(10);
  const d = work();
  d.catch(() => {});
  const e = work();
  use(e);
  const g = work();
  use(Promise.all([g, work()]));
  const h = new Promise<void>((done) => use(done));
  const i = Promise.allSettled([work()]);
  const j = work();
  const later = () => j;
  const k = work();
  await Promise.race([k, other()]);
  const l = work();
  const m = await l;
  const o = work();
  if (n > 1) { await o; return; }
  if (n > 2) return o;
  use(o);
  await other();
  return [await a, await b, await c, await d, await e, await g, await h, await i, later, await k, m, await l];
}
export async function missing(n: number) {
  const maybe = n > 1 ? work() : undefined;
  const sum = maybe ? await Promise.race([maybe, other()]) : await other();
  const other2 = n > 1 ? work() : undefined;
  if (other2 === undefined) await other();
  else use(other2);
  return [sum, await maybe, await other2];
}
export async function lost() {
  const one = work();
  await other();
}
export async function plain() {
  const one = work();
  await 1;
  return await one;
}
`);
  });
});

test("confidence is high where a catch is meant to see it, low where listening first is right", () => {
  const confidence = (code: string) =>
    findIn(
      rule,
      `${work}declare const page: { waitForResponse(): Promise<void> }; declare function test(name: string, body: () => void): void;
       export async function f(n: number) { ${code} }`,
    ).map((finding) => finding.confidence);
  expect(confidence("const a = work(); await other(); await a;")).toEqual(["medium"]);
  expect(confidence("try { const a = work(); await other(); await a; } catch {}")).toEqual([
    "high",
  ]);
  expect(confidence("try { const a = work(); if (n) await other(); await a; } catch {}")).toEqual([
    "medium",
  ]);
  expect(confidence("const a = page.waitForResponse(); await other(); await a;")).toEqual(["low"]);
  expect(
    confidence('test("a", async () => { const a = work(); await other(); await a; });'),
  ).toEqual(["low"]);
});

describe("fixes", () => {
  test("wait for both where they follow one another", () => {
    checkFix(
      rule,
      `${work}export async function f() {\n  const a = work(1);\n  const { length } = await Promise.resolve([1]);\n  const b = await a;\n  return b + length;\n}\n`,
      `${work}export async function f() {\n  const [b, { length }] = await Promise.all([work(1), Promise.resolve([1])]);\n  return b + length;\n}\n`,
    );
    checkFix(
      rule,
      `${work}export async function f() {\n  const a = work();\n  await other();\n  await a;\n}\n`,
      `${work}export async function f() {\n  await Promise.all([work(), other()]);\n}\n`,
    );
    expect(
      fixesIn(
        rule,
        `${work}export async function f() { const a = work(); // why\n await other();\n return await a; }`,
      ),
    ).toEqual(["suggested: Mark its rejection as handled; who awaits it still gets it"]);
  });

  test("give it a handler at once, wherever it is awaited", () => {
    checkFix(
      rule,
      `${work}export async function f() {\n  const a = work();\n  const b = await other();\n  return b + (await a);\n}\n`,
      `${work}export async function f() {\n  const a = work();\n  a.catch(() => {});\n  const b = await other();\n  return b + (await a);\n}\n`,
      { title: "Mark" },
    );
  });

  test("join a list before the loop", () => {
    checkFix(
      rule,
      `${work}export async function f(list: number[]) {\n  const all = list.map(work);\n  for (const one of all) use(await one, (await one));\n}\n`,
      `${work}export async function f(list: number[]) {\n  const all = list.map(work);\n  for (const one of await Promise.all(all)) use(one, (one));\n}\n`,
    );
    checkFix(
      rule,
      `${work}export async function f(list: number[]) {\n  for await (const one of list.map(work)) use(one);\n}\n`,
      `${work}export async function f(list: number[]) {\n  for (const one of await Promise.all(list.map(work))) use(one);\n}\n`,
    );
  });
});
