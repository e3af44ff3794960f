import { gather, run } from "@awaitwise/runtime";

async function work() {
  return 1;
}

export default (count, options) =>
  run(
    async () => (await gather(Array.from({ length: count }, () => () => work()))).length,
    options,
  );
