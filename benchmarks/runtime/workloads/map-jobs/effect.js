import { Effect } from "effect";

export default async (count) => {
  const items = Array.from({ length: count }, (_, i) => i);
  const job = (item) =>
    Effect.gen(function* () {
      yield* Effect.yieldNow;
      return item;
    });
  const results = await Effect.runPromise(Effect.forEach(items, job, { concurrency: 100 }));
  return results.length;
};
