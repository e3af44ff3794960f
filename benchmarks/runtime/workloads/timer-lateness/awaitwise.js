import { gather, run, sleep } from "@awaitwise/runtime";

export default (count, { report }) =>
  run(async () => {
    const sleepers = Array.from({ length: count }, (_, i) => async () => {
      const delay = 1000 + (2000 * ((i * 7919) % count)) / count;
      const due = performance.now() + delay;
      await sleep(delay);
      return performance.now() - due;
    });
    const late = (await gather(sleepers)).sort((a, b) => a - b);
    report({ p99: late[Math.floor(count * 0.99)] });
  });
