import { Effect } from "effect";

export default async (count, { report }) => {
  const sleepers = Array.from({ length: count }, (_, i) =>
    Effect.gen(function* () {
      const delay = 1000 + (2000 * ((i * 7919) % count)) / count;
      const due = performance.now() + delay;
      yield* Effect.sleep(delay);
      return performance.now() - due;
    }),
  );
  const late = await Effect.runPromise(Effect.all(sleepers, { concurrency: "unbounded" }));
  late.sort((a, b) => a - b);
  report({ p99: late[Math.floor(count * 0.99)] });
};
