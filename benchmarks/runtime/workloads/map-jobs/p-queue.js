import PQueue from "p-queue";
import { giveUpTurn } from "../../bare/give-up-turn.js";

export default async (count) => {
  const items = Array.from({ length: count }, (_, i) => i);
  const job = async (item) => {
    await giveUpTurn();
    return item;
  };
  const queue = new PQueue({ concurrency: 100 });
  return (await queue.addAll(items.map((item) => () => job(item)))).length;
};
