// The results stand in the order given, whichever coroutine ends first.
import { coroutine, gather, run, sleep } from "@awaitwise/runtime";

const square = coroutine(async (n: number, duration: number) => {
  await sleep(duration);
  return n * n;
});

await run(async () => {
  console.log(await gather(square(1, 1_000), square(2, 3_000), square(3, 2_000)));
  console.log(await gather(square(1, 2_000), square(2, 1_000), square(3, 3_000)));
});
