import { expect, test } from "@jest/globals";
import { Budget } from "./budget.js";

test("what is in store may be spent at once, and then only the share", () => {
  const budget = new Budget(0.2, 0);
  expect(budget.spend(49, 0)).toBe(false);
  expect(budget.spend(1.5, 0)).toBe(true);
  // 25.5 ms at a fifth of the time.
  expect(budget.pause()).toBe(128);
  expect(budget.spend(0, 128)).toBe(false);
});

test("a program that waits most of the time never uses it up", () => {
  const budget = new Budget(0.2, 0);
  const used = Array.from({ length: 1000 }, (_, i) => budget.spend(1.9, (i + 1) * 10));
  expect(used).not.toContain(true);
});

test("idle time is not saved up without end", () => {
  const budget = new Budget(0.5, 0);
  expect(budget.spend(0, 1e6)).toBe(false);
  expect(budget.spend(50.5, 1e6)).toBe(true);
});
