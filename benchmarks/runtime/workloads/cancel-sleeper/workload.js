/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 8,
  title: "cancel a sleeper",
  about:
    "A task is made and begins to sleep for an hour; it is cancelled, and awaited until it has ended; then the next.",
  unit: "ns a task",
  operations: 50_000,
  growth: "any",
  measure: "wall",
  bare: "comparable",
};
