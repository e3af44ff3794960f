import { describe, expect, test } from "@jest/globals";
import { lookOf } from "../../terminal/terminal.js";
import { reported, reportOf } from "../../testkit/reported.js";
import type { Report } from "../report.js";
import { SourceText } from "../source-text.js";
import { formatPretty } from "./pretty.js";

const source = [
  "export async function load() {",
  "  const user = await getUser();",
  "  const cart = await getCart();",
  "}",
].join("\n");

function pretty(report: Report, columns = 80): string[] {
  const look = lookOf({ write: () => true }, { COLUMNS: String(columns) });
  return formatPretty(report, { look, texts: () => new SourceText(source) }).split("\n");
}

const serial = reported({
  start: { line: 2, column: 16, offset: 0 },
  end: { line: 3, column: 31, offset: 0 },
  group: [
    { start: { line: 2, column: 16 }, end: { line: 2, column: 31 } },
    { start: { line: 3, column: 16 }, end: { line: 3, column: 31 } },
  ],
  related: [
    {
      message: "getCart only reads",
      file: "src/cart.ts",
      start: { line: 7, column: 3, offset: 0 },
      end: { line: 7, column: 9, offset: 0 },
    },
  ],
  fixes: [
    { title: "Await both at once", safety: "suggested", edits: [] },
    { title: "Start the second first", safety: "safe", edits: [] },
  ],
});

describe("pretty output", () => {
  test("groups by file and shows each finding's group, evidence and fixes", () => {
    const other = reported({ file: "src/b.ts", confidence: "medium", severity: "error" });
    expect(pretty(reportOf([serial, other]))).toEqual([
      "src/a.ts",
      "",
      "  2:16  warning  serial-await",
      "  These awaits do not need each other",
      "",
      "    1 | export async function load() {",
      "  > 2 |   const user = await getUser();",
      "      |                ^^^^^^^^^^^^^^^",
      "  > 3 |   const cart = await getCart();",
      "      |                ^^^^^^^^^^^^^^^",
      "    4 | }",
      "",
      "  see: src/cart.ts:7:3  getCart only reads",
      "  fix: Await both at once (suggested)",
      "  fix: Start the second first",
      "",
      "src/b.ts",
      "",
      "  2:9  error  serial-await (medium confidence)",
      "  These awaits do not need each other",
      "",
      "    1 | export async function load() {",
      "  > 2 |   const user = await getUser();",
      "      |         ^^^^^^^^^^^",
      "    3 |   const cart = await getCart();",
      "",
      "1 error, 1 warning, 2 files checked in 12 ms",
      "--fix repairs 1 of them and keeps what the program means",
    ]);
  });

  test("wraps prose at the width of the terminal", () => {
    const long = reported({ message: "one two three four five six seven eight nine ten eleven" });
    expect(pretty(reportOf([long]), 40).slice(3, 5)).toEqual([
      "  one two three four five six seven",
      "  eight nine ten eleven",
    ]);
  });

  test("shows problems, and what was left out on purpose", () => {
    const report = reportOf([], {
      problems: [{ message: '"src/x.ts" cannot be read', isNote: false }],
      leftOut: { belowLevel: 1, suppressed: 2, baselined: 3 },
      durationMs: 1234,
    });
    expect(pretty(report)).toEqual([
      'problem: "src/x.ts" cannot be read',
      "",
      "No findings, 2 files checked in 1.2 s",
      "1 problem kept something from being checked",
      "Not shown: 1 below the level asked for, 2 suppressed by comments, 3 in the baseline",
    ]);
  });

  test("says how much could not be resolved, and why", () => {
    const modules = ["express", "pg", "react", "react-dom", "zod"];
    const report = reportOf([], { unresolved: { asked: 5310, unresolved: 1204, modules } });
    expect(pretty(report)).toEqual([
      "No findings, 2 files checked in 12 ms",
      "1,204 of 5,310 expressions have no type: 5 modules did not resolve (express, pg,",
      "react, react-dom, ...)",
    ]);
    const names = reportOf([], { unresolved: { asked: 3, unresolved: 1, modules: [] } });
    expect(pretty(names)[1]).toBe("1 of 3 expressions have no type: names in them did not resolve");
  });

  test("says what a note is, and that it kept nothing from being checked", () => {
    const report = reportOf([], {
      problems: [{ message: "An option is passed over", isNote: true }],
    });
    expect(pretty(report)).toEqual([
      "note: An option is passed over",
      "",
      "No findings, 2 files checked in 12 ms",
    ]);
  });
});
