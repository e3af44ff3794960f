import { Effect } from "effect";
import { heapInUse } from "../../measure/heap.js";

const sleeper = Effect.gen(function* () {
  yield* Effect.sleep("1 hour");
});

export default (count, { report }) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const before = heapInUse();
      const start = performance.now();
      for (let i = 0; i < count; i++) {
        yield* Effect.forkChild(sleeper);
      }
      yield* Effect.yieldNow;
      const spawn = performance.now() - start;
      report({ bytes: (heapInUse() - before) / count, spawn });
    }),
  );
