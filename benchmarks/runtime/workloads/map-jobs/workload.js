/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 10,
  title: "100 workers mapping 1e5 jobs",
  about: "1e5 items are mapped, 100 at a time, by a job that gives up its turn once.",
  unit: "ns a job",
  operations: 100_000,
  growth: "fixed",
  measure: "wall",
  bare: "comparable",
};
