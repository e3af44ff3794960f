import { describe, expect, test } from "@jest/globals";
import { summarise } from "../../testkit/summarise.js";

describe("what a function writes", () => {
  test("is what it assigns outside of itself", () => {
    expect(
      summarise(`
let total = 0;
export function f() { let own = 1; own += 1; total += own; }
`),
    ).toMatchObject({ reads: ["`total`"], writes: ["`total`"] });
  });

  test("is nothing where it only fills what it made", () => {
    expect(
      summarise(`
export function f(names: string[]) {
  const found = new Map<string, number>();
  const list: { n: number }[] = [];
  for (const name of names) { found.set(name, 1); list.push({ n: name.length }); }
  const one = { count: 0 };
  one.count += 1;
  return [found, list, one];
}
`),
    ).toMatchObject({ writes: [] });
  });

  test("is no part of a function that only goes along with the list", () => {
    expect(
      summarise(`
interface Row { id: string; tags: string[] }
const isGood = (row: Row) => row.id !== "";
export function f(rows: Row[]) { rows.filter(isGood).forEach((row) => { row.tags.push("a"); }); }
`).writes,
    ).toEqual([expect.stringContaining("rows")]);
  });

  test("is an argument of the language's own functions, and nothing that it holds", () => {
    expect(
      summarise(`
interface Org { name: string; parent: Org | undefined }
export function f(org: Org) {
  const query = { parent: org.parent };
  Object.assign(query, { limit: 1 });
  return query;
}
`),
    ).toMatchObject({ writes: [] });
  });

  test("is a field of what it is given", () => {
    expect(
      summarise(`
interface Cart { total: number; items: string[] }
export function f(cart: Cart) { cart.total = 1; cart.items.push("a"); }
`),
    ).toMatchObject({ writes: ["`cart.total`", "what `cart.items` holds"] });
  });

  test("is a field of an argument, where a callee writes a parameter's", () => {
    expect(
      summarise(`
interface Cart { total: number }
const shared: Cart = { total: 0 };
function set(cart: Cart) { cart.total = 1; }
export function f() { set(shared); set({ total: 2 }); }
`),
    ).toMatchObject({ writes: ["`shared.total`"] });
  });

  test("is a field of what a method is called on", () => {
    expect(
      summarise(`
class Counter { n = 0; step() { this.n++; } again() { this.step(); } }
const shared = new Counter();
export function f() { shared.again(); new Counter().again(); }
`),
    ).toMatchObject({ writes: ["`shared.n`"] });
  });

  test("is what an alias stands for", () => {
    expect(
      summarise(`
class Store {
  items = new Map<string, string>();
  all() { return this.items; }
  f() { const items = this.all(); items.set("a", "b"); const { size } = items; return size; }
}
`),
    ).toMatchObject({ writes: ["what `this.items` holds"] });
  });

  test("is what a callback writes that it hands to a function that calls it", () => {
    expect(
      summarise(`
const seen: string[] = [];
async function each(names: string[], work: (name: string) => Promise<void>) {
  for (const name of names) await work(name);
}
function options(given: { onDone: () => void }) { given.onDone(); }
let done = false;
export async function f() {
  await each(["a"], async (name) => { seen.push(name); });
  options({ onDone: () => { done = true; } });
}
`),
    ).toMatchObject({ writes: ["what `seen` holds", "`done`"] });
  });

  test("is what a callback of a collection's method does to its elements", () => {
    expect(
      summarise(`
interface Item { done: boolean }
export function f(items: Item[]) { items.forEach((item) => { item.done = true; }); }
`),
    ).toMatchObject({ writes: ["`items.done`"] });
  });

  test("is what a setter, a default and a constructor's field initializer write", () => {
    expect(
      summarise(`
let log = 0;
let made = 0;
let given = 0;
class Box { id = made++; set size(n: number) { log = n; } }
function g(n = given++) { return n; }
export function f() { const box = new Box(); box.size = 1; return g(); }
`),
    ).toMatchObject({ writes: ["`made`", "`log`", "`given`"] });
  });

  test("is what any method does that may run, base and overriders alike", () => {
    expect(
      summarise(`
let a = 0;
let b = 0;
interface Saver { save(): void }
class One implements Saver { save() { a = 1; } }
class Two extends One { override save() { b = 1; } }
export function f(saver: Saver) { saver.save(); return new Two(); }
`),
    ).toMatchObject({ writes: ["`a`", "`b`"] });
  });

  test("is what the others write of functions that call each other", () => {
    expect(
      summarise(`
let n = 0;
function even(k: number): boolean { return k === 0 || odd(k - 1); }
function odd(k: number): boolean { n += 1; return k !== 0 && even(k - 1); }
export function f() { return even(4); }
`),
    ).toMatchObject({ writes: ["`n`"] });
  });

  test("is said to happen once, where it only makes what is not there yet", () => {
    expect(
      summarise(`
let client: object | undefined;
class Store { cache = new Map<string, number>(); one?: Promise<string> }
const store = new Store();
export async function f(key: string) {
  if (!client) client = {};
  store.one ??= Promise.resolve("a");
  const hit = store.cache.get(key);
  if (hit !== undefined) return hit;
  store.cache.set(key, 1);
  return 1;
}
`),
    ).toMatchObject({
      writes: ["`client` once", "`store.one` once", "what `store.cache` holds once"],
    });
  });
});

test("to fill a cache happens once, to empty it does not", () => {
  const code = (body: string) => `
class Store {
  cachedRows: number[] = [];
  rowCache = new Map<string, number>();
  async f(key: string, rows: number[]) { ${body} }
}
`;
  expect(summarise(code("this.cachedRows = rows; this.rowCache.set(key, 1);")).writes).toEqual([
    "`this.cachedRows` once",
    "what `this.rowCache` holds once",
  ]);
  expect(summarise(code("this.cachedRows = []; this.rowCache.clear();")).writes).toEqual([
    "`this.cachedRows`",
    "what `this.rowCache` holds",
  ]);
});

test("a variable of a module is one by whatever name it is imported", () => {
  const auth = `
export let token = "";
export const session = { id: "" };
export const name = "auth";
`;
  const f = (body: string) =>
    summarise(
      `
import * as auth from "./other.js";
import { session, token } from "./other.js";
import * as all from "./third.js";
export function f() { ${body} }
`,
      { "other.ts": auth, "third.ts": 'export * as auth from "./other.js";' },
    );
  for (const one of ["token", "auth.token", "all.auth.token"]) {
    expect(f(`return ${one};`).reads).toEqual(["`token`"]);
  }
  for (const one of ["session.id", "auth.session.id", "all.auth.session.id"]) {
    expect(f(`${one} = "1";`).writes).toEqual(["`session.id`"]);
  }
  expect(f("return auth.name;").reads).toEqual([]);
});

describe("what a function waits for", () => {
  test("is what it reaches through functions and files", () => {
    expect(
      summarise(
        `
import { load } from "./other.js";
export class Service { async f() { return await load("a.json"); } }
`,
        {
          "other.ts": `
import { readFile } from "node:fs/promises";
export const load = async (path: string) => JSON.parse(await readFile(path, "utf8"));
`,
        },
      ),
    ).toMatchObject({
      latency: "io: the file system",
      reads: ["`a.json` in the file system"],
      unknown: undefined,
    });
  });

  test("is nothing where a promise is remembered, or only made", () => {
    expect(
      summarise(`
let pending: Promise<Response> | undefined;
export async function f() {
  pending ??= fetch("/a");
  await Promise.resolve(1);
  return await pending;
}
`),
    ).toMatchObject({ latency: "none" });
  });

  test("is nothing where it starts something and leaves it alone", () => {
    expect(summarise(`export async function f() { void fetch("/a"); }`)).toMatchObject({
      latency: "none",
    });
  });

  test("is a timer or an event for a promise made by hand", () => {
    expect(
      summarise(`export const f = () => new Promise<void>((done) => setTimeout(done, 5));`),
    ).toMatchObject({ latency: "timer: a timer", unknown: undefined });
    expect(
      summarise(`
declare const bus: EventTarget;
export const f = () => new Promise((done) => { bus.addEventListener("x", () => done(1)); });
`),
    ).toMatchObject({ latency: "io: an event" });
    expect(
      summarise(`
import { randomBytes } from "node:crypto";
export const f = () => new Promise<Buffer>((done, fail) => {
  randomBytes(16, (error, bytes) => { if (error) return fail(error); done(bytes); });
});`),
    ).toMatchObject({ latency: "none" });
    const token = (call: string) => `
import jwt from "jsonwebtoken";
declare const id: string, secret: string, keyOf: (header: object, done: (e: unknown, key: string) => void) => void;
export const f = () => new Promise((done, fail) => { ${call} });`;
    const then = "(error, answer) => { if (error) return fail(error); done(answer); }";
    for (const call of [`jwt.sign({ id }, keyOf, ${then});`, `jwt.verify(id, secret, ${then});`]) {
      expect(summarise(token(call))).toMatchObject({ latency: "none" });
    }
    expect(summarise(token(`jwt.verify(id, keyOf, ${then});`))).toMatchObject({
      latency: "io: an event",
    });
    expect(summarise(`export const f = () => new Promise((done) => { done(1); });`)).toMatchObject({
      latency: "none",
    });
  });
});

test("what a rejection handler forgets of a cache is no change that others rely on", () => {
  const code = (body: string) => `
import { readFile } from "node:fs/promises";
class Settings {
  cached?: Promise<string>; failed = false;
  load() { return readFile("a", "utf8").catch((error) => { ${body} throw error; }); }
}
const settings = new Settings();
export async function f() { return settings.load(); }
`;
  expect(summarise(code("this.cached = undefined;")).writes).toEqual([]);
  expect(summarise(code("this.failed = true;")).writes).toEqual(["`settings.failed`"]);
});

describe("what is not known", () => {
  test("is a function without a body, and all that it is given", () => {
    expect(
      summarise(`
declare function fill(list: string[], n: number, names: readonly string[]): Promise<void>;
export async function f(list: string[], names: string[]) { await fill(list, list.length, names); }
`),
    ).toMatchObject({
      writes: ["`list`"],
      unknown: "`fill(list, list.length, names)` is not known to only read",
    });
  });

  test("is a parameter that callers hand in, until they do", () => {
    const code = `
function g(work: () => void) { work(); }
export function f(work: () => void) { g(work); }
`;
    expect(summarise(code)).toMatchObject({
      unknown: "`work()` runs `work`, which callers hand in",
    });
  });

  test("is no value that an unknown function makes in place", () => {
    const unknown = (body: string, head = "") =>
      summarise(`
import { format, save } from "not-installed";
declare const shared: { names: string[] };
${head}export async function f(id: string) { ${body} }
`).unknown;
    expect(unknown("return [format(shared.names).length, format(id) + 1];")).toBeUndefined();
    expect(unknown("const text = format(id); if (text.ok) return text.name;")).toBeUndefined();
    expect(unknown("return shared.names.filter((one) => format(one));")).toBeUndefined();
    // One that is waited for, done for its effect, or named for it, is not only a value.
    expect(unknown("return await format(id);")).toBe("`format(id)` is not known to only read");
    expect(unknown("const text = format(id); return (await text).name;")).toBeDefined();
    expect(unknown("return Promise.all([format(id)]);")).toBeDefined();
    expect(unknown("const text = format(id); return text;")).toBeDefined();
    expect(unknown("format(id);")).toBeDefined();
    expect(unknown("return save(id).name;")).toBeDefined();
    expect(unknown("return verifyOnce(id).name;", "declare const verifyOnce: any; ")).toBeDefined();
    expect(unknown("return cards.charge(id).ok;", "declare const cards: any; ")).toBeDefined();
  });

  test("is not a module that is handed on as a value", () => {
    expect(
      summarise(
        `
import * as texts from "./other.js";
function first(of: Readonly<Record<string, string>>) { return Object.values(of)[0]; }
export function f() { return first(texts); }
`,
        { "other.ts": `export const hello = "Hello";` },
      ),
    ).toMatchObject({ writes: [], unknown: undefined });
  });

  test("is not a function that a library's cache runs", () => {
    expect(
      summarise(`
import { cache as remembered } from "react";
import { unstable_cache } from "next/cache";
import { readFile } from "node:fs/promises";
const load = async (id: string) => readFile(id);
const cached = unstable_cache(load);
const one = remembered(async (id: string) => cached(id));
export async function f(id: string) { return one(id); }
`),
    ).toMatchObject({ latency: "io: the file system", unknown: undefined });
  });

  test("comes out of every function that calls it", () => {
    expect(
      summarise(`
declare const anything: any;
function g() { return anything.read(); }
export function f() { return g(); }
`),
    ).toMatchObject({ unknown: "`anything.read()` cannot be resolved" });
  });
});

test("a throw leaves a function unless a catch takes it", () => {
  const code = (body: string) => `
function check(n: number) { if (n < 0) throw new RangeError("n"); }
export function f() { ${body} }
`;
  expect(summarise(code("check(1);")).throws).toBe(true);
  expect(summarise(code("try { check(1); } catch { return; }")).throws).toBe(false);
});
