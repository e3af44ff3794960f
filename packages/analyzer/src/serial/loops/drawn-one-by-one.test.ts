import { describe, expect, test } from "@jest/globals";
import { findIn } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";

// Loops that wait for each item, as of an asynchronous iterator, over what is none.

const loop = (parameter: string, items: string): string => `
import { readFile } from "node:fs/promises";
declare const missing: any;
async function* drawn(): AsyncGenerator<string> { yield "one"; }
export async function all(${parameter}): Promise<string[]> {
  const texts: string[] = [];
  for await (const one of ${items}) {
    const text = await readFile(String(one), "utf8");
    texts.push(text);
  }
  return [...texts, String(missing), String(drawn)];
}
`;
const confidences = (code: string) =>
  findIn("serial-await-in-loop", code).map(({ confidence }) => confidence);

describe("the turns of a `for await`", () => {
  test.each([
    ["a list", "paths: readonly string[]", "paths"],
    ["what is made of a list", "paths: string[]", "paths.filter((path) => path !== '').sort()"],
    ["a set", "paths: ReadonlySet<string>", "paths"],
    ["a map's keys", "paths: Map<string, number>", "paths.keys()"],
    ["what nothing but a list can do", "", "missing.sort().filter((one: any) => one)"],
  ])("may be started together over %s", (_, parameter, items) => {
    expect(confidences(loop(parameter, items))).toEqual(["high"]);
  });

  test.each([
    ["an asynchronous generator", "", "drawn()"],
    ["an asynchronous iterable", "paths: AsyncIterable<string>", "paths"],
    ["what may be either", "paths: string[] | AsyncIterable<string>", "paths"],
    ["promises, which have begun", "paths: Promise<string>[]", "paths"],
    ["a map whose entries hold promises", "paths: Map<string, Promise<string>>", "paths.values()"],
    ["what may be a promise each", "paths: (string | Promise<string>)[]", "paths"],
    ["what nobody knows", "", "missing"],
    ["what something unknown maps", "", "missing.filter((one: any) => one)"],
    ["promises that are sorted", "", "missing.sort().map(async (one: any) => one)"],
  ])("stay one after another over %s", (_, parameter, items) => {
    expect(confidences(loop(parameter, items))).toEqual([]);
  });

  test.each([
    ["any[]", "paths"],
    ["unknown[]", "paths"],
    ["any", "paths.sort().filter((one: any) => one)"],
  ])("are not moved where an item may be a promise: %s", (type, items) => {
    const [finding] = findIn("serial-await-in-loop", loop(`paths: ${type}`, items));
    expect(finding?.fixes).toEqual([]);
    expect(finding?.refusals?.map(({ reason }) => reason)).toEqual([
      "an item may be a promise, which the loop waits for",
    ]);
  });

  test("lose the `await` of the loop with the loop", () => {
    const before = `
export async function all(paths: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for await (const path of paths) {
    const text = await fetch(path);
    texts.push(text.url);
  }
  return texts;
}
`;
    const after = `
export async function all(paths: readonly string[]): Promise<string[]> {
  const texts: string[] = [];
  for (let start = 0; start < paths.length; start += 10) {
    const batch = paths.slice(start, start + 10);
    texts.push(...(await Promise.all(batch.map(async (path) => {
      const text = await fetch(path);
      return text.url;
    }))));
  }
  return texts;
}
`;
    checkFix("serial-await-in-loop", before, after);
  });
});

test("a function that goes through a list by `for await` waits for what it does with the items alone", () => {
  const code = `
async function pathsOf(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const path of paths) found.push(path.trim());
  return found;
}
export async function page(paths: readonly string[]) {
  const one = await pathsOf(paths);
  const two = await fetch("/more");
  return [one, two];
}
`;
  expect(findIn("serial-await", code)).toEqual([]);
});

describe("turns over what is named for batches", () => {
  const named = (type: string): string => `
import { Queue } from "bullmq";
const queue = new Queue("mails");
export async function all(chunks: readonly ${type}[]) {
  for (const chunk of chunks) await queue.add("mail", { chunk });
}
`;

  test("are those of single texts where each is one", () => {
    expect(confidences(named("string"))).toEqual(["high"]);
  });

  test.each(["string[]", "{ ids: string[] }", "unknown", "number"])(
    "keep to their limit: %s",
    (type) => {
      expect(confidences(named(type))).toEqual([]);
    },
  );
});
