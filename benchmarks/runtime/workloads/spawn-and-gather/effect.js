import { Effect, Fiber } from "effect";

const work = Effect.sync(() => 1);

export default (count) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const fibers = [];
      for (let i = 0; i < count; i++) {
        fibers.push(yield* Effect.forkChild(work));
      }
      const exits = yield* Fiber.awaitAll(fibers);
      return exits.length;
    }),
  );
