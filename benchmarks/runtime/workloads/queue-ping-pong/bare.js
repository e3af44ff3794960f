import { PromiseQueue } from "../../bare/promise-queue.js";

export default async (count) => {
  const rounds = Math.ceil(count / 2);
  const there = new PromiseQueue();
  const back = new PromiseQueue();
  const partner = (async () => {
    for (let i = 0; i < rounds; i++) {
      await back.put((await there.get()) + 1);
    }
  })();
  let messages = 0;
  for (let i = 0; i < rounds; i++) {
    await there.put(messages + 1);
    messages = await back.get();
  }
  await partner;
  return messages;
};
