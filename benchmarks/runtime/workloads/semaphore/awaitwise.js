import { gather, run, Semaphore, sleep } from "@awaitwise/runtime";

export default (count, options) =>
  run(async () => {
    const semaphore = new Semaphore(100);
    let passed = 0;
    const work = () =>
      semaphore.with(async () => {
        await sleep(0);
        passed++;
      });
    await gather(Array.from({ length: count }, () => () => work()));
    return passed;
  }, options);
