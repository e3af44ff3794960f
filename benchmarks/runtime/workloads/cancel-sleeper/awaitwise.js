import { CancelledError, createTask, run, sleep } from "@awaitwise/runtime";

const hour = 3_600_000;

export default (count, options) =>
  run(async () => {
    let cancelled = 0;
    for (let i = 0; i < count; i++) {
      const task = createTask(async () => {
        await sleep(hour);
      });
      await sleep(0);
      task.cancel();
      try {
        await task;
      } catch (error) {
        cancelled += error instanceof CancelledError ? 1 : 0;
      }
    }
    return cancelled;
  }, options);
