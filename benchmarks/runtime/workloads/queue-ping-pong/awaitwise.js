import { createTask, Queue, run } from "@awaitwise/runtime";

export default (count, options) => {
  const rounds = Math.ceil(count / 2);
  return run(async () => {
    const there = new Queue();
    const back = new Queue();
    const partner = createTask(async () => {
      for (let i = 0; i < rounds; i++) {
        await back.put((await there.get()) + 1);
      }
    });
    let messages = 0;
    for (let i = 0; i < rounds; i++) {
      await there.put(messages + 1);
      messages = await back.get();
    }
    await partner;
    return messages;
  }, options);
};
