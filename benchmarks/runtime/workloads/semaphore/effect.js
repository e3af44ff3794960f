import { Effect, Semaphore } from "effect";

export default (count) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const semaphore = yield* Semaphore.make(100);
      let passed = 0;
      const work = Semaphore.withPermit(
        semaphore,
        Effect.gen(function* () {
          yield* Effect.yieldNow;
          passed++;
        }),
      );
      yield* Effect.all(
        Array.from({ length: count }, () => work),
        { concurrency: "unbounded", discard: true },
      );
      return passed;
    }),
  );
