/** @type {import("../../measure/types.js").Workload} */
export default {
  order: 5,
  title: "queue ping-pong",
  about:
    "Two tasks send one message to and fro over two queues: each message is a put, and a get that waits for it.",
  unit: "ns a message",
  operations: 200_000,
  growth: "any",
  measure: "wall",
  bare: "comparable",
};
