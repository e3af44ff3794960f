import { gather, run, sleep } from "@awaitwise/runtime";

export default (count, { tasks, ...options }) => {
  const turns = Math.ceil(count / tasks);
  const work = async () => {
    for (let i = 0; i < turns; i++) {
      await sleep(0);
    }
  };
  return run(async () => {
    await gather(Array.from({ length: tasks }, () => () => work()));
    return tasks * turns;
  }, options);
};
