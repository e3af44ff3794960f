import { expect, test } from "@jest/globals";
import { ratiosOf, writeReport } from "./report.js";
import type { Measurement } from "./types.js";

const one = (mode: string, cpu: number, recorded = 0): Measurement => ({
  node: "v20.19.0",
  tasks: 10,
  mode,
  cpu,
  wall: cpu,
  recorded,
});
const measured = [
  ...[one("off", 100), one("on", 150, 30), one("whole", 900, 100)],
  ...[one("off", 200), one("on", 400, 10), one("whole", 1000, 100)],
  ...[one("off", 100), one("on", 160, 20), one("whole", 800, 100)],
];

test("a ratio is to the run without a trace in the same round", () => {
  const of = (mode: string) => measured.filter((each) => each.mode === mode);
  expect(ratiosOf(of("off"), of("on"))).toEqual([1.5, 2, 1.6]);
});

test("the page says how much longer it took, and how much of it is in the trace", () => {
  const page = writeReport(measured, { command: "c", rounds: 3, turns: 100, loadBefore: 0 });
  expect(page).toContain(
    "| v20.19.0 | 10 | trace, as it is | 160 ms | **1.60** | 1.50 to 2.00 | 20 % |",
  );
  expect(page).toContain("| trace without pauses | 900 ms | **8.00** | 5.00 to 9.00 | 100 % |");
});
