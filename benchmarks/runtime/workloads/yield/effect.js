import { Effect } from "effect";

export default async (count, { tasks }) => {
  const turns = Math.ceil(count / tasks);
  const work = Effect.gen(function* () {
    for (let i = 0; i < turns; i++) {
      yield* Effect.yieldNow;
    }
  });
  await Effect.runPromise(
    Effect.all(
      Array.from({ length: tasks }, () => work),
      { concurrency: "unbounded", discard: true },
    ),
  );
  return tasks * turns;
};
