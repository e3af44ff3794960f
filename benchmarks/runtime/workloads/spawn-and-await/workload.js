/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 1,
  title: "spawn and await, one after another",
  about: "One task is made, runs one step that returns, and is awaited; then the next.",
  unit: "ns a task",
  operations: 50_000,
  growth: "any",
  measure: "wall",
  bare: "an async call makes no task: nothing to name, to cancel, or to wait in line",
};
