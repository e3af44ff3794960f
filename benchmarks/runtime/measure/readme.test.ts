import { expect, test } from "@jest/globals";
import { madeUpResults } from "./made-up-results.js";
import { currentReadme, expectedReadme, speed } from "./readme.js";
import { writeReport } from "./report.js";

test("each target stands once, with what each Node has reached, and what was measured how", () => {
  const results = madeUpResults([
    { id: "spawn", rounds: { awaitwise: [100], "awaitwise-debug": [200], asyncio: [400] } },
  ]);
  const nodes = [20, 24].map((major) => ({ name: `v${major}.1.0`, command: "node", major }));
  const about = { rounds: 3, command: "node run.js", clock: "cpu", loadBefore: 0.5 };
  const lines = speed(writeReport(results, nodes, [], about)).split("\n");
  expect(lines[3]).toContain("3 rounds, every measurement in a process of its own.");
  expect(lines).toContain("| target | Node v20.1.0 | Node v24.1.0 |");
  expect(lines).toContain(
    "| at least 5x as fast as asyncio, geometric mean |  | 4.00x: **not met** |",
  );
  expect(lines).toContain("| at least 2x as fast as effect, geometric mean |  | not measured |");
  const targets = lines.filter((line) => line.startsWith("| debug mode"));
  expect(targets).toEqual([
    "| debug mode under 3x, geometric mean | not measured | 2.00x; above 3x: none: met |",
  ]);
});

test("the README of packages/runtime holds the figures of RESULTS.md", () => {
  expect(currentReadme()).toBe(expectedReadme());
});
