import pLimit from "p-limit";
import { giveUpTurn } from "../../bare/give-up-turn.js";

export default async (count) => {
  const items = Array.from({ length: count }, (_, i) => i);
  const job = async (item) => {
    await giveUpTurn();
    return item;
  };
  return (await pLimit(100).map(items, job)).length;
};
