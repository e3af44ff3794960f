import { run } from "effection";
import { giveUpTurn } from "../../effection/give-up-turn.js";

function* descend(depth) {
  if (depth === 0) {
    yield* giveUpTurn();
    return 0;
  }
  return 1 + (yield* descend(depth - 1));
}

export default (count) =>
  run(function* () {
    let frames = 0;
    while (frames < count) {
      frames += yield* descend(100);
    }
    return frames;
  });
