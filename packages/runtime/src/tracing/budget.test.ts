import { expect, test } from "@jest/globals";
import { Budget } from "./budget.js";

/** A budget of a program whose times are set by hand. */
function budgetOf(share: number) {
  const times = { worked: 0, rested: 0 };
  const budget = new Budget(share, { worked: () => times.worked, rested: () => times.rested });
  /** Records for so long, as far as can be seen. */
  const record = (seen: number): boolean => {
    times.worked += seen * 2.5;
    return budget.spend(seen);
  };
  return { times, budget, record };
}

test("what is in store may be spent at once, and then only the share of the program's own time", () => {
  const { times, budget, record } = budgetOf(0.2);
  expect(Array.from({ length: 9 }, () => record(1)).indexOf(true)).toBe(8);
  // 2.5 ms too much, and 20 ms to be in store: at a fifth of the time.
  expect(budget.pause()).toBe(113);
  times.worked += 40;
  expect(budget.pause()).toBe(73);
  times.rested += 72.5;
  expect(budget.pause()).toBe(0);
});

test("a program that rests most of the time never uses it up", () => {
  const { times, record } = budgetOf(0.2);
  const used = Array.from({ length: 1000 }, () => {
    times.rested += 12.5;
    return record(1);
  });
  expect(used).not.toContain(true);
});

test("one that works all of the time pays its share on top", () => {
  const { times, budget, record } = budgetOf(0.25);
  let recorded = 0;
  while (times.worked < 10_000) {
    while (!record(1)) {
      recorded += 2.5;
    }
    recorded += 2.5;
    for (let rest = budget.pause(); rest > 0; rest = budget.pause()) {
      times.worked += rest;
    }
  }
  const own = times.worked - recorded;
  expect(recorded - 20).toBeLessThanOrEqual(own * 0.25 + 2.5);
  expect(recorded).toBeGreaterThan(own * 0.25 - 2.5);
});

test("idle time is not saved up without end", () => {
  const { times, record } = budgetOf(0.5);
  times.rested += 1e6;
  const spent = Array.from({ length: 15 }, () => record(1));
  expect(spent.indexOf(true)).toBe(8);
});

test("time in which the process waited for a processor is neither recording nor the program's", () => {
  const { times, budget } = budgetOf(0.2);
  times.worked += 3;
  // The clock on the wall went on for half a second between two looks at it.
  expect(budget.spend(500)).toBe(false);
  times.worked += 17;
  expect(budget.spend(500)).toBe(false);
  times.worked += 1;
  expect(budget.spend(500)).toBe(true);
});

test("who may take all of the time never has to pause", () => {
  const { record } = budgetOf(1);
  expect(Array.from({ length: 100 }, () => record(1))).not.toContain(true);
});
