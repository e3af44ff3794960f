import { all, run } from "effection";
import { giveUpTurn } from "../../effection/give-up-turn.js";

export default (count, { tasks }) => {
  const turns = Math.ceil(count / tasks);
  function* work() {
    for (let i = 0; i < turns; i++) {
      yield* giveUpTurn();
    }
  }
  return run(function* () {
    yield* all(Array.from({ length: tasks }, () => work()));
    return tasks * turns;
  });
};
