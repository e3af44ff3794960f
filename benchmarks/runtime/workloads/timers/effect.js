import { Effect } from "effect";

export default async (count) => {
  const sleepers = Array.from({ length: count }, (_, i) =>
    Effect.gen(function* () {
      yield* Effect.sleep(1 + ((i * 7919) % 1000));
      return 1;
    }),
  );
  const results = await Effect.runPromise(Effect.all(sleepers, { concurrency: "unbounded" }));
  return results.length;
};
