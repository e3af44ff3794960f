import { expect, test } from "@jest/globals";
import { columns, writeReport } from "./report.js";

const summary = {
  ...{
    fromStart: 2_500,
    first: 2_000,
    whole: 2_000,
    cancel: 3,
    p50: 20,
    p95: 80,
    crossP50: 60,
    rss: 300,
  },
};
const peer = {
  ...{
    fromStart: 5_000,
    first: 4_000,
    whole: 4_000,
    cancel: 30,
    p50: 400,
    p95: 450,
    crossP50: 400,
    rss: 600,
  },
};
const run = {
  ...{ command: "node run.js", loadBefore: 0.25, rounds: 1, edits: 40 },
};
const app = { uri: "file:///app.ts", text: "a\nb" };
const small = { modules: 202, lines: 22_682, app };
const large = { modules: 2_700, lines: 300_682, app };
const one = (of: typeof summary) => ({ times: [], cross: [], summary: of });
const cells = (report: string, name: string): string[] =>
  report
    .split("\n")
    .filter((line) => line.startsWith(`| ${name}`))
    .map((line) => line.split(" | ").slice(1).join(" "));

test("the report has what is to be reached below what was, and multiples of what others take", () => {
  const results = new Map([
    ["awaitwise", [one(summary), one({ ...summary, p50: 900 }), one({ ...summary, p50: 10 })]],
    ["typescript-language-server", [one(peer)]],
  ]);
  const report = writeReport([{ project: small, results }], run);
  expect(cells(report, "awaitwise")).toEqual(["2,500 2,000 2,000 20.0 80.0 60.0 3.0 300 |"]);
  expect(cells(report, "_to reach_")).toEqual([
    " _at most 1,000_  _at most 30_ _at most 100_ _at most 150_ _at most 20_ _at most 400_ |",
  ]);
  expect(cells(report, "typescript-language-server")[1]).toBe(
    "0.50 0.50 0.50 0.05 0.18 0.15 0.10 0.50 |",
  );
  expect(report).toContain("## 202 modules, 22,682 lines");
});

test("what was never shown is not compared", () => {
  const never = { ...peer, crossP50: Number.POSITIVE_INFINITY };
  const results = new Map([
    ["awaitwise", [one(summary)]],
    ["vscode-eslint", [one(never)]],
  ]);
  const report = writeReport([{ project: small, results }], run);
  const at = columns.findIndex(({ name }) => name === "crossP50");
  const [shown, ratios] = cells(report, "vscode-eslint").map((row) => row.split(/ (?!shown)/));
  expect([shown?.[at], ratios?.[at]]).toEqual(["not shown", "-"]);
});

test("others are compared with what is published where that was measured, and each size has its own targets", () => {
  const results = new Map([
    ["awaitwise", [one(summary)]],
    ["awaitwise-packed", [one({ ...summary, p50: 8 })]],
    ["typescript-language-server", [one(peer)]],
  ]);
  const report = writeReport(
    [
      { project: small, results },
      { project: large, results },
    ],
    run,
  );
  expect(cells(report, "typescript-language-server")[1]).toContain("0.02");
  expect(report).toMatch(/What awaitwise as published .* takes/);
  expect(cells(report, "_to reach, with types")).toEqual([
    "   _at most 30_ _at most 80_ _at most 150_ _at most 20_  |",
  ]);
});
