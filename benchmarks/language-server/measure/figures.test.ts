import { expect, test } from "@jest/globals";
import { percentile, residentMegabytes } from "./figures.js";

test("a percentile is one of the figures: the least that the share does not exceed", () => {
  const figures = [40, 10, 30, 20];
  expect([50, 75, 95, 100].map((percent) => percentile(figures, percent))).toEqual([
    20, 30, 40, 40,
  ]);
});

test("a figure that never came counts as the longest", () => {
  expect(percentile([10, Number.POSITIVE_INFINITY], 95)).toBe(Number.POSITIVE_INFINITY);
});

test("no figure is no percentile", () => {
  expect(percentile([], 50)).toBeNaN();
});

test("a process that is not there holds nothing", () => {
  expect(residentMegabytes(-1)).toBe(0);
});
