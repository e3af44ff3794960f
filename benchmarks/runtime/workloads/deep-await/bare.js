import { giveUpTurn } from "../../bare/give-up-turn.js";

async function descend(depth) {
  if (depth === 0) {
    await giveUpTurn();
    return 0;
  }
  return 1 + (await descend(depth - 1));
}

export default async (count) => {
  let frames = 0;
  while (frames < count) {
    frames += await descend(100);
  }
  return frames;
};
