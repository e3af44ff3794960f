import { expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "async-without-await";
const check = (code: string) => checkFindings(rule, code);

test("the page says what the rule does", () => checkPage(rule));

test("functions of every form are flagged at their heads", () => {
  check(`
export async function declared() { return 1; }
     //^^^^^^^^^^^^^^^^^^^^^^^ async-without-await: \`declared\`
export const arrow = async () => 1;
                   //^^^^^^^^^^^ async-without-await: \`arrow\`
export class C {
  async method() { return 1; }
//^^^^^^^^^^^^ async-without-await
}
export const o = { async m() { throw new Error("no"); } };
                 //^^^^^^^ async-without-await
export default async function () { return (async () => { await 1; })().toString(); }
             //^^^^^ async-without-await: This function
`);
});

test("any form of waiting is a reason", () => {
  check(`
declare const p: Promise<number>;
declare const s: AsyncIterable<number>;
declare const d: AsyncDisposable;
export async function a() { await p; }
export async function b() { return p; }
export const c = async () => p;
export async function e() { for await (const n of s) n; }
export async function f() { await using x = d; return 1; }
export async function* g() { yield* s; }
export async function* h() { yield p; }
export async function empty() {}
export async function* plain() { yield 1; }
     //^^^^^^^^^^^^^^^^^^^^^ async-without-await
`);
});

test("so is somebody who asks for the promise", () => {
  check(`
interface Store { size(): Promise<number>; name?: string }
class Base { async load(): Promise<number> { return Promise.resolve(1); } }
export class A implements Store { async size() { return 1; } async other() { return 2; } }
                                                           //^^^^^^^^^^^ async-without-await
export class B extends Base { override async load() { return 2; } }
declare function run(work: () => Promise<number>): void;
run(async () => 1);
export const store: Store = { size: async () => 1 };
`);
});

test("the fix takes the word out, and the promise out of the declared type", () => {
  checkFix(
    rule,
    "export async function f(): Promise<number[]> {\n  return [1];\n}\n",
    "export function f(): number[] {\n  return [1];\n}\n",
  );
  checkFix(
    rule,
    "export async function* f(): AsyncGenerator<number> {\n  yield 1;\n}\n",
    "export function* f(): Generator<number> {\n  yield 1;\n}\n",
  );
});

test("the fix takes the awaits of callers in the file along", () => {
  checkFix(
    rule,
    `async function one() { return 1; }\nexport async function f(p: Promise<void>) {\n  await p;\n  return (await one()) + 1;\n}\n`,
    `function one() { return 1; }\nexport async function f(p: Promise<void>) {\n  await p;\n  return (one()) + 1;\n}\n`,
  );
});

test("the fix is refused where the promise is needed", () => {
  const reasons = (code: string) =>
    findIn(rule, code).flatMap(({ fixes, refusals }) =>
      fixes.length > 0 ? ["fixed"] : (refusals ?? []).map(({ reason }) => reason),
    );
  expect(reasons(`async function one() { return 1; }\none().catch(() => 0);`)).toEqual([
    "Line 2 may rely on its promise",
  ]);
  expect(
    reasons(`declare function run(g: unknown): void;\nrun(async function* () { yield 1; });`),
  ).toEqual(["A generator that is not async is iterated in another way"]);
  expect(reasons(`export async function f<T>(value: T) { return value; }`)).toEqual([]);
});

test("an object that is made for a type which asks for the promise has it", () => {
  check(`
interface Store { size(): Promise<number> }
export const store: Store = { async size() { return 1; } };
export const other = { async size() { return 1; } };
                     //^^^^^^^^^^ async-without-await
`);
});

test("so has a field of a class which implements something that asks for the promise", () => {
  check(`
interface Store { get: (key: string) => Promise<string>; has(key: string): boolean; }
abstract class Base { abstract all: () => Promise<string[]>; }
export class Memory extends Base implements Store {
  get = async (key: string) => key;
  has = (key: string) => key !== "";
  all = async () => [""];
  more = async () => [""];
       //^^^^^^^^^^^ async-without-await
}
`);
});

test("what is handed to somebody unknown may be asked for", () => {
  check(`
import { serve } from "not-installed";
declare function known(make: () => unknown): void;
serve(async () => 1);
serve({ handlers: [{ open: async () => 1 }] });
new serve.Server(async () => 1);
known(async () => 1);
    //^^^^^^^^^^^ async-without-await
(async () => 1)();
//~ async-without-await
`);
});

test("so has what the language calls, and what is called where it stands for who waits", () => {
  check(`
export class List {
  async *[Symbol.asyncIterator]() { yield 1; }
  async [Symbol.asyncDispose]() { console.log("closed"); }
  async [Symbol.toStringTag]() { return "List"; }
//^^^^^^^^^^^^^^^^^^^^^^^^^^ async-without-await
}
export function all(): AsyncIterable<number> { return (async function* () { yield 1; })(); }
export function one(): Promise<number> { return (async () => 1)(); }
export function any(): unknown { return (async () => 1)(); }
                                       //^^^^^^^^^^^ async-without-await
`);
});

test("what only throws, and says that it gives a promise, has its callers wait for the error", () => {
  check(`
export async function gone(): Promise<number> { throw new Error("Use the other one"); }
export class Old { async gone() { throw new Error("Use the other one"); } }
                 //^^^^^^^^^^ async-without-await
export async function odd(n: number) { if (n > 1) throw new Error("odd"); return n; }
     //^^^^^^^^^^^^^^^^^^ async-without-await
`);
});

test("what returns a value or a promise of it has its callers wait", () => {
  check(`
export async function run<T>(make: () => T | Promise<T>): Promise<T> { return make(); }
export async function same<T>(value: T): Promise<T> { return value; }
     //^^^^^^^^^^^^^^^^^^^ async-without-await
`);
});

test("what delegates to a promise lacks an await, and is not made synchronous", () => {
  const code = `declare const p: Promise<number[]>;\nexport async function* f(): AsyncGenerator<number> { yield* p; }\n`;
  expect(findIn(rule, code).map(({ fixes }) => fixes)).toEqual([[]]);
});
