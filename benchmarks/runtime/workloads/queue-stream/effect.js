import { Effect, Fiber, Queue } from "effect";

export default (count) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const queue = yield* Queue.bounded(100);
      const producer = yield* Effect.forkChild(
        Effect.gen(function* () {
          for (let i = 0; i < count; i++) {
            yield* Queue.offer(queue, 1);
          }
        }),
      );
      let taken = 0;
      while (taken < count) {
        taken += yield* Queue.take(queue);
      }
      yield* Fiber.join(producer);
      return taken;
    }),
  );
