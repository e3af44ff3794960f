import { expect, test } from "@jest/globals";
import ts from "typescript";
import { awaitsOf } from "./awaits.js";
import { without } from "./rounds.js";

const file = "/code/main.ts";

function read(code: string) {
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, strict: true, types: [] };
  const host = ts.createCompilerHost(options, true);
  const onDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (name, target) =>
    name === file ? ts.createSourceFile(name, code, target, true) : onDisk(name, target);
  return awaitsOf(ts.createProgram([file], options, host), "/code");
}

const verdicts = (code: string) => read(code).map(({ verdict }) => verdict);
const work = "declare function work(): Promise<number>; declare const any: any;\n";

test("what has no promise, or no type, is set apart", () => {
  expect(
    verdicts(`${work}export async function f() { await 1; await any; await work(); }`),
  ).toEqual(["not a promise", "type unknown", "matters"]);
});

test("what is returned is set apart, unless something around it sees the rejection first", () => {
  expect(
    verdicts(`${work}
export const a = async () => await work();
export async function b(yes: boolean) { return yes ? (await work()) : 1; }
export async function c() { try { return await work(); } catch { return await work(); } }
export async function d() { try { return 1; } catch { return await work(); } finally {} }
export async function* e() { yield await work(); }
export async function g() { const only = await work(); return only; }
export async function h() { const more = await work(); if (more) return 0; return more; }
export async function j() { const one = await work(); return one as 1; }
export async function k(yes: boolean) { let one; if (yes) { one = 1; } else { one = await work(); } return one; }
export async function l(yes: boolean) { let one; one = await work(); if (yes) return one; throw one; }
export async function i() { const wide = await work(); return () => { return wide; }; }
`),
  ).toEqual([
    "returned all the same",
    "returned all the same",
    "matters",
    "returned all the same",
    "matters",
    "returned all the same",
    "returned all the same",
    "matters",
    "returned all the same",
    "returned all the same",
    "matters",
    "matters",
  ]);
});

test("another variable of the same name says nothing, a shorthand property reads it", () => {
  expect(
    verdicts(`${work}
export async function f(other: { one: number }) {
  try { const one = await work(); return one; } catch { other.one = 1; }
  const one = await work(); return one;
}
export async function g() { const one = await work(); if (Math.random() > 1) return { one }; return one; }
`),
  ).toEqual(["matters", "returned all the same", "matters"]);
});

test("where a promise is named beside its value, it is as welcome", () => {
  expect(
    verdicts(`${work}
declare function takes(value: number): void;
declare function takesAnything(value: unknown): void;
export async function f() {
  await Promise.all([await work()]);
  new Promise<number>(async (resolve) => resolve(await work()));
  takes(await work());
  takesAnything(await work());
}
`),
  ).toEqual([
    "matters",
    "a promise is as welcome",
    "a promise is as welcome",
    "matters",
    "matters",
  ]);
});

test("a handler for the rejection is told apart", () => {
  const code = `${work}export async function f() {
  await work().catch(console.log); await work().then(() => 1, () => 2).finally(() => {});
  await work().then(() => 1); await work().finally(() => {}); await work();
}`;
  expect(read(code).map(({ handled }) => handled)).toEqual([true, true, false, false, false]);
});

test("without the keyword every other character keeps its place", () => {
  const code =
    "export {}\ndeclare const p: Promise<number>\nlet n\nn = 1\nawait (p)\nn = await p\n";
  const [first, second] = read(code);
  expect(without(code, first as NonNullable<typeof first>)).toBe(
    code.replace("await (p)", ";     (p)"),
  );
  expect(without(code, second as NonNullable<typeof second>)).toBe(
    code.replace("= await p", "=       p"),
  );
});
