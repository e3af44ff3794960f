import { expect, test } from "@jest/globals";
import { MadeHere } from "./made-here.js";

test("what was made in the step has the time of its making", () => {
  const made = new MadeHere();
  const [a, b] = [{}, {}];
  made.add(a, 1.5);
  made.add(b, 2.5);
  expect([a, b, {}].map((one) => made.timeOf(one))).toEqual([1.5, 2.5, undefined]);
  made.clear();
  made.add(b, 7);
  expect([a, b].map((one) => made.timeOf(one))).toEqual([undefined, 7]);
});

test("of very many, those that were made last are remembered", () => {
  const made = new MadeHere();
  const all = Array.from({ length: 300 }, () => ({}));
  for (const [i, one] of all.entries()) {
    made.add(one, i);
  }
  expect([0, 256, 299].map((i) => made.timeOf(all[i] as object))).toEqual([undefined, 256, 299]);
});
