import { mapConcurrent, run, sleep } from "@awaitwise/runtime";

export default (count, options) =>
  run(async () => {
    const items = Array.from({ length: count }, (_, i) => i);
    const results = await mapConcurrent(items, 100, async (item) => {
      await sleep(0);
      return item;
    });
    return results.length;
  }, options);
