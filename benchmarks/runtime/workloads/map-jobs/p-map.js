import pMap from "p-map";
import { giveUpTurn } from "../../bare/give-up-turn.js";

export default async (count) => {
  const items = Array.from({ length: count }, (_, i) => i);
  const job = async (item) => {
    await giveUpTurn();
    return item;
  };
  return (await pMap(items, job, { concurrency: 100 })).length;
};
