import { expect, test } from "@jest/globals";
import { createTask, EventLoop, Queue, timeout, VirtualClock } from "../index.js";

test("a step that begins as the clock jumps is not overtaken, where who woke in vain waits again", async () => {
  const log: string[] = [];
  const loop = new EventLoop({ clock: new VirtualClock() });
  await loop.runUntilComplete(async () => {
    const queue = new Queue<number>(1);
    const other = createTask(async () => {
      await queue.put(3);
      log.push(`took ${await queue.get()}`);
    });
    try {
      await timeout(7_000, () => queue.get());
    } catch {
      log.push(`caught at ${loop.time()}`);
    }
    const late = createTask(async () => {
      log.push("the task runs");
    });
    // Some turns of the host's, none of the loop's.
    for (let hop = 0; hop < 5; hop++) {
      await null;
    }
    log.push("the step goes on");
    await late;
    await other;
  });
  expect(log).toEqual(["took 3", "caught at 7000", "the step goes on", "the task runs"]);
});
