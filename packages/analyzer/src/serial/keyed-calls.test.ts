import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";
import { summarise } from "../testkit/summarise.js";

// Calls of a member that a value names, of which only a few can be meant.

const confidences = (code: string): readonly string[] =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const network = `
class Network {
  async get(url: string) { return (await fetch(url)).text(); }
  async head(url: string) { return (await fetch(url, { method: "HEAD" })).text(); }
  async post(url: string) { return (await fetch(url, { method: "POST" })).text(); }
}
const network = new Network();
`;

const two = (one: string, other: string, declared: string): string => `
${network}
${declared}
export async function page(id: string) {
  const first = await ${one};
  const second = await ${other};
  return [first, second];
}
`;

describe("a member that is one of a few", () => {
  const declared = `
async function readBy(method: "get" | "head", url: string) { return network[method](url); }
async function doBy(method: "get" | "post", url: string) { return network[method](url); }
async function withOptions(options: { method: "get" | "post"; url: string }) {
  return network[options.method](options.url);
}
async function anyOf(method: keyof Network, url: string) { return network[method](url); }
async function ofAny(method: string, url: string) { return (network as any)[method](url); }
`;
  const pair = (one: string, other = 'network.get("/a")'): readonly string[] =>
    confidences(two(one, other, declared));

  test("does what each of them does", () => {
    expect(pair('readBy("get", id)')).toEqual(["high"]);
    expect(pair('readBy("head", id)')).toEqual(["high"]);
    expect(pair('readBy(id as "get" | "head", id)')).toEqual(["high"]);
    expect(pair('doBy(id as "get" | "post", id)')).not.toContain("high");
  });

  test("does what the one does that the caller names", () => {
    expect(pair('doBy("get", id)')).toEqual(["high"]);
    expect(pair('doBy("post", id)')).not.toContain("high");
    expect(pair('anyOf("head", id)')).toEqual(["high"]);
    expect(pair('anyOf("post", id)')).not.toContain("high");
    expect(pair('withOptions({ method: "get", url: id })')).toEqual(["high"]);
    expect(pair('withOptions({ method: "post", url: id })')).not.toContain("high");
  });

  test("may do anything where not even its name is known", () => {
    expect(pair('ofAny("get", id)')).not.toContain("high");
  });

  test("is told through who hands the name on, and what it hands on beside it", () => {
    const more = `${declared}
interface Options { url: string; method?: "get" | "post" }
const ask = (options: { url: string }) => withOptions({ ...options, method: "get" });
const send = (options: { url: string }) => withOptions({ ...options, method: "post" });
const pass = (method: "get" | "post", url: string) => doBy(method, url);
`;
    const found = (one: string): readonly string[] => confidences(two(one, "fetch(id)", more));
    expect(found("ask({ url: id })")).toEqual(["high"]);
    expect(found("send({ url: id })")).not.toContain("high");
    expect(found('pass("get", id)')).toEqual(["high"]);
    expect(found('pass("post", id)')).not.toContain("high");
  });

  test("writes what the one writes that is named", () => {
    const written = (name: string): readonly string[] =>
      summarise(`
import { writeFile } from "node:fs/promises";
const files = {
  async one() { await writeFile("one.txt", "1"); return 1; },
  async two() { await writeFile("two.txt", "1"); return 2; },
  async three() { await writeFile("three.txt", "1"); return 3; },
};
async function keep(name: "one" | "two" | "three") { return files[name](); }
export async function f(name: "one" | "two" | "three") { return keep(${name}); }
`).writes;
    expect(written('"two"')).toEqual([expect.stringContaining("two.txt")]);
    expect(written("name")).toHaveLength(3);
  });

  test("is not known where one of them is not", () => {
    const more = `
interface Others { get(url: string): Promise<string>; more(url: string): Promise<string> }
declare const others: Others;
const some = { get: network.get, more: others.more };
async function by(method: "get" | "more", url: string) { return some[method](url); }
`;
    expect(confidences(two('by("get", id)', "fetch(id)", more))).not.toContain("high");
  });
});
