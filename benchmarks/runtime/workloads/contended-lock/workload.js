/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 12,
  title: "contended lock",
  about:
    "100 tasks take one lock in turn, again and again; each gives up its turn once while it holds it.",
  unit: "ns a turn of the lock",
  operations: 100_000,
  growth: "any",
  measure: "wall",
  bare: "a chain of promises: nobody can be cancelled while in line",
};
