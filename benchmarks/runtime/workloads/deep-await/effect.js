import { Effect } from "effect";

const descend = Effect.fnUntraced(function* (depth) {
  if (depth === 0) {
    yield* Effect.yieldNow;
    return 0;
  }
  return 1 + (yield* descend(depth - 1));
});

export default (count) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let frames = 0;
      while (frames < count) {
        frames += yield* descend(100);
      }
      return frames;
    }),
  );
