// Wait for a list of tasks: the done and the pending ones come back as sets.
import { ALL_COMPLETED, createTask, run, sleep, wait } from "@awaitwise/runtime";

async function double(n: number) {
  await sleep(n * 1_000);
  return n * 2;
}

await run(async () => {
  const tasks = [createTask(double, 1), createTask(double, 2), createTask(double, 3)];
  const [done, pending] = await wait(tasks, { returnWhen: ALL_COMPLETED });
  for (const task of done) {
    console.log(task.result());
  }
  console.log(`${done.size} done, ${pending.size} pending`);
});
