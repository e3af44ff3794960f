import { giveUpTurn } from "../../bare/give-up-turn.js";

const tasks = 100;

export default async (count) => {
  const turns = Math.ceil(count / tasks);
  let last = Promise.resolve();
  const withLock = (body) => {
    last = last.then(body);
    return last;
  };
  let taken = 0;
  const work = async () => {
    for (let i = 0; i < turns; i++) {
      await withLock(async () => {
        await giveUpTurn();
        taken++;
      });
    }
  };
  await Promise.all(Array.from({ length: tasks }, work));
  return taken;
};
