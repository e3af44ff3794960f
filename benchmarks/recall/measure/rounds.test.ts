import { expect, test } from "@jest/globals";
import { measure, newRules, roundsOf, sampleOf } from "./rounds.js";
import type { Await, Found, Prepared, Tool } from "./types.js";

const awaitAt = (file: string, start: number): Await => ({
  file,
  start,
  instead: "     ",
  line: 1,
  place: "",
  text: "",
  handled: false,
  verdict: "matters",
});

test("no round deletes two awaits of one file", () => {
  const [a1, a2, b1] = [awaitAt("a", 0), awaitAt("a", 9), awaitAt("b", 0)];
  expect(roundsOf([a1, a2, b1])).toEqual([[a1, b1], [a2]]);
});

test("a sample is the same each time, keeps the order, and is everything where that is little", () => {
  const all = Array.from({ length: 100 }, (_, index) => index);
  const sample = sampleOf(all, 10, 1);
  expect(sample).toEqual(sampleOf(all, 10, 1));
  expect(sample).not.toEqual(sampleOf(all, 10, 2));
  expect(sample).toEqual([...sample].sort((a, b) => a - b));
  expect(new Set(sample).size).toBe(10);
  expect(sampleOf(all, 100, 1)).toEqual(all);
});

test("what was found before the deletion does not count", () => {
  const found = (rule: string, start: number): Found => ({ rule, start });
  expect(newRules([found("x", 1)], [found("x", 1), found("x", 2), found("y", 1)])).toEqual([
    "x",
    "y",
  ]);
});

test("a tool is asked about the files with the await gone, and only about them", () => {
  const texts: Record<string, string> = { a: "await f(); await g();", b: "await h();" };
  const asked: string[] = [];
  const tool: Tool = {
    id: "tool",
    title: "tool",
    find: (_project, changed, files) => {
      asked.push(files.map((file) => `${file}: ${changed.get(file) ?? "as it was"}`).join("; "));
      return new Map(
        files.map((file) => {
          const text = changed.get(file) ?? texts[file] ?? "";
          return [file, text.includes("      f()") ? [{ rule: "floats", start: 6 }] : []];
        }),
      );
    },
  };
  const project = { id: "p" } as Prepared;
  const awaits = [awaitAt("a", 0), awaitAt("a", 11), awaitAt("b", 0)];
  const outcomes = measure(
    project,
    awaits,
    [tool],
    (file) => texts[file] ?? "",
    () => {},
  );
  expect(asked).toEqual([
    "a: as it was; b: as it was",
    "a:       f(); await g();; b:       h();",
    "a: await f();       g();",
  ]);
  expect(outcomes.map(({ reported }) => reported.tool)).toEqual([["floats"], [], []]);
});
