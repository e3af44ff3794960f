import { Cause, Effect, Exit, Fiber } from "effect";

const sleeper = Effect.gen(function* () {
  yield* Effect.sleep("1 hour");
});

export default (count) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let cancelled = 0;
      for (let i = 0; i < count; i++) {
        const fiber = yield* Effect.forkChild(sleeper);
        yield* Effect.yieldNow;
        yield* Fiber.interrupt(fiber);
        const exit = yield* Fiber.await(fiber);
        cancelled += Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) ? 1 : 0;
      }
      return cancelled;
    }),
  );
