import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix, fixesIn } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "promise-as-value";
const check = (code: string, name = "main.ts") => checkFindings(rule, code, { name });

test("the page says what the rule does", () => checkPage(rule));

test("what may be anything may be a promise", () => {
  check(`
export function isThis(value: unknown, work: Promise<unknown>, other: object, task: Promise<object>) {
  return value === work || other === task;
}
export function isNative(value: unknown, other: any, one: Promise<any>): boolean {
  if (value instanceof Promise && Object.getPrototypeOf(value) === Promise.prototype) return true;
  return other === one || value === one;
}
`);
});

test("a promise equals no value", () => {
  check(`
declare function load(): Promise<string>;
declare function user(): Promise<{ name: string }>;
declare const one: { name: string };
export async function f() {
  const text = load();
  const someone = user();
  return [
    text === ("x" as any as string),
  //^^^^ promise-as-value: compared with
    1 == (load() as any as Promise<1>),
       //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ promise-as-value: compared with \`1\`
    someone !== (one as any as Promise<never>), (someone as any) === one,
    load() === null,
  //^^^^^^ promise-as-value: compared with \`null\`
    undefined != text,
               //^^^^ promise-as-value: compared with \`undefined\`
  ];
}
interface User { name: string }
export const same = (p: Promise<User>, o: User, q: Promise<User>) => p === o || p === q;
                                                                   //^ promise-as-value: such a value
`);
});

test("a promise that may be missing is rightly compared with null", () => {
  check(`
declare function maybe(): Promise<string> | undefined;
declare const map: Record<string, Promise<string>>;
class Cache {
  running!: Promise<string>;
  get(key: string, given: Promise<string>) {
    if (this.running === undefined || given == null || maybe() === undefined || map[key] === undefined) return 1;
    const entry = map[key];
    const kept = maybe();
    let later: Promise<string> = given;
    return [entry === undefined, kept !== undefined, later === null, this.running === given];
  }
}
export const c = new Cache();
`);
});

test("a promise that a call has just given is there", () => {
  check(`
declare function load(): Promise<string>;
declare function maybe(): Promise<string> | undefined;
declare const kept: Map<string, Promise<string>>;
export function f(given: Promise<string>) {
  const text = load();
  const none = text ?? "none";
             //^^^^ promise-as-value: asked whether there is anything
  return [none, load() ?? undefined, maybe() ?? "", kept.get("a") ?? load(), given ?? load()];
              //^^^^^^ promise-as-value: asked whether there is anything
}
`);
});

test("an assertion makes no value of a promise", () => {
  check(`
interface Session { token: string }
declare function read(key: string): Promise<unknown>;
declare function session(): Promise<Session | null>;
declare function open(): Promise<any>;
export function f<T>(url: string, given: Promise<T>) {
  const found = read("session") as Session | null;
              //^^^^^^^^^^^^^^^ promise-as-value: asserted to be of the type \`Session | null\`
  const module = import(url) as Record<string, () => void>;
               //^^^^^^^^^^^ promise-as-value: asserted
  const open1 = (<Session>open());
                        //^^^^^^ promise-as-value: asserted
  return [
    found, module, open1,
    session() as Promise<Session>, session() as PromiseLike<Session | null>, session() as any,
    session() as unknown as Session, open() as object, open() as T, given as T, open() as unknown,
  ];
}
export const partly = (both: Session | Promise<Session>) => both as Session;
interface Frame { name: string }
declare class Task extends Promise<unknown> implements Frame { name: string }
export const frame = (task: Task | null) => task as Frame;
`);
});

test("nothing can be calculated with a promise", () => {
  check(`
declare function count(): Promise<any>;
export function f(n: Promise<number>) {
  let sum: any = 1;
  sum += n;
       //^ promise-as-value: calculated with
  sum = sum + count();
            //^^^^^^^ promise-as-value: calculated with
  sum ??= count();
  sum = +n;
       //^ promise-as-value: calculated with
  return n > 1 || sum;
       //^ promise-as-value: compared with a value
}
`);
});

test("a promise has no text, no number and no JSON", () => {
  check(`
declare function load(): Promise<string>;
declare const tag: (parts: TemplateStringsArray, ...values: unknown[]) => string;
export function f(list: Promise<string>[], both: string | Promise<string>) {
  const text = load();
  return [
    \`a \${text} b \${load()}\`,
       //^^^^ promise-as-value: put into text
                 //^^^^^^ promise-as-value: put into text
    tag\`a \${text}\`, \`\${both}\`, \`\${load().then(String)}\`,
                                //^^^^^^^^^^^^^^^^^^^ promise-as-value
    String(text), Number(load()), list.join(", "),
         //^^^^ promise-as-value: converted by \`String\`
                       //^^^^^^ promise-as-value: converted by \`Number\`
                                //^^^^ promise-as-value: joined as text
    JSON.stringify(text), JSON.stringify({ a: { text }, b: [load(), 1], c: both }),
                 //^^^^ promise-as-value: written as JSON
                                              //^^^^ promise-as-value: written as JSON
                                                          //^^^^^^ promise-as-value: written as JSON
    JSON.stringify(list), ["a"].join(), JSON.stringify(["a"]), "x" + both,
                 //^^^^ promise-as-value: Promise.all
  ];
}
`);
});

test("a promise has neither the keys, the members nor the properties of its value", () => {
  check(
    `
/** @returns {Promise<{ name: string, tags: string[], then: number }>} */
async function load() { return { name: "a", tags: ["b"], then: 1 }; }
async function list() { return ["a"]; }
export async function f() {
  const user = load();
  console.log(user.name, load().tags, user["name"], list()[0], list().length);
            //^^^^ promise-as-value: asked for \`name\`
                       //^^^^^^ promise-as-value: asked for \`tags\`
                                    //^^^^ promise-as-value: asked for \`name\`
                                                  //^^^^^^ promise-as-value: asked for \`0\`
                                                             //^^^^^^ promise-as-value: asked for \`length\`
  const { name, other } = load();
                        //^^^^^^ promise-as-value: asked for \`name\`
  const [first, ...more] = list();
                         //^^^^^^ promise-as-value: iterated over
  for (const one of list()) console.log(one, ...list());
                  //^^^^^^ promise-as-value: iterated over
                                              //^^^^^^ promise-as-value: iterated over
  for (const key in user) console.log(key);
                  //^^^^ promise-as-value: asked for its keys
  console.log("name" in user, "then" in user, "cancel" in user);
                      //^^^^ promise-as-value: asked whether it has \`name\`
                                                        //^^^^ promise-as-value: \`cancel\`
  user.then((one) => one.name, user.catch); user.stop; (await user).name;
  switch (list()) { case 1: return name; }
        //^^^^^^ promise-as-value: compared with values
  return [first, more, other];
}
`,
    "plain.js",
  );
});

test("a promise with members of its own is asked for them rightly", () => {
  check(`
declare class Request extends Promise<{ body: string }> { abort(): void; body: number }
declare class Named extends Promise<string> { override toString(): string }
declare function send(): Request;
declare function query(): { then(ok: (rows: string[]) => void, bad: (e: unknown) => void): void; toString(): string };
declare function mixed(): Promise<string[]> | string[];
export function f(named: Named, all: Named[]) {
  send().abort();
  return [\`\${named}\`, String(named), all.join(), \`\${send()}\`,
                                                  //^^^^^^ promise-as-value: put into text
    send().body, \`\${query()}\`, mixed().length, [...mixed() as string[]]];
                             //^^^^^^^ promise-as-value: asked for \`length\`
}
`);
});

test("a look for a key that the value lacks too is of low confidence", () => {
  const code = `export const f = (p: Promise<{ a: 1 }>) => "x" in p;\n`;
  expect(findIn(rule, code).map(({ confidence }) => confidence)).toEqual(["low"]);
  expect(findIn(rule, code.replace('"x"', '"a"')).map(({ confidence }) => confidence)).toEqual([
    "high",
  ]);
});

test("the fix awaits what is asserted, and not the assertion", () => {
  const declared = "declare function read(): Promise<unknown>;\n";
  checkFix(
    rule,
    `${declared}export const f = async () => (read() as string).trim();`,
    `${declared}export const f = async () => (await read() as string).trim();`,
    { broken: true },
  );
});

test("the fix awaits, with parentheses where they are needed", () => {
  const head = `declare function list(): Promise<string[]>;\nexport async function f() {\n`;
  for (const [before, after] of [
    [`\`\${list()}\``, `\`\${await list()}\``],
    ["list().length /* n */", "(await list()).length /* n */"],
    ["[...list()]", "[...await list()]"],
    ["list()! [0]", "(await list()!) [0]"],
  ]) {
    checkFix(rule, `${head}  return ${before};\n}\n`, `${head}  return ${after};\n}\n`, {
      broken: true,
    });
  }
  expect(fixesIn(rule, `export const f = (p: Promise<1>) => \`\${p}\`;\n`)).toEqual([]);
});

describe("a place that takes only the value", () => {
  test("is an argument, a variable, a field, a property, an element, or what is returned", () => {
    check(`
declare function load(): Promise<string>;
declare function print(text: string, ...more: string[]): void;
declare function first<T extends string>(text: T): T;
declare function mixed(): string | Promise<string>;
class Page {
  title: string = load();
                //^^^^^^ promise-as-value: wanted for its value in \`title\`
  constructor(readonly text: string) {}
}
export function f(yes: boolean, given?: string): { text: string; all: string[] } {
  print(load(), "a", load());
      //^^^^^^ promise-as-value: as this argument
                   //^^^^^^ promise-as-value: as this argument
  first(load());
      //^^^^^^ promise-as-value: as this argument
  new Page(mixed());
         //^^^^^^^ promise-as-value: as this argument
  let text: string = yes ? load() : "";
                         //^^^^^^ promise-as-value: in \`text\`
  text = given ?? load();
                //^^^^^^ promise-as-value: in \`text\`
  text ||= (load());
          //^^^^^^ promise-as-value: in \`text\`
  const late = load();
  return { text: late, all: [text, late] };
               //^^^^ promise-as-value: in \`text\`
                                 //^^^^ promise-as-value: in this list
}
export const g = (): string => load();
                             //^^^^^^ promise-as-value: as what this function returns
`);
    check(
      `
declare function load(): Promise<string>;
declare global { namespace JSX { interface ElementChildrenAttribute { children: unknown } interface IntrinsicElements { a: { title: string; children?: string } } } }
export const a = () => <a title={load()}>{load()}</a>;
                               //^^^^^^ promise-as-value: in this element
                                        //^^^^^^ promise-as-value: in this element
`,
      "view.tsx",
    );
  });

  test("is typed by JSDoc in plain JavaScript, and by what libraries declare", () => {
    check(
      `
/** @param {string} text */
function print(text) { return text; }
async function load() { return ""; }
export async function f() {
  print(load());
      //^^^^^^ promise-as-value: as this argument
  /** @type {string} */
  const text = load();
             //^^^^^^ promise-as-value: in \`text\`
  return new URL(load()), parseInt(text);
               //^^^^^^ promise-as-value: as this argument
}
`,
      "plain.js",
    );
  });

  test("may as well take a promise, or anything, or what neither of them is", () => {
    check(`
declare function load(): Promise<string>;
declare function either(text: string | Promise<string>): void;
declare function anything(value: unknown, other: any, third: {}): void;
declare function same<T>(value: T): T;
declare function number(n: number): void;
declare function overloaded(text: string): void;
declare function overloaded(text: Promise<string>): void;
export async function f(): Promise<string> {
  either(load());
  anything(load(), load(), load());
         //^^^^^^ promise-as-value: handed on
                 //^^^^^^ promise-as-value: handed on
  same(load()).then(same);
  overloaded(load());
  new Promise<string>((resolve) => resolve(load()));
  Promise.all([load(), load()]);
  // @ts-expect-error: awaiting it would not help.
  number(load());
  const running: Promise<string> = load();
  const text = load() as unknown as string;
  return text ? running : load();
}
`);
  });
});

test("what only the value is: a function, something to iterate over or to dispose of, an error", () => {
  check(`
declare function make(): Promise<(n: number) => number>;
declare function pages(): Promise<AsyncIterable<string>>;
declare function open(): Promise<Disposable & AsyncDisposable>;
declare function errorOf(): Promise<Error>;
declare function suspended(): Promise<string>;
declare function anyone(): Promise<any>;
declare function document(): Promise<Record<string, number>>;
export async function f(): Promise<number> {
  for await (const page of pages()) if (page === "") throw errorOf();
                         //^^^^^^^ promise-as-value: iterated over
                                                         //^^^^^^^^^ promise-as-value: thrown
  using one = open();
            //^^^^^^ promise-as-value: disposed of
  await using two = open();
                  //^^^^^^ promise-as-value: disposed of
  let a, b;
  ({ a } = document());
         //^^^^^^^^^^ promise-as-value: asked for \`a\`
  [b] = document() as any as Promise<number[]>;
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ promise-as-value: iterated over
  if (a === b) throw suspended();
  return make()(anyone().count);
       //^^^^^^ promise-as-value: called
              //^^^^^^^^ promise-as-value: asked for \`count\`
}
`);
  check(`
declare const running: any;
export const f = (anyone: Promise<any>) => {
  anyone = running;
  (anyone as any).cancel = () => {};
  return anyone.cancel();
};
`);
  check(`
declare function load(): Promise<string | Map<string, string>>;
export async function f() {
  const text = load();
  return typeof text === "string" || text instanceof Map || typeof text === "object" || text instanceof Promise;
              //^^^^ promise-as-value: a \`string\`
                                   //^^^^ promise-as-value: a \`Map\`
}
`);
});

describe("what takes anything and wants a value", () => {
  test("prints, compares, or copies it", () => {
    check(`
import assert from "node:assert/strict";
declare function load(): Promise<string>;
export async function f(same: Promise<string>, any: any) {
  console.log("text", load());
                    //^^^^^^ promise-as-value: printed
  assert.deepEqual(load(), "a");
                 //^^^^^^ promise-as-value: compared
  assert.equal("a", load());
                  //^^^^^^ promise-as-value: compared
  assert.equal(load(), same);
  assert.equal(load(), any);
  await assert.rejects(load());
  const list = Object.keys(load());
                         //^^^^^^ promise-as-value: asked for its properties
  structuredClone(load());
                //^^^^^^ promise-as-value: copied
  const console2 = { log(value: unknown) { return value; } };
  console2.log(load());
             //^^^^^^ promise-as-value: handed on
  return list;
}
`);
  });

  test("expects something of it in a test", () => {
    check(`
import { expect } from "@jest/globals";
declare function load(): Promise<string>;
export async function f(same: Promise<string>, text: string) {
  expect(load()).toBe("a");
       //^^^^^^ promise-as-value: by \`toBe\`
  expect(load()).not.toBeUndefined();
       //^^^^^^ promise-as-value: by \`toBeUndefined\`
  expect([load(), 1]).toEqual(["a", 1]);
       //^^^^^^^^^^^ promise-as-value: by \`toEqual\`
  expect(text).toEqual(load());
                     //^^^^^^ promise-as-value: held against
  await expect(load()).resolves.toBe("a");
  expect(load()).toBe(same);
  expect(load()).toEqual(expect.any(Promise));
  expect(load()).toBeInstanceOf(Promise);
  expect(load()).toHaveProperty("then");
}
`);
    check(`
interface Matchers { toBe(value: unknown): void; readonly resolves: Matchers }
declare const expect: { (value: unknown): Matchers; soft(value: unknown): Matchers };
declare function load(): Promise<string>;
export async function f() {
  expect.soft(load()).toBe("a");
            //^^^^^^ promise-as-value: by \`toBe\`
  expect.soft("a").toBe(load());
                      //^^^^^^ promise-as-value: held against
  expect.soft(load()).resolves.toBe("a");
}
`);
  });
});

describe("where anything is taken", () => {
  const handed = (code: string) =>
    findIn(
      rule,
      `declare function load(): Promise<string>; declare function take(value: unknown): void; ${code}`,
    ).map(
      ({ confidence, message }) =>
        `${confidence}: ${/handed on|its own|wanted/.exec(message)?.[0]}`,
    );

  test("an async function may have meant the value: with low confidence", () => {
    const low = ["low: handed on"];
    expect(handed("export async function f() { take(load()); }")).toEqual(low);
    expect(handed("export async function f() { return { data: load() }; }")).toEqual(low);
    expect(handed("export async function f() { const data = load(); return [1, data]; }")).toEqual(
      low,
    );
    for (const code of [
      "export async function f() { const data: unknown = load(); return { data }; }",
      "export async function f(b: boolean) { let data: any; data = b ? load() : 1; take(data); }",
      "export async function f() { const all: unknown[] = []; all.push(load()); take(all); }",
      "declare function same<T>(value: T): T; export async function f() { same(load()); }",
      "export async function f() { const all: Map<string, unknown> = new Map([['a', load()]]); return all.size; }",
      "declare function call<T>(make: () => T): T; export async function f() { return call(async () => { try { return [1, load()]; } catch { return [0]; } }); }",
      "declare function either(): string | Promise<string>; export async function f() { take(either()); }",
      "declare const reply: any; export async function f() { const data = load(); await reply.send(data); }",
      "import { send } from 'not-installed'; export async function f() { await send(load()); }",
    ]) {
      expect([code, handed(code)]).toEqual([code, low]);
    }
  });

  test("a variable of any type holds a promise rightly where it is waited for", () => {
    for (const code of [
      "export async function f() { const data: any = load(); return [await data]; }",
      "export async function f() { const data: any = load(); return data.then(take); }",
      "export async function f() { const data: any = load(); return data; }",
      "export async function f() { const all: unknown[] = []; all.push(load()); await Promise.all(all); }",
      "export async function f() { const all: unknown[] = []; all.push(load()); for (const one of all) await one; }",
      "export async function f(self: { data: any }) { self.data = load(); }",
      "declare function put(entry: { work: Promise<string> }): void; export async function f() { put({ work: load() }); }",
      "declare function pick<T>(key: T, entry: { work: Promise<string> }): T; export async function f() { pick('a', { work: load() }); }",
    ]) {
      expect([code, handed(code)]).toEqual([code, []]);
    }
  });

  test("what a function asks about is put into text with low confidence", () => {
    const low = ["low: undefined"];
    expect(
      handed(
        "export async function f(given: Promise<string>) { if (typeof (given as any)?.then !== 'function') throw new TypeError(String(given)); await given; }",
      ),
    ).toEqual(low);
    expect(
      handed(
        "export function f(given: Promise<string>) { if (!(given instanceof Promise)) throw new TypeError('not ' + given); }",
      ),
    ).toEqual([]);
    expect(handed("export function f(given: Promise<string>) { return 'not ' + given; }")).toEqual([
      "high: undefined",
    ]);
  });

  test("an async function returns a promise of a type parameter rightly", () => {
    for (const code of [
      "export async function f<T>(given: Promise<T>): Promise<T> { await load(); return given; }",
      "export async function f<T>(value: T | (() => T | Promise<T>)): Promise<T> { await load(); if (typeof value === 'function') return (value as () => T | Promise<T>)(); return value; }",
    ]) {
      expect([code, handed(code)]).toEqual([code, []]);
    }
  });

  test("a place that may be left empty, or takes more members, wants the value all the same", () => {
    const high = ["high: wanted"];
    expect(
      handed(
        "declare function find(): Promise<string | undefined>; class A { #a?: string; async f() { this.#a = find(); return this.#a; } } export const a = new A();",
      ),
    ).toEqual(high);
    expect(
      handed(
        "interface Open { must: string; [more: string]: any } declare function open(): Promise<Open>; export async function f() { const one: Open = open(); return one.must; }",
      ),
    ).toEqual(high);
  });

  test("nothing is said where promises are spoken of, put away, or not waited for anyway", () => {
    for (const code of [
      "export function f() { take(load()); return { data: load() }; }",
      "export async function f() { return { promise: load() }; }",
      "export async function f() { const tasks = { a: load() }; return tasks; }",
      "export async function f(all: unknown[]) { all.push(load()); }",
      "export async function f() { const all = [load()]; return await Promise.all([load(), ...all]); }",
      "export async function f() { return Promise.race([load(), load()]); }",
      "declare function isPromise(value: unknown): boolean; export async function f() { return isPromise(load()); }",
      "declare const reply: any; export function f() { reply.send(load()); }",
      "declare function gather(all: unknown[]): Promise<unknown>; export async function f() { await gather([load(), 1]); }",
      "export async function f() { [load(), load()]; for (const one of [load(), load()]) await one; }",
      "export async function f(given: Promise<string>) { if (typeof (given as any)?.then !== 'function') take([given]); await given; }",
      "export async function f(given: Promise<string>) { if (given instanceof Promise) take([given]); }",
      "export async function f(given: Promise<string>, all: Set<unknown>) { return all.has(given) || all.delete(given); }",
      "declare const reply: any; export async function f() { await reply.all([load()]); await reply.settle(1, pending(load())); } declare const pending: any;",
    ]) {
      expect([code, handed(code)]).toEqual([code, []]);
    }
  });

  test("a bare type parameter wants what the promise brings, and an overload what it takes", () => {
    const sure = ["high: wanted"];
    expect(
      handed("export async function f<T>(make: () => Promise<T>) { let one: T; one = make(); }"),
    ).toEqual(sure);
    expect(
      handed("export async function f(bytes: Promise<ArrayBuffer>) { new Uint8Array(bytes); }"),
    ).toEqual(sure);
    expect(
      handed("export async function f(key: number, all: Promise<string[]>) { all[key]; }"),
    ).toHaveLength(1);
    expect(
      handed("export async function f(key: any, all: Promise<string[]>) { return all[key]; }"),
    ).toEqual(["medium: undefined"]);
  });
});
