import { giveUpTurn } from "../../bare/give-up-turn.js";

export default async (count) => {
  const results = new Array(count);
  const items = Array.from({ length: count }, (_, i) => i).entries();
  const job = async (item) => {
    await giveUpTurn();
    return item;
  };
  const worker = async () => {
    for (const [index, item] of items) {
      results[index] = await job(item);
    }
  };
  await Promise.all(Array.from({ length: 100 }, worker));
  return results.length;
};
