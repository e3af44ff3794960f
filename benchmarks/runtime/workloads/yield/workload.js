/** @type {import("../../measure/types.js").Workload[]} */
export default [
  {
    id: "yield-1e5",
    order: 3,
    title: "yield, 1e5 tasks",
    about:
      "1e5 tasks give up their turn to each other, ten times each; making the tasks counts in.",
    unit: "ns a yield",
    operations: 1_000_000,
    growth: "fixed",
    measure: "wall",
    bare: "comparable",
    parameters: { tasks: 100_000 },
  },
  {
    id: "yield-100",
    order: 4,
    title: "yield, 100 tasks",
    about: "100 tasks give up their turn to each other again and again.",
    unit: "ns a yield",
    operations: 500_000,
    growth: "any",
    measure: "wall",
    bare: "comparable",
    parameters: { tasks: 100 },
  },
];
