import { createTask, Queue, run } from "@awaitwise/runtime";

export default (count, options) =>
  run(async () => {
    const queue = new Queue(100);
    const producer = createTask(async () => {
      for (let i = 0; i < count; i++) {
        await queue.put(1);
      }
    });
    let taken = 0;
    while (taken < count) {
      taken += await queue.get();
    }
    await producer;
    return taken;
  }, options);
