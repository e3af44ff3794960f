import { gather, Lock, run, sleep } from "@awaitwise/runtime";

const tasks = 100;

export default (count, options) => {
  const turns = Math.ceil(count / tasks);
  return run(async () => {
    const lock = new Lock();
    let taken = 0;
    const work = async () => {
      for (let i = 0; i < turns; i++) {
        await lock.with(async () => {
          await sleep(0);
          taken++;
        });
      }
    };
    await gather(Array.from({ length: tasks }, () => () => work()));
    return taken;
  }, options);
};
