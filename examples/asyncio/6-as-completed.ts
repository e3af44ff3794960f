// Results in the order of completion, not in the order given.
import { asCompleted, createTask, run, sleep } from "@awaitwise/runtime";

async function work(name: string, duration: number) {
  await sleep(duration);
  return `${name} after ${duration} ms`;
}

await run(async () => {
  const tasks = [createTask(work, "slow", 2_000), createTask(work, "fast", 1_000)];
  for await (const task of asCompleted(tasks)) {
    console.log(await task);
  }
});
