// Two coroutines of one second each, gathered: both finish after one second.
import { coroutine, gather, run, sleep } from "@awaitwise/runtime";

const work = coroutine(async (name: string) => {
  await sleep(1_000);
  return `${name} is done`;
});

await run(async () => {
  const [first, second] = await gather(work("first"), work("second"));
  console.log(first);
  console.log(second);
});
