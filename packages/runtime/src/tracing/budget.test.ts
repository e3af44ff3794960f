import { expect, test } from "@jest/globals";
import { Budget } from "./budget.js";

test("what is in store may be spent at once, and then only the share", () => {
  const budget = new Budget(0.2, 0);
  const spent = Array.from({ length: 51 }, () => budget.spend(1, 0));
  expect(spent.indexOf(true)).toBe(50);
  // 26 ms at a fifth of the time.
  expect(budget.pause()).toBe(130);
  expect(budget.spend(0, 130)).toBe(false);
});

test("a program that waits most of the time never uses it up", () => {
  const budget = new Budget(0.2, 0);
  const used = Array.from({ length: 1000 }, (_, i) => budget.spend(0.9, (i + 1) * 5));
  expect(used).not.toContain(true);
});

test("idle time is not saved up without end", () => {
  const budget = new Budget(0.5, 0);
  expect(budget.spend(0, 1e6)).toBe(false);
  expect(Array.from({ length: 51 }, () => budget.spend(1, 1e6)).indexOf(true)).toBe(50);
});

test("of what lasts long, since the process did not run, little counts as recording", () => {
  const budget = new Budget(0.2, 0);
  expect(Array.from({ length: 6 }, () => budget.spend(500, 0)).indexOf(true)).toBe(5);
});

test("who may take all of the time never has to pause", () => {
  const budget = new Budget(1, 0);
  expect(Array.from({ length: 100 }, () => budget.spend(1, 0))).not.toContain(true);
});
