import { describe, expect, test } from "@jest/globals";
import type { Finding } from "../finding.js";
import { ts } from "../model/compiler.js";
import { formatDuration } from "./describe-gain.js";
import { gainOf as gainIn } from "./gain.js";
import { loopPlaces } from "./loop-places.js";
import { measureFindings as measureIn } from "./measure-findings.js";
import type { MeasuredAwaits } from "./measurements.js";
import type { RecordedAwait } from "./parse-trace.js";

const finding = (
  rule: string,
  starts: readonly number[],
  more: Partial<Finding> = {},
): Finding => ({
  rule,
  severity: "warning",
  confidence: "high",
  message: "Serial",
  file: "/a.ts",
  start: starts[0] ?? 0,
  end: 100,
  group: starts.map((start) => ({ file: "/a.ts", start, end: start + 1 })),
  related: [],
  fixes: [],
  ...more,
});

/** No source: what is in rows needs none. */
const nowhere = loopPlaces(ts.createSourceFile("/a.ts", "", ts.ScriptTarget.Latest, true));
const gainOf = (one: Finding, seen: MeasuredAwaits) => gainIn(one, seen, nowhere);
const measureFindings = (own: Finding[], doubtful: Finding[], seen: MeasuredAwaits) =>
  measureIn(own, doubtful, seen, nowhere);

/** Awaits by their place: `[call, begin, duration]` each. */
function awaits(places: Record<number, [number, number, number][]>) {
  return new Map<number, RecordedAwait[]>(
    Object.entries(places).map(([start, list]) => [
      Number(start),
      list.map(([call, begin, length]) => ({ call, begin, duration: length })),
    ]),
  );
}

describe("what a gather saves", () => {
  test("is all but the longest of a row, in every run of the row", () => {
    const seen = awaits({
      1: [
        [1, 0, 10],
        [2, 100, 30],
      ],
      2: [
        [1, 10, 20],
        [2, 130, 5],
      ],
      3: [
        [1, 30, 5],
        [2, 135, 5],
      ],
    });
    expect(gainOf(finding("serial-await", [1, 2, 3]), seen)).toEqual({
      times: 2,
      cost: 75,
      saving: 15 + 10,
    });
  });

  test("counts a row in a loop at each turn, and leaves out a run that did not reach the end", () => {
    const seen = awaits({
      1: [
        [1, 0, 10],
        [1, 20, 10],
        [1, 40, 10],
        [9, 0, 50],
      ],
      2: [
        [1, 10, 4],
        [1, 30, 6],
      ],
    });
    expect(gainOf(finding("serial-await", [1, 2]), seen)).toEqual({
      times: 2,
      cost: 30,
      saving: 10,
    });
    expect(gainOf(finding("serial-await", [1, 7]), seen)).toBeUndefined();
  });

  test("is all but the longest chain, where awaits have to stay in rows", () => {
    const seen = awaits({ 1: [[1, 0, 10]], 2: [[1, 10, 10]], 3: [[1, 20, 15]], 4: [[1, 35, 1]] });
    const chained = finding("serial-await", [1, 2, 3, 4], {
      chains: [
        [0, 1],
        [2, 3],
      ],
    });
    expect(gainOf(chained, seen)).toEqual({ times: 1, cost: 36, saving: 16 });
  });

  test("is of no other rule's finding", () => {
    expect(gainOf(finding("floating-promise", [1]), awaits({ 1: [[1, 0, 1]] }))).toBeUndefined();
  });
});

describe("measured findings", () => {
  const seen = awaits({ 1: [[1, 0, 10]], 2: [[1, 10, 20]], 8: [[1, 0, 0.2]], 9: [[1, 0, 0.3]] });

  test("say what was measured", () => {
    const [one] = measureFindings([finding("serial-await", [1, 2])], [], seen);
    expect([one?.message, one?.measured, one?.tier]).toEqual([
      "Serial. Measured in 1 run: these waits took 30 ms on average, and together they would save 10 ms each time",
      { times: 1, cost: 30, saving: 10 },
      undefined,
    ]);
  });

  test("that are doubtful come along where there is something to save, in a tier of their own", () => {
    const doubtful = finding("serial-await", [1, 2], { confidence: "low", severity: "warning" });
    const [only] = measureFindings([], [doubtful], seen);
    expect([only?.tier, only?.severity]).toEqual(["trace", "suggestion"]);
    expect(measureFindings([], [finding("serial-await", [8, 9])], seen)).toEqual([]);
    const reported = finding("serial-await", [2, 3]);
    expect(measureFindings([reported], [doubtful], seen)).toEqual([reported]);
  });
});

test("durations are read by people", () => {
  expect([0.1234, 12.345, 123.45, 1234.5, 123456].map(formatDuration)).toEqual([
    "0.123 ms",
    "12.3 ms",
    "123 ms",
    "1.23 s",
    "123 s",
  ]);
});
