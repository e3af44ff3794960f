import { heapInUse } from "../../measure/heap.js";

const hour = 3_600_000;

export default async (count, { report }) => {
  const before = heapInUse();
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    (async () => {
      await new Promise((resolve) => setTimeout(resolve, hour));
    })();
  }
  const spawn = performance.now() - start;
  report({ bytes: (heapInUse() - before) / count, spawn });
};
