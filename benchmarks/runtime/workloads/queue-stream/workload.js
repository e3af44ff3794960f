/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 6,
  title: "queue of 100, stream",
  about: "One task puts items into a queue with room for 100, another takes them out.",
  unit: "ns an item",
  operations: 200_000,
  growth: "any",
  measure: "wall",
  bare: "comparable",
};
