import { run, spawn } from "effection";

// biome-ignore lint/correctness/useYield: an operation that ends in its first step is what is measured.
function* work() {
  return 1;
}

export default (count) =>
  run(function* () {
    let done = 0;
    for (let i = 0; i < count; i++) {
      done += yield* yield* spawn(work);
    }
    return done;
  });
