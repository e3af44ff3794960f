import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Objects that a function makes for itself of what it was handed: their own fields are nobody else's.

const confidences = (code: string) =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const page = (work: string, made = "new Query(this.client)") => `
class Client {
  last = "";
  async run(sql: string): Promise<string> { return (await fetch("/q?" + sql)).text(); }
}
class Query {
  columns: string[] = [];
  names = new Map<string, string>();
  constructor(private client: Client) {}
  select(all: string[]) { this.columns = all; return this; }
  with(name: string, sql: string) { this.names.set(name, sql); return this; }
  noted(sql: string) { this.client.last = sql; return this; }
  async execute() { return this.client.run(this.columns.join()); }
}
class Kept extends Query {
  constructor(kept: Query) {
    super(new Client());
    return kept as Kept;
  }
}
const shared = new Query(new Client());
const clix = (client: Client) => new Query(client);
class Funnel {
  constructor(private client: Client) {}
  async get(id: string) { const query = ${made}; return query${work}.execute(); }
}
const funnel = new Funnel(new Client());
export async function both() {
  const one = await funnel.get("1");
  const two = await funnel.get("2");
  return [one, two, shared, clix, Kept];
}
`;

describe("a builder that a function makes around a client that all have", () => {
  test.each([
    [".select([id])", undefined],
    [".select([id]).with(id, id)", undefined],
    [".select([id])", "clix(this.client)"],
    [".with(id, id).select([id])", "clix(this.client)"],
  ])("has its fields for itself: query%s, %s", (work, made) => {
    expect(confidences(page(work, made))).toEqual(["high"]);
  });

  test.each([
    [".noted(id)", undefined],
    [".noted(id)", "clix(this.client)"],
    [".select([id])", "shared"],
    [".select([id])", "id ? clix(this.client) : shared"],
    [".select([id])", "new Proxy(shared, {})"],
    [".select([id])", "[shared][0]"],
    [".select([id])", "new Kept(shared)"],
  ])("shares what it shares: query%s, %s", (work, made) => {
    expect(confidences(page(work, made))).not.toContain("high");
  });
});

describe("a collection that an object was handed", () => {
  const code = (fields: string, made: string) => `
const ask = async (id: number | string) => (await fetch("/" + id)).text();
class Names {
  ${fields}
  async go(key: string) {
    this.names.set("key", key);
    await ask(1);
    return ask(this.names.get("key") ?? "");
  }
}
export async function both(all: Map<string, string>) {
  const one = await ${made}.go("1");
  const two = await ${made}.go("2");
  return [one, two, all];
}
`;

  test.each([
    [
      "private names = new Map<string, string>(); constructor(readonly all: unknown) {}",
      "new Names(all)",
    ],
    ["#names = 1; private readonly names = new Map<string, string>();", "new Names()"],
  ])("is its own where it makes it for itself: %s", (fields, made) => {
    expect(confidences(code(fields, made))).toEqual(["high"]);
  });

  test.each([
    ["constructor(private names: Map<string, string>) {}", "new Names(all)"],
    [
      "private names = new Map<string, string>(); constructor(given: Map<string, string>) { this.names = given; }",
      "new Names(all)",
    ],
    [
      "names = new Map<string, string>(); constructor(given: object) { Object.assign(this, given); }",
      "new Names({ names: all })",
    ],
  ])("is who handed it over's: %s", (fields, made) => {
    expect(confidences(code(fields, made))).not.toContain("high");
  });
});

test("options of texts lead to no object that their field would be set in", () => {
  const code = (cwd: string) => `
import * as path from "node:path";
interface Options { cwd: string | { quiet?: boolean }; quiet?: boolean }
async function run(name: string, options: Options) {
  options.quiet = name.length > 1;
  return (await fetch("/" + name + "?" + options.quiet)).text();
}
class Place {
  quiet?: boolean;
  trim() { return this; }
}
export async function both(folder: string, place: Place) {
  const cwd = ${cwd};
  const one = await run("a", { cwd });
  const two = await run("b", { cwd });
  return [one, two, folder, place];
}
`;
  expect(confidences(code('path.join(folder, "a")'))).toEqual(["high"]);
  expect(confidences(code("folder.trim()"))).toEqual(["high"]);
  expect(confidences(code("place.trim()"))).not.toContain("high");
  expect(confidences(code("folder.length > 1 ? folder.trim() : folder + 1"))).toEqual(["high"]);
});

describe("options that are put together out of others", () => {
  const page = (made: string, set: string) => `
interface Options { headers?: Record<string, string>; more?: { tag?: string }; at?: { tag?: string } }
const kept: { tag?: string } = {};
async function send(path: string, options: Options): Promise<string> {
  const all = ${made};
  ${set}
  return (await fetch(path, { headers: all.headers ?? {} })).text();
}
export async function both(options: Options) {
  const one = await send("/a", options);
  const two = await send("/b", options);
  return [one, two, kept];
}
`;

  test.each([
    ["{ ...options, headers: { ...options.headers } }", 'all.headers.accept = "json";'],
    ["{ ...options, headers: new Headers(options.headers) as any }", 'all.headers.set("a", "b");'],
    ["{ ...options, more: { ...options.more } }", 'all.more.tag = "a";'],
    ["{ ...options }", "all.headers = { accept: path };"],
    ["Object.assign({}, options)", "all.headers = { accept: path };"],
  ])("are an object of their own, and so is what they put in: %s %s", (made, set) => {
    expect(confidences(page(made, set))).toEqual(["high"]);
  });

  test.each([
    ["{ ...options }", 'all.more!.tag = "a";'],
    ["{ headers: {}, more: {}, ...options }", 'all.more.tag = "a";'],
    ["{ ...options, more: {} as { tag?: string } }", 'all.more = kept; all.more.tag = "a";'],
    ["{ ...options, more: kept }", 'all.more.tag = "a";'],
    ["options", 'all.more = { tag: "a" };'],
    [
      "{ ...options, more: {} as { tag?: string } }",
      'Object.assign(all, options); all.more.tag = "a";',
    ],
    [
      "{ ...options, more: {} as { tag?: string } }",
      'const same = all; same.more = kept; all.more.tag = "a";',
    ],
    ["{ ...options, more: {} as { tag?: string } }", '[all.more] = [kept]; all.more.tag = "a";'],
    ['{ ...options, more: {} as { tag?: string }, ["mo" + "re"]: kept }', 'all.more.tag = "a";'],
  ])("share what they share: %s %s", (made, set) => {
    expect(confidences(page(made, set))).not.toContain("high");
  });
});

test("who draws on the body of an answer of its own draws on nothing else", () => {
  const code = (reader: string) => `
const all = new ReadableStream<Uint8Array>().getReader();
async function first(path: string) {
  const answer = await fetch(path);
  const reader = ${reader};
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
  }
  return chunks.length;
}
export async function both() {
  const one = await first("/a");
  const two = await first("/b");
  return [one, two, all];
}
`;
  expect(confidences(code("answer.body!.getReader()"))).toEqual(["high"]);
  expect(confidences(code("answer.ok ? all : answer.body!.getReader()"))).not.toContain("high");
});
