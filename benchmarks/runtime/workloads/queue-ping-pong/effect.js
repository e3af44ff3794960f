import { Effect, Fiber, Queue } from "effect";

export default (count) => {
  const rounds = Math.ceil(count / 2);
  return Effect.runPromise(
    Effect.gen(function* () {
      const there = yield* Queue.unbounded();
      const back = yield* Queue.unbounded();
      const partner = yield* Effect.forkChild(
        Effect.gen(function* () {
          for (let i = 0; i < rounds; i++) {
            yield* Queue.offer(back, (yield* Queue.take(there)) + 1);
          }
        }),
      );
      let messages = 0;
      for (let i = 0; i < rounds; i++) {
        yield* Queue.offer(there, messages + 1);
        messages = yield* Queue.take(back);
      }
      yield* Fiber.join(partner);
      return messages;
    }),
  );
};
