/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 2,
  title: "spawn 1e5 and gather",
  about:
    "1e5 tasks are made before any of them runs, each runs one step that returns; all are gathered. (Effect.all runs each to its first suspension while it makes it: here, to its end.)",
  unit: "ns a task",
  operations: 100_000,
  growth: "fixed",
  measure: "wall",
  bare: "Promise.all over async calls makes no tasks",
};
