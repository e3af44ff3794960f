import { all, run } from "effection";

// biome-ignore lint/correctness/useYield: an operation that ends in its first step is what is measured.
function* work() {
  return 1;
}

export default (count) =>
  run(function* () {
    const results = yield* all(Array.from({ length: count }, () => work()));
    return results.length;
  });
