/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 13,
  title: "1e6 sleeping tasks",
  about:
    "1e6 tasks are made and begin to sleep for an hour. The memory is what the heap has grown by after a collection of garbage (Python: what the resident set has grown by).",
  operations: 1_000_000,
  growth: "fixed",
  measure: "figures",
  patience: 180,
  figures: {
    bytes: { title: "1e6 sleeping tasks, memory", unit: "bytes a task" },
    spawn: { title: "1e6 sleeping tasks, until all sleep", unit: "ms" },
  },
};
