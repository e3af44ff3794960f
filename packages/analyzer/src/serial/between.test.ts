import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../testkit/check-findings.js";

const check = (code: string, others: Record<string, string> = {}) =>
  checkFindings("serial-await", code, { others });

const readers = `
import { readFile } from "node:fs/promises";
declare function path(it: string): string;
async function load(name: string): Promise<string[]> { return (await readFile(name, "utf8")).split("x"); }
`;

describe("what stands between two reads and does not hold the second", () => {
  test("a list that is filled with what a function makes that can throw", () => {
    check(`${readers}
function named(it: string): string { if (it === "") throw new Error("none"); return it; }
export async function all() {
  const found: { path: string }[] = [];
  const a = await load("a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  a.forEach((one) => found.push({ path: named(one) }));
  const b = await load("b");
  b.forEach((one) => found.push({ path: named(one) }));
  return found;
}
`);
  });

  test("a line for whoever looks for a fault", () => {
    check(`${readers}
export async function all(logger: Console) {
  const a = await load("a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  logger.debug("read", a.length);
  const b = await load("b");
  return [a, b];
}
`);
  });

  test("a value that a function makes which writes log lines", () => {
    check(`${readers}
function short(it: string[]): string { console.log("shortened"); return it.join(""); }
export async function all() {
  const a = await load("a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const text = short(a);
  const b = await load("b");
  return [text, b];
}
`);
  });
});

describe("log lines of a function that is called between two reads under a condition", () => {
  const confidencesWith = (between: string) =>
    findIn(
      "serial-await",
      `${readers}
function short(it: string[]): string { console.log("shortened"); return it.join(""); }
async function more(): Promise<string[]> { console.log("more"); return load("more"); }
export async function all() {
  const a = await load("a");
  let text: string | string[] = "";
  if (a.length > 0) {
    ${between}
  }
  const b = await load("b");
  return [text, b];
}
`,
    ).map(({ confidence }) => confidence);

  test.each(["text = short(a);", "text = await more();"])(
    "tell of nothing where it makes a value: %s",
    (between) => expect(confidencesWith(between)).toEqual(["high"]),
  );

  test.each(["short(a);", 'console.log("many");'])("tell of progress else: %s", (between) =>
    expect(confidencesWith(between)).toEqual(["low"]),
  );
});

test.each([
  ["Object.freeze(props);", ["high"]],
  ['Object.assign(props, { name: "b" });', []],
])("an object that is frozen in between is what it was: %s", (inside, expected) => {
  expect(
    findIn(
      "serial-await",
      `${readers}
class Id { constructor(readonly props: { name: string }) { ${inside} } }
export async function all(options: { name: string }) {
  const a = await load(options.name);
  const id = new Id(options);
  const b = await load(options.name);
  return [a, id, b];
}
`,
    ).map(({ confidence }) => confidence),
  ).toEqual(expected);
});

describe("what stands between two reads and holds the second", () => {
  test("a list gone through by a function that refuses", () => {
    check(`${readers}
export async function all() {
  const a = await load("a");
  a.forEach((one) => { if (one === "") throw new Error("none"); });
  const b = await load("b");
  return [a, b];
}
`);
    check(`${readers}
function refuse(it: string): void { if (it === "") throw new Error("none"); }
export async function all() {
  const a = await load("a");
  a.forEach((one) => refuse(one));
  const b = await load("b");
  return [a, b];
}
`);
  });

  test("a variable that keeps what was read before a failure", () => {
    check(`${readers}
export async function all() {
  let kept: string[] = [];
  let other: string[] = [];
  try {
    const a = await load("a");
    if (a.length > 0) kept = a;
    const b = await load("b");
    if (b.length > 0) other = b;
  } catch (error) {
    void error;
  }
  return [kept, other];
}
`);
  });
});

describe("what functions do that are followed", () => {
  test("a property that is set on an object made in place changes nothing else", () => {
    check(`${readers}
interface Item { name: string; count: number }
function copy<T>(it: T): T { return { ...it }; }
async function items(name: string): Promise<Item[]> {
  return (await load(name)).map((one) => {
    const made = copy({ name: one, count: 0 });
    const item: Item = { ...made, count: 1 };
    item.count = one.length;
    return item;
  });
}
export async function all() {
  const a = await items("a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const b = await items("b");
  return [a, b];
}
`);
  });

  test("a generator that is given a name before it is gone through", () => {
    check(`${readers}
async function* each(name: string) { for (const one of await load(name)) yield one; }
async function first(name: string): Promise<string> {
  const drawn = each(name);
  for await (const one of drawn) return one;
  return "";
}
export async function all() {
  const a = await first("a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const b = await first("b");
  return [a, b];
}
`);
  });

  test.each(["logger.info", "Logging.logError"])(
    "a logger of the project's own, whatever it does with a line: %s",
    (log) => {
      const [name = ""] = log.split(".");
      check(
        `
import { ${name} } from "./other.js";
import { readFile } from "node:fs/promises";
async function load(name: string): Promise<string> {
  ${log}("reads", name);
  return readFile(name, "utf8");
}
export async function all() {
  const a = await load("a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const b = await load("b");
  return [a, b];
}
`,
        {
          "other.ts": `
class Logger {
  readonly lines: string[] = [];
  info(...words: string[]) { this.lines.push(words.join(" ")); }
  logError(...words: string[]) { this.lines.push(words.join(" ")); }
}
export const ${name} = new Logger();
`,
        },
      );
    },
  );

  const logged = (line: string) => `
import { bark, getLogger, level, logger, registry } from "a-package-that-is-not-installed";
import { readFile } from "node:fs/promises";
async function load(name: string): Promise<string> {
  ${line}
  return readFile(name, "utf8");
}
export async function all() {
  const a = await load("a");
  const b = await load("b");
  return [a, b];
}
`;

  test.each([
    'logger().debug("reads", name);',
    'getLogger("files").info(name);',
    "logger.forBot().info(name);",
    "bark.getLogger().child({ name }).warn(name);",
    "logger[level](name);",
    "bark.console[level](name);",
  ])("a logger that is handed out for the line: %s", (line) => {
    expect(findIn("serial-await", logged(line)).map(({ confidence }) => confidence)).toEqual([
      "high",
    ]);
  });

  test.each([
    "registry().info(name);",
    "logger.client().flush(name);",
    "logger().begin(name);",
    "registry[level](name);",
    "const made = logger[level](name); await made;",
  ])("but not whatever else is handed out: %s", (line) => {
    const found = findIn("serial-await", logged(line)).map(({ confidence }) => confidence);
    expect(found).not.toContain("high");
  });

  test("what is identified is a value, unless nobody takes it", () => {
    const identified = (line: string) => `
import { analytics, identify } from "a-package-that-is-not-installed";
import { readFile } from "node:fs/promises";
async function load(name: string) {
  ${line}
  return { made, text: await readFile(name, "utf8") };
}
export async function all() {
  const a = await load("a");
  const b = await load("b");
  return [a, b];
}
`;
    const found = (line: string) =>
      findIn("serial-await", identified(line)).map(({ confidence }) => confidence);
    expect(found("const made = { kind: identify(name) };")).toEqual(["high"]);
    expect(found("const made = name; analytics.identify(name);")).not.toContain("high");
  });

  test("a query by its caller's words, and a request by its caller's method", () => {
    const client = `
import { Pool } from "pg";
const pool = new Pool();
async function query(text: string, values: unknown[] = []): Promise<unknown[]> {
  const sql = text.trim();
  return (await pool.query(sql, values)).rows;
}
async function request(path: string, { method = "GET", body }: { method?: string; body?: string } = {}) {
  return (await fetch("https://example.org" + path, { method, body })).text();
}
`;
    check(`${client}
export async function reads() {
  const a = await query("select 1");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: \`query\`, \`query\`, \`request\` and \`request\`
  const b = await query("select 2");
  const c = await request("/c");
  const d = await request("/d", { method: "get" });
  return [a, b, c, d];
}
`);
    check(`${client}
export async function writes(method: string) {
  const a = await query("insert into a values (1)");
  const b = await query("select 2");
  const c = await request("/c", { method: "put" });
  const d = await request("/d", { method });
  return [a, b, c, d];
}
`);
  });

  test("a query by its caller's words among the options that it is sent with", () => {
    const client = `
import mysql from "mysql2/promise";
const pool = mysql.createPool("mysql://localhost");
async function run(sql: string, values: string[] = []) {
  const [rows] = await pool.query({ sql, values });
  return rows;
}
`;
    check(`${client}
export async function reads() {
  const a = await run("select 1");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const b = await run("show tables");
  return [a, b];
}
`);
    check(`${client}
export async function writes(text: string) {
  const a = await run("delete from a returning id");
  const b = await run("select 2");
  const c = await run(text);
  return [a, b, c];
}
`);
  });

  test("a request by what its caller says, where all that is said is handed on", () => {
    const client = `
async function request(...args: Parameters<typeof fetch>) {
  return (await fetch(...args)).text();
}
async function others(first: string, ...args: Parameters<typeof fetch>) {
  return (await fetch(...args)).text();
}
`;
    check(`${client}
export async function reads() {
  const a = await request("/a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const b = await request("/b", { method: "GET" });
  const c = await others("c", "/c", { method: "head" });
  return [a, b, c];
}
`);
    check(`${client}
export async function writes(options: RequestInit) {
  const a = await request("/a", { method: "put" });
  const b = await request("/b", options);
  const c = await others("c", "/c", { method: "delete" });
  return [a, b, c];
}
`);
  });

  test("a request by the options that a wrapper hands on, what it keeps for itself left out", () => {
    const client = `
interface Options extends RequestInit { timeout?: number }
async function request(url: string, options?: Options) {
  const { timeout, ...rest } = options ?? {};
  return (await fetch(url, { ...rest, ...(timeout ? { signal: AbortSignal.timeout(timeout) } : {}) })).text();
}
async function sent(url: string, options: Options, body?: string) {
  return (await fetch(url, { ...options, ...(body ? { body, method: "POST" } : {}) })).text();
}
`;
    check(`${client}
export async function reads() {
  const a = await request("/a", { headers: { who: "me" }, timeout: 3 });
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await: \`request\` and \`request\`
  const b = await request("/b");
  return [a, b];
}
`);
    check(`${client}
export async function writes(options: Options) {
  const a = await request("/a", { method: "DELETE" });
  const b = await request("/b", options);
  const c = await sent("/c", {});
  return [a, b, c];
}
`);
  });

  test("a folder that each makes sure of, but not one that is made before what is put in it", () => {
    const files = (make: string) => `
import { mkdir, readFile, writeFile } from "node:fs/promises";
async function load(name: string) {
  ${make}
  return readFile("cache/" + name, "utf8");
}
async function note(text: string) { await writeFile("cache/log", text); return text; }
`;
    check(`${files('await mkdir("cache", { recursive: true });')}
export async function all() {
  const a = await load("a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const b = await load("b");
  return [a, b];
}
`);
    check(`${files('await mkdir("cache");')}
export async function all() {
  const a = await load("a");
  const b = await load("b");
  return [a, b];
}
`);
    check(`${files('await mkdir("cache", { recursive: true });')}
export async function all() {
  const a = await load("a");
  const b = await note("b");
  return [a, b];
}
`);
  });

  test("a table of functions of which one is run", () => {
    const table = `${readers}
import { writeFile } from "node:fs/promises";
async function run(kinds: Record<string, () => Promise<string[]>>) {
  const kind = process.env.KIND ?? "a";
  return kinds[kind]();
}
const reads = (name: string) => run({ ["a"]: () => load(name), b: () => load(name + "b") });
const writes = () => run({ a: () => load("a"), b: async () => { await writeFile("a", ""); return []; } });
`;
    check(`${table}
export async function all() {
  const a = await reads("a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  const b = await reads("b");
  return [a, b];
}
`);
    check(`${table}
export async function all() {
  const a = await reads("a");
  const b = await writes();
  return [a, b];
}
`);
  });
});

describe("what cannot be one object", () => {
  test("a list that is filled between two reads, and what too much leads to to be told apart", () => {
    const many = Array.from({ length: 14 }, (_, i) => `one.p${i}`).join(", ");
    check(`${readers}
interface Place { readonly lines: string[] }
declare const one: Record<string, Place>;
function pick(): Place { const all = [${many}]; return all.find((it) => it !== undefined)!; }
async function near(name: string): Promise<string[]> {
  const place = pick();
  return (await load(name + place.lines.length)).concat(place.lines);
}
export async function all() {
  const found: string[] = [];
  const a = await near("a");
//^^^^^^^^^^^^^^^^^^^^^^^^^^ serial-await
  found.push(...a);
  const b = await near("b");
  found.push(...b);
  return found;
}
`);
  });
});

describe("what is shown between two reads", () => {
  test("on a spinner says what begins, and stays where it is", () => {
    const code = (name: string): string => `${readers}
export async function all(${name}: { text: string }) {
  const a = await load("a");
  ${name}.text = "Reading the other one";
  const b = await load("b");
  return [a, b];
}
`;
    const confidences = (name: string): readonly string[] =>
      findIn("serial-await", code(name)).map(({ confidence }) => confidence);
    expect(confidences("spinner")).toEqual(["low"]);
    expect(confidences("label")).toEqual(["high"]);
  });
});
