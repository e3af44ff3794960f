/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 9,
  title: "semaphore(100), 1e5 tasks",
  about:
    "1e5 tasks are made and want to pass a semaphore that lets 100 in; inside, each gives up its turn once.",
  unit: "ns a task",
  operations: 100_000,
  growth: "fixed",
  measure: "wall",
  // effect's takes time by the square of those in line: it would not end in ten times as much.
  patience: 20,
  bare: "they have no semaphore",
};
