import { setTimeout as sleep } from "node:timers/promises";

const hour = 3_600_000;

export default async (count) => {
  let cancelled = 0;
  for (let i = 0; i < count; i++) {
    const controller = new AbortController();
    const sleeper = (async () => {
      await sleep(hour, undefined, { signal: controller.signal });
    })();
    controller.abort();
    try {
      await sleeper;
    } catch (error) {
      cancelled += error.name === "AbortError" ? 1 : 0;
    }
  }
  return cancelled;
};
