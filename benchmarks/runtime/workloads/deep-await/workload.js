/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 11,
  title: "depth 100, each frame",
  about:
    "Async functions call and await each other 100 deep; the deepest gives up its turn once; each returns.",
  unit: "ns a frame",
  operations: 500_000,
  growth: "any",
  measure: "wall",
  bare: "comparable",
};
