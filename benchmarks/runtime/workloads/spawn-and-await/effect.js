import { Effect, Fiber } from "effect";

const work = Effect.sync(() => 1);

export default (count) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let done = 0;
      for (let i = 0; i < count; i++) {
        done += yield* Fiber.join(yield* Effect.forkChild(work));
      }
      return done;
    }),
  );
