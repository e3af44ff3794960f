import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "unconsumed-promise";
const save = "declare function save(n?: number): Promise<number>;\n";
const check = (code: string, name = "main.ts") => checkFindings(rule, save + code, { name });

test("the page says what the rule does", () => checkPage(rule));

describe("a promise that nothing consumes", () => {
  test("is in a variable that nothing uses, or only looks at", () => {
    check(`
const top = save();
    //^^^ unconsumed-promise: nothing uses
export function f(yes: boolean) {
  const unused = save();
      //^^^^^^ unconsumed-promise: nothing uses
  const seen = yes ? save() : new Promise<number>((ok, bad) => (yes ? ok(1) : bad(2)));
      //^^^^ unconsumed-promise: looked at
  let later: Promise<number>;
  later = save();
        //^^^^^^ unconsumed-promise: nothing uses
  var wide = save();
    //^^^^ unconsumed-promise: looked at
  if (!seen || typeof wide === "object") return 1;
  return null === seen ? 1 : 2;
}
`);
  });

  test("is in a field that only its class can see", () => {
    check(`
export class Store {
  #first = save();
         //^^^^^^ unconsumed-promise: nothing uses
  #ready: Promise<number> | undefined;
  #awaited = save();
  private hidden?: Promise<number>;
  protected seen = save();
  open() {
    if (this.#ready) return;
    this.#ready = save();
                //^^^^^^ unconsumed-promise: looked at
    this.hidden = save();
                //^^^^^^ unconsumed-promise: nothing uses
  }
  async close() { await this.#awaited; }
}
`);
  });
});

describe("a promise that some path leaves behind", () => {
  test("returns, throws, or reaches the end without it", () => {
    check(`
export async function early(n: number) {
  const saving = save();
      //^^^^^^ unconsumed-promise: on the way to the \`return\` of line 6
  if (n > 1) return 0;
  return await saving;
}
export async function thrown(n: number) {
  const saving = save();
      //^^^^^^ unconsumed-promise: on the way to the \`throw\` of line 12
  if (n > 1) throw new Error();
  return saving;
}
export async function branch(n: number) {
  if (n > 0) {
    const saving = save();
        //^^^^^^ unconsumed-promise: on the way to the end of its block
    if (n > 1) await saving;
    else n++;
  }
  const saving = save();
      //^^^^^^ unconsumed-promise: on the way to the end of its block
  n > 1 && (await saving);
}
export async function cases(n: number) {
  const saving = save();
      //^^^^^^ unconsumed-promise
  switch (n) {
    case 1: await saving; break;
    case 2: break;
    default: return saving;
  }
  return 0;
}
export async function loop(list: number[]) {
  for (const n of list) {
    const saving = save(n);
        //^^^^^^ unconsumed-promise: on the way to the \`continue\` of line 40
    if (n > 1) continue;
    await saving;
  }
  const saving = save();
      //^^^^^^ unconsumed-promise: on the way to the \`return\` of line 46
  while (true) {
    if (list.pop() === 1) return;
    if (list.pop() === 2) break;
  }
  await saving;
}
export async function caught(n: number) {
  const saving = save();
      //^^^^^^ unconsumed-promise: on the way to the end of its block
  try {
    if (n > 1) throw new Error();
    await saving;
  } catch {
    n++;
  }
}
`);
  });

  test("of a parameter is of low confidence, and of an unused one not told", () => {
    check(`
export async function f(given: Promise<number>, yes: boolean) {
                      //^^^^^ unconsumed-promise: on some paths
  if (yes) return 1;
  return given;
}
export function g(given: Promise<number>, maybe?: Promise<number>) {
  return maybe && save();
}
`);
  });
});

describe("a promise that is taken care of", () => {
  test("is awaited, returned, handed on, handled, or captured, on every path", () => {
    check(`
declare function use(value: unknown): void;
export async function paths(n: number, list: number[]) {
  const a = save(), b = save(), c = save();
  use({ a }), use([b]);
  c.catch(() => {});
  const d = save();
  if (n > 1) await d;
  else if (n > 0) return d;
  else use(d);
  const e = save();
  switch (n) {
    case 1: await e; break;
    case 2:
    case 3: return e;
    default: throw await e;
  }
  const g = save();
  try { use(n); } finally { await g; }
  const h = save();
  for (const one of list) use([one, await h]);
  const i = save();
  do { await i; } while (n > 2);
  const j = save();
  const later = () => j;
  const k = n > 1 ? save() : undefined;
  if (n > 1) await k;
  const l = save();
  if (l) await l;
  const m = save();
  const o = m ? await m : 0;
  const p = save();
  while (true) {
    if (n > 2) { await p; break; }
  }
  let q = save();
  q = q.then((x) => x + 1);
  return [later, o, q];
}
type Kind = "one" | "two";
export async function exhaustive(kind: Kind) {
  const saving = save();
  switch (kind) {
    case "one": return saving;
    case "two": return await saving;
  }
}
export const shared = save();
const exported = save();
export { exported };
let running: Promise<number> | undefined;
export function once() {
  running ??= save();
  return running;
}
`);
  });

  test("is none where nothing is known, or where the runtime says itself what is lost", () => {
    check(`
import { createTask, type Task } from "@awaitwise/runtime";
import { mystery } from "./no-such-module.js";
declare const any: any;
declare function task(): Task<number>;
export function f() {
  const a = mystery();
  const b = any();
  const c = task();
  const d = [1].map(() => 2);
  using e = any();
}
`);
  });

  test("looks the same in plain JavaScript", () => {
    checkFindings(
      rule,
      `
async function save() { return 1; }
export function f() {
  const one = save();
      //^^^ unconsumed-promise
  const two = save();
  return two;
}
`,
      { name: "plain.js" },
    );
  });
});

test("confidence is low where no error is lost, or the name says that it is meant", () => {
  const confidence = (code: string) =>
    findIn(
      rule,
      `${save}async function quiet() { try { await save(); } catch {} }
       declare const logger: { flush(): Promise<void> };
       export function f(n: number) { ${code} }`,
    ).map((finding) => finding.confidence);
  expect(confidence("const a = save();")).toEqual(["high"]);
  expect(confidence("const a = save(); if (n) return; return a;")).toEqual(["medium"]);
  expect(confidence("const _a = save();")).toEqual(["low"]);
  expect(confidence("const a = quiet();")).toEqual(["low"]);
  expect(confidence("const a = save().catch(() => 0);")).toEqual(["low"]);
  expect(confidence("const a = logger.flush();")).toEqual(["low"]);
  expect(confidence("const a = new Promise<void>((done) => setTimeout(done, 1));")).toEqual([
    "low",
  ]);
});

describe("fixes", () => {
  test("await it, drop it on purpose, or ignore its rejection where it is left", () => {
    checkFix(
      rule,
      `${save}export async function f() {\n  const a = save(); // one\n  return 1;\n}\n`,
      `${save}export async function f() {\n  const a = await save(); // one\n  return 1;\n}\n`,
    );
    checkFix(
      rule,
      `${save}export function f() {\n  const a = save(); // one\n  return 1;\n}\n`,
      `${save}export function f() {\n  void save(); // one\n  return 1;\n}\n`,
      { title: "void" },
    );
    checkFix(
      rule,
      `${save}export async function f(n: number) {\n  const a = save();\n  if (n > 1) return 1;\n  return await a;\n}\n`,
      `${save}export async function f(n: number) {\n  const a = save();\n  a.catch(() => {});\n  if (n > 1) return 1;\n  return await a;\n}\n`,
      { title: "Ignore its rejection" },
    );
  });

  test("a declared type keeps the promise", () => {
    expect(
      fixesIn(rule, `${save}export async function f() { const a: Promise<number> = save(); }`),
    ).toEqual(["suggested: Say with void that dropping it is meant"]);
  });
});

describe("a value or a promise of it", () => {
  const either = `
declare function either(n?: number): number | Promise<number>;
declare function add(n: number): number;
declare function isPromise(value: unknown): value is Promise<unknown>;
`;

  test("is asked whether it is there, which a promise always is", () => {
    check(`
declare function find(n: number): string | undefined | Promise<string | undefined>;
declare function either(): number | Promise<number>;
export async function* all(n: number) {
  const found = find(n);
      //^^^^^ unconsumed-promise: may hold a promise
  if (found) yield found;
  const other = find(n);
      //^^^^^ unconsumed-promise: may hold a promise
  return !other ? 1 : other;
}
export async function known(n: number) {
  const awaited = find(n);
  if (awaited) await awaited;
  const asked = find(n);
  if (asked instanceof Promise) return asked;
  const number = either();
  if (number) return number;
  await save();
  return find(n);
}
`);
  });

  test("is awaited nowhere in an async function", () => {
    check(`${either}
export async function f() {
  const one = either();
      //^^^ unconsumed-promise: may hold a promise
  const two = either(2);
      //^^^ unconsumed-promise: may hold a promise
  const kind = typeof two === "number" ? { two } : two;
  await save();
  return { kind, data: one };
}
`);
    check(`
export async function parsed<T>(parse: (value: unknown) => T | Promise<T>) {
  const data = parse(await save());
      //^^^^ unconsumed-promise: may hold a promise
  return { data };
}
`);
    checkFix(
      rule,
      `${save}${either}export async function f() { const one = either(); return { data: one }; }`,
      `${save}${either}export async function f() { const one = await either(); return { data: one }; }`,
    );
  });

  test("is awaited, returned whole, asked what it is, or given to who takes a promise", () => {
    check(`${either}
export async function f() {
  const one = either();
  const two = either();
  const three = either();
  const four = either();
  if (two instanceof Promise || isPromise(three)) return 1;
  await Promise.all([four]);
  return (await one) + (await save());
}
export async function g() {
  const one = either();
  return one;
}
export function h() {
  const one = either();
  return { one };
}
`);
  });
});
