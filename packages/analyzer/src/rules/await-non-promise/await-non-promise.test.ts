import { expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "await-non-promise";
const check = (code: string) => checkFindings(rule, code);

test("the page says what the rule does", () => checkPage(rule));

test("values of every kind are no promises", () => {
  check(`
export async function f(n: number, list: string[], make: () => Promise<void>, o: { then: string }) {
  await n;
//^^^^^^^ await-non-promise: of type \`number\`
  await list;
//^^^^^^^^^^ await-non-promise
  await make;
//^^^^^^^^^^ await-non-promise: () => Promise<void>
  await o;
//^^^^^^^ await-non-promise
  await console.log(n);
//^^^^^^^^^^^^^^^^^^^^ await-non-promise: a call that returns nothing
}
`);
});

test("the parts of a union are said in one order, whatever the program speaks of first", () => {
  check(`
export type Elsewhere = ["ok", "not-equal", "timed-out", number[], string[]];
export async function f(state: "ok" | "not-equal" | "timed-out", lists: number[] | string[]) {
  await state;
//^^^^^^^^^^^ await-non-promise: of type \`"not-equal" | "ok" | "timed-out"\`
  await lists;
//^^^^^^^^^^^ await-non-promise: of type \`string[] | number[]\`
}
`);
});

test("what may be a promise is left alone", () => {
  check(`
import { mystery } from "./no-such-module.js";
export async function f<T, P extends Promise<number>>(
  any: any, unknown: unknown, maybe: number | Promise<number>, like: PromiseLike<number>, free: T, bound: P,
) {
  await any; await unknown; await maybe; await like; await free; await bound; await mystery();
}
`);
});

test("for await wants an asynchronous iterable", () => {
  check(`
export async function f(list: Promise<number>[], stream: AsyncIterable<number>, both: number[] | AsyncIterable<number>, any: any) {
  for await (const n of [1, 2]) n;
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ await-non-promise: iterable of values
  for await (const n of list) n;
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ await-non-promise: iterable of promises
  for await (const n of stream) n;
  for await (const n of both) n;
  for await (const n of any) n;
}
`);
});

test("await using wants an asynchronous disposal", () => {
  check(`
declare const file: Disposable;
declare const stream: AsyncDisposable;
export async function f() {
  await using a = file;
                //^^^^ await-non-promise: Use \`using\`
  await using b = stream;
  await using c = Math.random() > 0.5 ? stream : null;
  return [a, b, c];
}
`);
});

test("a gather wants promises", () => {
  check(`
class Own extends Promise<number> {}
declare const p: Promise<number>;
export const all = (list: number[], mixed: (number | Promise<number>)[], map: Map<string, number>) => [
  Promise.all([p, 1]),
                //^ await-non-promise: is of type \`1\` and no promise, so there is nothing to wait for
  Promise.race(list),
             //^^^^ await-non-promise: holds only values of type \`number\`, so there is nothing to wait for
  Promise["any"](list),
               //^^^^ await-non-promise
  Promise.all(mixed),
            //^^^^^ await-non-promise: holds values beside promises
  Own.allSettled([...list]),
                //^^^^^^^ await-non-promise
  Promise.all([p, ...[p], Own.resolve(1)]),
  Promise.all("no list at all" as never),
  map.values(),
];
`);
});

test("the runtime's gather calls functions, and wants promises or them", () => {
  check(`
import { gather } from "@awaitwise/runtime";
declare function load(n: number): Promise<string>;
export async function f(list: number[], maybe: (Promise<string> | (() => Promise<string>))[]) {
  await gather([() => load(1), load(2)]);
  await gather(list.map((n) => () => load(n)));
  await gather(maybe);
  await gather(list);
             //^^^^ await-non-promise: holds only values
  await Promise.all(list.map((n) => () => load(n)));
                  //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ await-non-promise: holds only values
}
`);
});

test("a list whose members may be promises is of low confidence, single members are left alone", () => {
  check(`
declare const unknown: Promise<unknown> | undefined;
export function f<T>(
  pair: [Promise<void> | undefined, Promise<unknown> | T], maybe: Promise<void> | undefined, free: Promise<unknown> | T,
) {
  return [
    Promise.race([...pair]), Promise.all([maybe, free, unknown]), Promise.allSettled([1 as number | Promise<number>]),
  ];
}
`);
  const lists = [
    "new Array<Promise<void> | undefined>()",
    "[1, Promise.resolve(1)] as [number, Promise<number>]",
    "new Set<string | Promise<string>>()",
    "[1, 2].map((n) => (n > 1 ? Promise.resolve(n) : n))",
  ];
  for (const list of lists) {
    const found = findIn(rule, `export const all = Promise.all(${list});`);
    expect([list, found.map(({ confidence }) => confidence)]).toEqual([list, ["low"]]);
  }
});

test("only what no one can mean is of high confidence", () => {
  const confidence = (code: string) =>
    findIn(rule, `declare const p: Promise<number>; ${code} export {};`).map(
      (one) => one.confidence,
    );
  expect(confidence("await [1];")).toEqual(["high"]);
  expect(confidence("await null; await 0; await undefined; await void 0;")).toEqual([
    "low",
    "low",
    "low",
    "low",
  ]);
  expect(confidence("Promise.all([p, 1]);")).toEqual(["low"]);
});

test("the fix takes the word out", () => {
  checkFix(
    rule,
    "export async function f(n: number) {\n  return (await  n) + 1; // n\n}\n",
    "export async function f(n: number) {\n  return (n) + 1; // n\n}\n",
  );
  checkFix(
    rule,
    "export const f = async () => await { a: 1 };\n",
    "export const f = async () => ({ a: 1 });\n",
  );
  checkFix(
    rule,
    "export async function f(list: number[]) {\n  for await (const n of list) n;\n}\n",
    "export async function f(list: number[]) {\n  for (const n of list) n;\n}\n",
  );
  checkFix(
    rule,
    "declare const d: Disposable;\nexport async function f() {\n  await using x = d;\n  return 1;\n}\n",
    "declare const d: Disposable;\nexport async function f() {\n  using x = d;\n  return 1;\n}\n",
  );
});

test("a call that is declared to return nothing may return a promise where what is called is left open", () => {
  const confidence = (call: string) =>
    findIn(
      rule,
      `interface Source { stop(): void; onStop: () => void }
declare abstract class Base { abstract end(): void; }
class Own extends Base { end(): void {} }
declare function done(): void;
export async function f(source: Source, base: Base, own: Own, listener: () => void) { await ${call}; }`,
    ).map((one) => one.confidence);
  for (const call of [
    "source.stop()",
    "source.onStop()",
    "base.end()",
    "listener()",
    "listener.apply(source, [])",
  ]) {
    expect([call, confidence(call)]).toEqual([call, ["low"]]);
  }
  for (const call of ["own.end()", "done()", "console.log()"]) {
    expect([call, confidence(call)]).toEqual([call, ["high"]]);
  }
});

test("an iterable of what may be anything may hold promises: with low confidence", () => {
  const confidence = (type: string) =>
    findIn(
      rule,
      `export async function f(list: ${type}) { for await (const one of list) console.log(one); }`,
    ).map((one) => one.confidence);
  expect(confidence("Iterable<any>")).toEqual(["low"]);
  expect(confidence("unknown[]")).toEqual(["low"]);
  expect(confidence("Iterable<string>")).toEqual(["high"]);
  expect(confidence("(unknown | Promise<number>)[]")).toEqual(["low"]);
  expect(confidence("any")).toEqual([]);
});
