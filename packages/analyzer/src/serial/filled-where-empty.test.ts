import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// What functions named for what they bring make on the way where there is nothing yet.

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const store = (start: string, second: string, connect = "this.client = new Redis();") => `
import Redis from "ioredis";
export class Store {
  private client: Redis | undefined;
  private state = "";
  async connect() { this.state = "connected"; ${connect} }
  async getUser(id: string) { ${start} return this.client?.get("user:" + id); }
  async getOrder(id: string) { ${start} return this.client?.get("order:" + id); }
  async getState(id: string) { return (await fetch("/states/" + id + this.state)).text(); }
  async touch(id: string) { ${start} return this.client?.get("touched:" + id); }
  async visit(id: string) { ${start} return this.client?.incr("visits:" + id); }
}
export async function page(store: Store, id: string) {
  const user = await store.getUser(id);
  const other = await store.${second}(id);
  return [user, other];
}
`;

describe("a client that is connected by a function where there is none", () => {
  test.each([
    "if (!this.client) await this.connect();",
    "if (this.client === undefined) { await this.connect(); }",
  ])("keeps no two reads through it apart: %s", (start) => {
    expect(confidences(store(start, "getOrder"))).toEqual(["high"]);
  });

  test("keeps them apart where it stands there before it is connected", () => {
    const start = "if (!this.client) await this.connect();";
    const connect = 'this.client = new Redis(); await fetch("/ready");';
    expect(confidences(store(start, "getOrder", connect))).not.toContain("high");
  });

  test("keeps them apart where it is connected each time", () => {
    expect(confidences(store("await this.connect();", "getOrder"))).not.toContain("high");
  });

  test("keeps them apart where the function that is called under the test fills something else", () => {
    const start = "if (!this.client) await this.connect();";
    expect(confidences(store(start, "getOrder", ""))).not.toContain("high");
  });

  test("keeps apart who fills it and who reads what is set with it, and what does more than read", () => {
    const start = "if (!this.client) await this.connect();";
    expect(confidences(store(start, "getState"))).not.toContain("high");
    expect(confidences(store(start, "visit"))).not.toContain("high");
  });

  test("is no matter of names: who does nothing but that reads", () => {
    const start = "if (!this.client) await this.connect();";
    expect(confidences(store(start, "touch"))).toEqual(["high"]);
  });

  test("keeps no two reads apart where something else is asked beside whether it is there", () => {
    const once = (test: string) => `
import { readFile } from "node:fs/promises";
class Settings {
  static current: Settings | null = null;
  static get(): Settings | null {
    if (${test}) Settings.current = new Settings();
    return Settings.current;
  }
}
async function load(name: string) {
  return Settings.get() === null ? "" : readFile(name, "utf8");
}
export async function both() {
  const a = await load("a");
  const b = await load("b");
  return [a, b];
}
`;
    expect(confidences(once('Settings.current == null && "env" in globalThis'))).toEqual(["high"]);
    expect(confidences(once('"env" in globalThis && !Settings.current'))).toEqual(["high"]);
    expect(confidences(once('Settings.current == null || "env" in globalThis'))).toEqual([]);
    expect(confidences(once('"env" in globalThis'))).toEqual([]);
  });
});

// One that is used by the functions of others, whatever those are called.
const pair = (members: string, use = "await this.run(name)") => `
import { readFile } from "node:fs/promises";
declare const somewhere: string;
class Store {
  ${members}
  async load(name: string) { ${use}; return readFile(name, "utf8"); }
}
const store = new Store();
export async function both() {
  const a = await store.load("a");
  const b = await store.load("b");
  return [a, b];
}
`;

describe("a field that is filled where there is nothing", () => {
  test.each([
    [
      "by way of a variable",
      `private place: string | null = null;
       async run(name: string) {
         let place = this.place;
         if (place == null) { place = somewhere + "/"; this.place = place; }
         return place;
       }`,
    ],
    [
      "in the other branch",
      `private place: string | null = null;
       async run(name: string) {
         if (this.place !== null) return this.place;
         else this.place = somewhere;
         return this.place;
       }`,
    ],
    [
      "by the kind of what is there",
      `private place?: string | boolean;
       async run(name: string) {
         if (typeof this.place !== "string") this.place = somewhere;
         return this.place;
       }`,
    ],
    [
      "once what is read has come",
      `private place = "";
       run(name: string) {
         if (this.place) return Promise.resolve(this.place);
         return readFile("place", "utf8").then((text) => { this.place = text; return text; });
       }`,
    ],
    [
      "within a promise",
      `private place = "";
       run(name: string) {
         if (this.place) return Promise.resolve(this.place);
         return new Promise<string>((resolve, reject) => {
           readFile("place", "utf8").then((text) => { this.place = text; resolve(text); }).catch(reject);
         });
       }`,
    ],
    [
      "by a function that is called in the other branch",
      `private begun: Promise<string> | null = null;
       private async begin() { this.begun = readFile("place", "utf8"); return this.begun; }
       async run(name: string) {
         if (this.begun !== null) await this.begun;
         else await this.begin();
       }`,
    ],
  ])("keeps no two reads apart: %s", (_how, members) => {
    expect(confidences(pair(members))).toEqual(["high"]);
  });

  test.each([
    [
      "is filled again each time",
      `private place: string | null = null;
       async run(name: string) {
         let place = this.place;
         if (place != null) { place = somewhere + "/"; this.place = place; }
         return place;
       }`,
    ],
    [
      "is filled in the branch where it is there",
      `private place: string | null = null;
       async run(name: string) {
         if (this.place === null) return somewhere;
         else this.place = name;
         return this.place;
       }`,
    ],
    [
      "has another by then",
      `private place: string | null = null;
       async run(name: string) {
         let place = this.place;
         place = name;
         if (place == null) this.place = place;
         return this.place;
       }`,
    ],
    [
      "holds something for the time until it comes",
      `private rows?: Record<string, string>;
       run(name: string) {
         if (this.rows) return Promise.resolve(this.rows);
         this.rows = {};
         return readFile("rows", "utf8").then((text) => { this.rows = { text }; return this.rows; });
       }`,
    ],
    [
      "does so by a function that is called in the other branch",
      `private rows: Record<string, string> | null = null;
       private begin() {
         this.rows = {};
         return readFile("rows", "utf8").then((text) => { this.rows = { text }; });
       }
       async run(name: string) {
         if (this.rows !== null) return this.rows[name];
         else await this.begin();
         return "";
       }`,
    ],
    [
      "goes on to the next of its states",
      `private stage = "intro";
       async run(name: string) {
         if (this.stage !== "intro") return "body";
         else this.stage = "body";
         return "intro";
       }`,
    ],
    [
      "is the first caller's",
      `private holder: string | null = null;
       async run(name: string) {
         let holder = this.holder;
         if (holder == null) { holder = name; this.holder = holder; }
         return holder === name;
       }`,
    ],
    [
      "is the first caller's in the other branch",
      `private active = "";
       async run(name: string) {
         await readFile("place", "utf8");
         if (this.active) return this.active;
         else this.active = name;
         return this.active;
       }`,
    ],
    [
      "is of whom has been waited for first",
      `private first: string | number = 0;
       async run(name: string) {
         const text = await readFile(name, "utf8");
         if (typeof this.first !== "string") this.first = text;
         return this.first === text;
       }`,
    ],
    [
      "is no longer nought",
      `private turn = 0;
       async run(name: string) {
         if (this.turn !== 0) return "";
         else this.turn = 1;
         return "first";
       }`,
    ],
    [
      "is the first caller's by what it asks for",
      `private token = "";
       run(name: string) {
         if (this.token) return Promise.resolve(this.token);
         return readFile(name, "utf8").then((text) => { this.token = text; return text; });
       }`,
    ],
    [
      "is the first caller's by its kind",
      `private who?: string;
       async run(name: string) {
         if (typeof this.who !== "string") { this.who = name; return "welcome"; }
         return this.who;
       }`,
    ],
    [
      "is the first caller's once it has come",
      `private host = "";
       run(name: string) {
         if (this.host) return Promise.resolve(this.host);
         return readFile("place", "utf8").then((text) => { this.host = text + name; return text; });
       }`,
    ],
    [
      "is set by whoever tells of it later",
      `private place = "";
       private heard = new Set<(text: string) => void>();
       async run(name: string) {
         if (this.place) return this.place;
         for (const tell of ["a", "b"]) this.hear((text) => { this.place = text + tell; });
         this.place = name;
         return this.place + this.heard.size;
       }
       hear(listener: (text: string) => void) { this.heard.add(listener); listener(""); }`,
    ],
  ])("and does where it %s", (_how, members) => {
    expect(confidences(pair(members))).not.toContain("high");
  });
});

describe("a number that goes on by one", () => {
  test.each([
    ["that takes turns", "last = 0; next() { this.last = (this.last + 1) % 3; return this.last; }"],
    ["that takes turns in two steps", "last = 0; next() { this.last++; this.last %= 3; }"],
    ["by a literal", "last = 0; next() { this.last += 1; }"],
    ["of visits, by the time", "accessed = 0; next() { this.accessed = Date.now(); }"],
    [
      "of visits, by a constant",
      "accessed = 0; next() { const now = Date.now(); this.accessed = now; }",
    ],
  ])("keeps no two reads apart: %s", (_how, members) => {
    expect(confidences(pair(members, "this.next()"))).toEqual(["high"]);
  });

  test.each([
    ["names a request", "last = 0; next() { return ++this.last; }", "this.next()"],
    [
      "says which page is read",
      "page = 1; next(name: string) { name = name + this.page; this.page++; return name; }",
      "name = this.next(name)",
    ],
    [
      "says who came last",
      "last = 0; next() { this.last++; return this.last; }",
      "const mine = this.next(); if (mine !== this.last) return ''",
    ],
    [
      "is a gate",
      "lastUsed = 0; next() { const gap = Date.now() - this.lastUsed; this.lastUsed = Date.now(); return gap; }",
      "if (this.next() < 1000) throw new Error('too fast')",
    ],
    [
      "is a quota",
      "calls = 0; next() { if (this.calls >= 100) throw new Error('used up'); this.calls++; }",
      "this.next()",
    ],
    [
      "goes down again",
      "last = 0; next() { this.last++; } end() { this.last--; }",
      "this.next(); this.end()",
    ],
    [
      "grows by what is not known",
      "last = 0; next(name: string) { this.last += name.length; }",
      "this.next(name)",
    ],
    [
      "is also put back",
      "last = 0; next(name: string) { this.last++; if (name === 'a') this.last = 7; }",
      "this.next(name)",
    ],
    [
      "says when it was last begun",
      "begun = 0; next() { this.begun = Date.now(); }",
      "this.next()",
    ],
  ])("and does where it %s", (_how, members, use) => {
    expect(confidences(pair(members, use))).not.toContain("high");
  });

  test("and where who is called counts himself, the code around them does, or one of them only looks", () => {
    const counted = (body: string) => `
import { readFile } from "node:fs/promises";
let count = 0;
async function next(name: string) { count++; return readFile(name, "utf8"); }
async function load(name: string) { return next(name); }
async function look(name: string) { return readFile(name + String(count), "utf8"); }
export async function both() { ${body} }
`;
    const all = "const a = await load('a'); const b = await load('b');";
    expect(confidences(counted(`${all} return [a, b];`))).toEqual(["high"]);
    expect(confidences(counted(`${all} return [a, b, count];`))).not.toContain("high");
    const own = "const a = await next('a'); const b = await next('b'); return [a, b];";
    expect(confidences(counted(own))).not.toContain("high");
    const looked = "const a = await load('a'); const b = await look('b'); return [a, b];";
    expect(confidences(counted(looked))).not.toContain("high");
    const direct =
      "const a = await load('a' + count++); const b = await load('b' + count++); return [a, b];";
    expect(confidences(counted(direct))).not.toContain("high");
  });
});
