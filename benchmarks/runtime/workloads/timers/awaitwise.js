import { gather, run, sleep } from "@awaitwise/runtime";

export default (count, options) =>
  run(async () => {
    const sleepers = Array.from({ length: count }, (_, i) => async () => {
      await sleep(1 + ((i * 7919) % 1000));
      return 1;
    });
    return (await gather(sleepers)).length;
  }, options);
