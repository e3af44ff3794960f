import { run, sleep } from "@awaitwise/runtime";

async function descend(depth) {
  if (depth === 0) {
    await sleep(0);
    return 0;
  }
  return 1 + (await descend(depth - 1));
}

export default (count, options) =>
  run(async () => {
    let frames = 0;
    while (frames < count) {
      frames += await descend(100);
    }
    return frames;
  }, options);
