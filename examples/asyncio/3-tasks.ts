// Two tasks run in the background while main does other work; then both are awaited.
import { createTask, run, sleep } from "@awaitwise/runtime";

async function work(name: string, duration: number) {
  await sleep(duration);
  console.log(`${name} finished`);
}

await run(async () => {
  const short = createTask(work, "short", 1_000);
  const long = createTask(work, "long", 2_000);
  console.log("other work meanwhile");
  await short;
  await long;
  console.log("both awaited");
});
