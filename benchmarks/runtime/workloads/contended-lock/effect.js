import { Effect, Semaphore } from "effect";

const tasks = 100;

export default (count) => {
  const turns = Math.ceil(count / tasks);
  return Effect.runPromise(
    Effect.gen(function* () {
      const lock = yield* Semaphore.make(1);
      let taken = 0;
      const critical = Semaphore.withPermit(
        lock,
        Effect.gen(function* () {
          yield* Effect.yieldNow;
          taken++;
        }),
      );
      const work = Effect.gen(function* () {
        for (let i = 0; i < turns; i++) {
          yield* critical;
        }
      });
      yield* Effect.all(
        Array.from({ length: tasks }, () => work),
        { concurrency: "unbounded", discard: true },
      );
      return taken;
    }),
  );
};
