import { expect, test } from "@jest/globals";
import { agreementOf } from "./agreement.js";
import { readLabels, readSecondLabels } from "./labels.js";
import type { SecondLabels } from "./types.js";

type Labelled = SecondLabels["places"][number];

const pair = (lines: [number, number], label: Labelled["label"]): Labelled => ({
  path: "a.ts",
  lines,
  kind: "straight",
  rule: "serial-await",
  label,
  awaits: lines,
  reason: "Two reads of one user",
});

test("what the other would gather is judged by one's own labels", () => {
  const own = [
    pair([1, 2], "gather"),
    pair([5, 6], "gather"),
    pair([8, 9], "no"),
    pair([11, 12], "unsure"),
  ];
  const others = [
    pair([1, 2], "gather"),
    pair([5, 6], "no"),
    pair([8, 9], "gather"),
    pair([11, 12], "gather"),
  ];
  expect(agreementOf(own, others)).toEqual({
    found: 1,
    wanted: 2,
    right: 1,
    wrong: 1,
    unsure: 1,
    unlabelled: 0,
  });
});

test("a second reviewer labels repositories that are labelled, at the same commits", () => {
  const first = new Map(readLabels().map(({ repository, commit }) => [repository, commit]));
  const second = readSecondLabels();
  expect(second.length).toBeGreaterThan(0);
  expect(second.filter(({ repository, commit }) => first.get(repository) !== commit)).toEqual([]);
});
