import { PromiseQueue } from "../../bare/promise-queue.js";

export default async (count) => {
  const queue = new PromiseQueue(100);
  const producer = (async () => {
    for (let i = 0; i < count; i++) {
      await queue.put(1);
    }
  })();
  let taken = 0;
  while (taken < count) {
    taken += await queue.get();
  }
  await producer;
  return taken;
};
