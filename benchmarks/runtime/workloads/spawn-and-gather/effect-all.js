import { Effect } from "effect";

const work = Effect.sync(() => 1);

export default async (count) => {
  const results = await Effect.runPromise(
    Effect.all(
      Array.from({ length: count }, () => work),
      { concurrency: "unbounded" },
    ),
  );
  return results.length;
};
