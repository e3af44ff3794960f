import { createTask, run } from "@awaitwise/runtime";

async function work() {
  return 1;
}

export default (count, options) =>
  run(async () => {
    let done = 0;
    for (let i = 0; i < count; i++) {
      done += await createTask(work);
    }
    return done;
  }, options);
