import { createTask, run, sleep } from "@awaitwise/runtime";
import { heapInUse } from "../../measure/heap.js";

const hour = 3_600_000;

export default (count, { report }) =>
  run(async () => {
    const before = heapInUse();
    const start = performance.now();
    for (let i = 0; i < count; i++) {
      createTask(async () => {
        await sleep(hour);
      });
    }
    await sleep(0);
    const spawn = performance.now() - start;
    report({ bytes: (heapInUse() - before) / count, spawn });
  });
