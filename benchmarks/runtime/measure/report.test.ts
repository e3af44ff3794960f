import { expect, test } from "@jest/globals";
import { madeUpResults } from "./made-up-results.js";
import { writeReport } from "./report.js";

const node = { name: "v24.1.0", command: "node", major: 24 };
const about = { rounds: 3, command: "node run.js", clock: "wall", loadBefore: 0.5 };

function section(page: string, from: string, to: string): string {
  return page.slice(page.indexOf(from) + from.length, page.indexOf(to)).trim();
}

test("the page gives medians, ratios to awaitwise, and their geometric mean", () => {
  const results = madeUpResults([
    { id: "spawn", rounds: { awaitwise: [1000, 1200, 1100], asyncio: [4400] } },
    { id: "yield", rounds: { awaitwise: [30.06], asyncio: [270.54] } },
  ]);
  const page = writeReport(results, [node], [], about);
  expect(section(page, "## Measured", "## Ratios").split("\n").slice(-4)).toEqual([
    "|  | unit | awaitwise | asyncio |",
    "| --- | --- | ---: | ---: |",
    "| spawn | ns | 1,100 | 4,400 |",
    "| yield | ns | 30.1 | 271 |",
  ]);
  expect(section(page, "## Ratios", "## What").split("\n").slice(-3)).toEqual([
    "| spawn | ns | 4.00 |",
    "| yield | ns | 9.00 |",
    "| **geometric mean of the times** |  | **6.00** |",
  ]);
});

test("a target is met, not met, or was not measured, which is neither", () => {
  const results = madeUpResults([
    { id: "spawn", rounds: { awaitwise: [100], asyncio: [400], effect: [300] } },
  ]);
  const page = writeReport(results, [node], [], about);
  expect(section(page, "## Targets", "## Measured").split("\n").slice(2, 5)).toEqual([
    "| at least 5x as fast as asyncio, geometric mean | 4.00x | **not met** |",
    "| at least 3x as fast as uvloop, geometric mean | not measured |  |",
    "| at least 2x as fast as effect, geometric mean | 3.00x | met |",
  ]);
});

test("a peer of one workload has a line of its own, not an empty column", () => {
  const results = madeUpResults([
    { id: "spawn", rounds: { awaitwise: [100], asyncio: [200] } },
    { id: "map", rounds: { awaitwise: [100], asyncio: [200], "p-map": [300] } },
  ]);
  const page = writeReport(results, [node], [], about);
  expect(page).toContain("|  | unit | awaitwise | asyncio |\n");
  expect(page).toContain("| p-map | map | 300 ns | 3.00 |\n");
});

test("a program that failed is shown as failed, with the reason", () => {
  const results = madeUpResults([
    { id: "spawn", rounds: { awaitwise: [100], effect: ["not done in 60 s"] } },
    { id: "yield", rounds: { awaitwise: [100], effect: [150] } },
  ]);
  const page = writeReport(results, [node], [], about);
  expect(page).toContain("| spawn | ns | 100 | failed |\n");
  expect(page).toContain("## Failed\n\n- spawn, effect on v24.1.0: not done in 60 s\n");
});

test("a workload says where bare promises do something else", () => {
  const results = madeUpResults([
    { id: "spawn", bare: "an async call makes no task", rounds: { awaitwise: [100] } },
    { id: "yield", bare: "comparable", rounds: { awaitwise: [100] } },
  ]);
  const page = writeReport(results, [node], [], about);
  expect(page.slice(page.indexOf("## What is measured"))).toBe(
    "## What is measured\n\n" +
      "- **spawn**: What spawn does. Not comparable with bare promises: an async call makes no task.\n" +
      "- **yield**: What yield does.\n",
  );
});
