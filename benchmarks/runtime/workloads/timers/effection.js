import { all, run, sleep } from "effection";

export default (count) =>
  run(function* () {
    function* sleeper(i) {
      yield* sleep(1 + ((i * 7919) % 1000));
      return 1;
    }
    const results = yield* all(Array.from({ length: count }, (_, i) => sleeper(i)));
    return results.length;
  });
