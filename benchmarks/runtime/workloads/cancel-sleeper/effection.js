import { run, sleep, spawn } from "effection";
import { giveUpTurn } from "../../effection/give-up-turn.js";

const hour = 3_600_000;

export default (count) =>
  run(function* () {
    let cancelled = 0;
    for (let i = 0; i < count; i++) {
      const task = yield* spawn(function* () {
        try {
          yield* sleep(hour);
        } finally {
          cancelled++;
        }
      });
      yield* giveUpTurn();
      yield* task.halt();
    }
    return cancelled;
  });
