/**
 * Why a gather would be wrong or useless, by the numbers that the labels use.
 *
 * @type {Readonly<Record<number, string>>}
 */
export const hazards = {
  1: "data dependence",
  2: "control dependence: an exit, a check or a guard between them",
  3: "an await that is not always reached: a condition, a branch, a default",
  4: "shared state that changes",
  5: "getters, proxies, unknown receivers",
  6: "one connection or transaction",
  7: "ordered effects on one resource",
  8: "order of files and folders",
  9: "streams, iterators, writers",
  10: "cursors and recurrences",
  11: "a loop that ends early, or takes the first match",
  12: "retry, polling, back-off",
  13: "rate limits, back-pressure, memory: a limit is needed",
  14: "locks and semaphores",
  15: "order of disposal",
  16: "another handler for an error of each",
  17: "the second effect would happen although the first failed",
  18: "compensation: a later step stands for the earlier one's success",
  19: "tests and browser automation",
  20: "state of a user interface between them",
  21: "request-scoped calls of a framework",
  22: "migrations, seeds, one-off scripts",
  23: "durable workflows",
  24: "progress and log lines between them",
  25: "arm, then act",
  26: "a check for cancellation between them",
  27: "arguments with effects, transferred buffers",
  28: "nothing gained: nothing is waited for",
};
