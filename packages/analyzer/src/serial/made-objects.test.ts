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
  return [one, two, shared, clix];
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
  ])("shares what it shares: query%s, %s", (work, made) => {
    expect(confidences(page(work, made))).not.toContain("high");
  });
});

test("options of texts lead to no object that their field would be set in", () => {
  const code = (cwd: string) => `
import * as path from "node:path";
interface Options { cwd: string | { quiet?: boolean }; quiet?: boolean }
async function run(name: string, options: Options) {
  if (options.quiet === undefined) options.quiet = name.length > 1;
  return (await fetch("/" + name + "?" + options.quiet)).text();
}
export async function both(folder: string, place: { quiet?: boolean }) {
  const cwd = ${cwd};
  const one = await run("a", { cwd });
  const two = await run("b", { cwd });
  return [one, two, folder, place];
}
`;
  expect(confidences(code('path.join(folder, "a")'))).toEqual(["high"]);
  expect(confidences(code("folder.trim()"))).toEqual(["high"]);
  expect(confidences(code("folder.length > 1 ? folder.trim() : folder + 1"))).toEqual(["high"]);
});
