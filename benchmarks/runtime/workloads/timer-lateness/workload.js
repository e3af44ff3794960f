/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 14,
  title: "1e5 timers, lateness",
  about:
    "1e5 tasks sleep until times spread evenly over two seconds, the first a second away; how late is each when it runs again?",
  operations: 100_000,
  growth: "fixed",
  measure: "figures",
  figures: {
    p99: { title: "1e5 timers, 99 of 100 are late by at most", unit: "ms" },
  },
};
