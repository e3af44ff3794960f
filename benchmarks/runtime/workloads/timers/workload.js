/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 7,
  title: "1e5 timers, CPU each",
  about:
    "1e5 tasks sleep at the same time, each for one of 1,000 durations between 1 and 1,000 ms. Measured is the processor's time, not the waiting.",
  unit: "ns of CPU a task",
  operations: 100_000,
  growth: "fixed",
  measure: "cpu",
  bare: "comparable",
};
