import { expect, test } from "@jest/globals";
import { expandBraces, isPattern, pathMatcher } from "./path-patterns.js";

function matched(patterns: readonly string[], files: readonly string[]): string[] {
  const matches = pathMatcher(patterns, "/repo");
  return files.filter((file) => matches(`/repo/${file}`));
}

test("a pattern without a slash matches at any depth, one with a slash from the base", () => {
  const files = ["a.test.ts", "src/a.test.ts", "src/a.ts"];
  expect(matched(["*.test.ts"], files)).toEqual(["a.test.ts", "src/a.test.ts"]);
  expect(matched(["/*.test.ts"], files)).toEqual(["a.test.ts"]);
  expect(matched(["src/*.ts"], files)).toEqual(["src/a.test.ts", "src/a.ts"]);
});

test("a folder stands for all that lies in it", () => {
  const files = ["legacy/a.ts", "legacy/deep/b.ts", "src/legacy/c.ts", "src/legacy.ts"];
  expect(matched(["legacy/"], files)).toEqual([
    "legacy/a.ts",
    "legacy/deep/b.ts",
    "src/legacy/c.ts",
  ]);
  expect(matched(["/legacy"], files)).toEqual(["legacy/a.ts", "legacy/deep/b.ts"]);
});

test("a later pattern with an exclamation mark takes back", () => {
  expect(matched(["*.ts", "!keep.ts"], ["a.ts", "keep.ts"])).toEqual(["a.ts"]);
});

test("braces give alternatives, nested ones too", () => {
  expect(expandBraces("**/*.{test,spec}.{ts,tsx}")).toEqual([
    "**/*.test.ts",
    "**/*.test.tsx",
    "**/*.spec.ts",
    "**/*.spec.tsx",
  ]);
  expect(expandBraces("a{b,c{d,e}}f")).toEqual(["abf", "acdf", "acef"]);
  expect(expandBraces("a{b}c{d")).toEqual(["a{b}c{d"]);
});

test("backslashes between folders are those of Windows, before a special character they escape", () => {
  expect(matched(["src\\legacy\\**"], ["src/legacy/a.ts", "src/a.ts"])).toEqual([
    "src/legacy/a.ts",
  ]);
  expect(matched(["\\!odd.ts"], ["!odd.ts", "odd.ts"])).toEqual(["!odd.ts"]);
});

test("nothing outside the base is matched", () => {
  const matches = pathMatcher(["**"], "/repo/packages/a");
  expect([matches("/repo/packages/b/x.ts"), matches("/repo/packages/a/x.ts")]).toEqual([
    false,
    true,
  ]);
});

test("a pattern is told from a plain path", () => {
  expect(["src", "src/*.ts", "a{b,c}", "[id].ts", "my file.ts"].map(isPattern)).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
});
