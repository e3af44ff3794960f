import { giveUpTurn } from "../../bare/give-up-turn.js";

export default async (count, { tasks }) => {
  const turns = Math.ceil(count / tasks);
  const work = async () => {
    for (let i = 0; i < turns; i++) {
      await giveUpTurn();
    }
  };
  await Promise.all(Array.from({ length: tasks }, work));
  return tasks * turns;
};
