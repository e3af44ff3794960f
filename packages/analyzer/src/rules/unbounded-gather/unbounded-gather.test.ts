import { describe, expect, test } from "@jest/globals";
import { checkFindings, findIn } from "../../testkit/check-findings.js";
import { checkFix } from "../../testkit/check-fix.js";
import { checkPage } from "../../testkit/check-page.js";

const rule = "unbounded-gather";

test("the page's examples are found, and its remedies are free of findings", () => {
  checkPage(rule);
});

test("a call for each item of a collection of any size is found, also through functions and names", () => {
  checkFindings(
    rule,
    `
import { readFile } from "node:fs/promises";
async function load(path: string) {
  return JSON.parse(await readFile(path, "utf8"));
}
export async function run(paths: readonly string[], files: { paths: Map<string, string> }) {
  await Promise.all(paths.map(load));
      //^^^^^^^^^^^ unbounded-gather: for each of \`paths\`
  await Promise.allSettled([...files.paths.values()].map(async (path) => load(path)));
      //^^^^^^^^^^^^^^^^^^ unbounded-gather
  const calls = paths.filter(Boolean).map((path) => readFile(path));
  await Promise.all(calls);
      //^^^^^^^^^^^ unbounded-gather
}
`,
  );
});

test("what is small, limited or waits for nothing is left alone", () => {
  checkFindings(
    rule,
    `
import { readFile } from "node:fs/promises";
import pLimit from "p-limit";
import PQueue from "p-queue";
const limit = pLimit(4);
const queue = new PQueue();
const folders = ["a", "b"];
const files = { a: "a.txt", b: "b.txt" };
declare function chunkOf(paths: string[]): string[];
export async function run(paths: string[], pair: [string, string], pathBatch: string[]) {
  await Promise.all(["a", "b"].map((path) => readFile(path)));
  await Promise.all(folders.map((path) => readFile(path)));
  await Promise.all(Object.values(files).map((path) => readFile(path)));
  await Promise.all(pair.map((path) => readFile(path)));
  await Promise.all(paths.slice(0, 5).map((path) => readFile(path)));
  await Promise.all(pathBatch.map((path) => readFile(path)));
  await Promise.all(paths.map((path) => limit(() => readFile(path))));
  await Promise.all(paths.map((path) => queue.add(() => readFile(path))));
  await Promise.all(paths.map(async (path) => path.length));
  await Promise.all([readFile("a"), readFile("b")]);
}
`,
  );
});

test("all files below a folder, or those that a pattern leads to, are any number", () => {
  checkFindings(
    rule,
    `
import { glob, readFile, readdir } from "node:fs/promises";
declare function getAllMapFiles(folder: string): { path: string }[];
declare function getConfigFiles(folder: string): string[];
export async function run(folder: string) {
  const entries = await readdir(folder);
  await Promise.all(entries.map((name) => readFile(name)));
      //^^^^^^^^^^^ unbounded-gather: for each of \`entries\`
  const maps = getAllMapFiles(folder).filter(({ path }) => path !== "");
  await Promise.all(maps.map(({ path }) => readFile(path)));
      //^^^^^^^^^^^ unbounded-gather
  await Promise.all((await readdir(folder)).map((name) => readFile(name)));
      //^^^^^^^^^^^ unbounded-gather
  const configs = getConfigFiles(folder);
  await Promise.all(configs.map((name) => readFile(name)));
  const first = (await readdir(folder)).slice(0, 4);
  await Promise.all(first.map((name) => readFile(name)));
  return glob(folder);
}
`,
  );
});

test("what is named for a part of one thing, or asked for by the page, is left alone", () => {
  checkFindings(
    rule,
    `
import { readFile } from "node:fs/promises";
declare function find(query: { take?: number }): Promise<string[]>;
declare function stream(): AsyncIterable<string>;
export async function run(tags: string[], input: { clients: string[] }) {
  await Promise.all(tags.map((path) => readFile(path)));
  await Promise.all(input.clients.map((path) => readFile(path)));
  const rows = await find({ take: 20 });
  await Promise.all(rows.map((path) => readFile(path)));
  const records = await find({});
  await Promise.all(records.map((path) => readFile(path)));
      //^^^^^^^^^^^ unbounded-gather
  const results = records.slice(0, 20);
  await Promise.all(results.map((path) => readFile(path)));
  const found: string[] = [];
  for await (const one of stream()) found.push(one);
  await Promise.all([...new Set(found)].map((path) => readFile(path)));
      //^^^^^^^^^^^ unbounded-gather
  const chosen: string[] = [];
  for (const one of tags) chosen.push(one);
  await Promise.all(chosen.map((path) => readFile(path)));
}
`,
  );
});

test("it suggests, and no more", () => {
  const code = `import { readFile } from "node:fs/promises";
export const all = (paths: string[]) => Promise.all(paths.map((path) => readFile(path)));`;
  expect(findIn(rule, code).map(({ severity }) => severity)).toEqual(["suggestion"]);
});

describe("the fix", () => {
  test("maps with the runtime where the file imports it", () => {
    checkFix(
      rule,
      `import { mapConcurrent } from "@awaitwise/runtime";
import { readFile } from "node:fs/promises";
export const one = mapConcurrent;
export async function run(paths: string[]) {
  return Promise.all(paths.map((path) => readFile(path)));
}
`,
      `import { mapConcurrent } from "@awaitwise/runtime";
import { readFile } from "node:fs/promises";
export const one = mapConcurrent;
export async function run(paths: string[]) {
  return mapConcurrent(paths, 10, (path) => readFile(path));
}
`,
    );
  });

  test("runs the calls through the limiter that is in scope", () => {
    checkFix(
      rule,
      `import pLimit from "p-limit";
import { readFile } from "node:fs/promises";
const limit = pLimit(4);
export async function run(paths: string[]) {
  return Promise.all(paths.map(async (path) => (await readFile(path)).length));
}
`,
      `import pLimit from "p-limit";
import { readFile } from "node:fs/promises";
const limit = pLimit(4);
export async function run(paths: string[]) {
  return Promise.all(paths.map((path) => limit(async () => (await readFile(path)).length)));
}
`,
    );
  });
});
