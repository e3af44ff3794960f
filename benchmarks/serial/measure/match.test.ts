import { describe, expect, test } from "@jest/globals";
import { judge, recallOf } from "./match.js";
import type { Found, Place } from "./types.js";

const pair: Place = {
  path: "a.ts",
  lines: [10, 14],
  kind: "straight",
  rule: "serial-await",
  label: "gather",
  awaits: [10, 14],
  optional: [12],
  drawn: "values",
  reason: "Two reads that do not need each other",
};
const order: Place = { ...pair, label: "no", hazard: 7 };
const loop: Place = {
  path: "a.ts",
  lines: [20, 30],
  kind: "loop",
  rule: "serial-await-in-loop",
  label: "gather",
  drawn: "loops",
  reason: "Each item is read by its own id",
};

describe("awaits in a row", () => {
  test("a finding with two of the awaits is right", () => {
    expect(verdicts([straight([10, 14])], [pair])).toEqual(["right"]);
  });

  test("an await that may be part of the group leaves it right", () => {
    expect(verdicts([straight([10, 12, 14])], [pair])).toEqual(["right"]);
  });

  test("an await that may be part of the group does not make up for one that must", () => {
    expect(verdicts([straight([10, 12])], [pair])).toEqual(["wrong"]);
  });

  test("a group that reaches beyond what the label names is wrong", () => {
    expect(verdicts([straight([10, 14, 16])], [pair])).toEqual(["wrong"]);
  });

  test("a finding with one of the awaits only is about something else", () => {
    expect(verdicts([straight([14, 40])], [pair])).toEqual(["unlabelled"]);
  });

  test("an await over several lines is met by any of them", () => {
    const found = { ...straight([10]), members: [[8, 10] as const, [13, 15] as const] };
    expect(verdicts([found], [pair])).toEqual(["right"]);
  });

  test("a finding with two awaits that must stay in order is wrong", () => {
    expect(verdicts([straight([10, 14])], [order])).toEqual(["wrong"]);
  });

  test("a group that is right and also breaks an order is wrong", () => {
    const other: Place = { ...order, lines: [14, 16], awaits: [14, 16], optional: [] };
    const wide: Place = { ...pair, optional: [16], lines: [10, 16] };
    expect(verdicts([straight([10, 14, 16])], [wide, other])).toEqual(["wrong"]);
  });

  test("a label that has one of the awaits on the side leaves them to the label that is about them", () => {
    const before = {
      ...order,
      lines: [4, 14] as [number, number],
      awaits: [4, 10],
      optional: [14],
    };
    expect(verdicts([straight([10, 14])], [before, pair])).toEqual(["right"]);
    expect(verdicts([straight([4, 14])], [before, pair])).toEqual(["wrong"]);
    expect(verdicts([straight([10, 14])], [before])).toEqual(["wrong"]);
  });

  test("an await among a member's own arguments keeps no order with what that member is gathered with", () => {
    const argument: Place = { ...order, lines: [14, 15], awaits: [14, 15], optional: [] };
    const found = { ...straight([10]), members: [[10, 10] as const, [14, 16] as const] };
    expect(verdicts([found], [pair, argument])).toEqual(["right"]);
  });

  test("the advice to begin an await earlier counts as the advice to gather it", () => {
    expect(verdicts([{ ...straight([10, 14]), rule: "late-await" }], [pair])).toEqual(["right"]);
  });

  test("two awaits of one line are met by a group on that line", () => {
    const one: Place = { ...pair, lines: [10, 10], awaits: [10], optional: [], label: "no" };
    expect(verdicts([straight([10, 10])], [one])).toEqual(["wrong"]);
  });

  test("another file's places say nothing", () => {
    expect(verdicts([straight([10, 14])], [{ ...pair, path: "b.ts" }])).toEqual(["unlabelled"]);
  });
});

describe("loops and gathers", () => {
  test("a loop is met at its head", () => {
    expect(verdicts([at("serial-await-in-loop", 20)], [loop])).toEqual(["right"]);
  });

  test("a loop inside it is another place", () => {
    expect(verdicts([at("serial-await-in-loop", 24)], [loop])).toEqual(["unlabelled"]);
  });

  test("a rule about awaits in a row has nothing to do with a loop's label", () => {
    expect(verdicts([straight([20, 24])], [loop])).toEqual(["unlabelled"]);
  });

  test("a gather is met anywhere in it, by its own rule", () => {
    const gather: Place = { ...loop, kind: "gather", rule: "unsafe-gather", label: "no" };
    expect(verdicts([at("unsafe-gather", 25)], [gather])).toEqual(["wrong"]);
    expect(verdicts([at("unbounded-gather", 25)], [gather])).toEqual(["unlabelled"]);
  });
});

test("a place that nobody is sure of counts neither way", () => {
  const places: Place[] = [{ ...pair, label: "unsure" }];
  const judged = judge([straight([10, 14])], places);
  expect(judged.map(({ verdict }) => verdict)).toEqual(["unsure"]);
  expect(recallOf(judged, places)).toEqual([]);
});

test("recall names the strongest tier that finds a place", () => {
  const places = [pair, loop];
  const judged = judge(
    [
      { ...straight([10, 14]), tier: "strict" },
      { ...straight([10, 12, 14]), tier: "default" },
      { ...at("serial-await-in-loop", 20), tier: "strict" },
    ],
    places,
  );
  expect(recallOf(judged, places)).toEqual([
    { place: pair, found: "default" },
    { place: loop, found: "strict" },
  ]);
});

test("a place is not found by a finding that reaches too far", () => {
  const judged = judge([straight([10, 14, 16])], [pair]);
  expect(recallOf(judged, [pair])).toEqual([{ place: pair, found: "no" }]);
});

test("a place that was read because of a finding is no part of recall", () => {
  const place: Place = { ...pair, drawn: "finding" };
  expect(recallOf(judge([straight([10, 14])], [place]), [place])).toEqual([]);
});

function straight(lines: readonly number[]): Found {
  return {
    ...at("serial-await", lines[0] ?? 1),
    members: lines.map((line) => [line, line]),
  };
}

function at(rule: string, line: number): Found {
  return {
    path: "a.ts",
    rule,
    tier: "default",
    confidence: "high",
    line,
    endLine: line,
    members: [[line, line]],
    message: "",
  };
}

function verdicts(findings: readonly Found[], places: readonly Place[]): string[] {
  return judge(findings, places).map(({ verdict }) => verdict);
}
