import { monotonicTime, printError, setTimer } from "../platform.js";
import type { Task } from "../tasks/task.js";

/** In debug mode: a step of the task has taken too long. */
export function reportSlowStep(task: Task<unknown>, duration: number): void {
  const place = task._awaitsAt();
  printError(
    `Task "${task.getName()}" ran for ${Math.round(duration)} ms without giving up the turn${place === undefined ? "" : `, until it awaited here:\n${place}`}`,
  );
}

/** In debug mode: a callback has taken too long. */
export function reportSlowCallback(name: string, duration: number): void {
  printError(`Callback ${name} ran for ${Math.round(duration)} ms`);
}

/**
 * In debug mode: the task was cancelled while it waits for a foreign promise, which the cancellation
 * cannot reach. It is reported where it is still held after the time given.
 */
export function watchHeld(task: Task<unknown>, after: number): void {
  const cancelledAt = monotonicTime();
  const look = (): void => {
    if (!task.done() && task._extra?.mustCancel === true && task._suspension === null) {
      const held = Math.round(monotonicTime() - cancelledAt);
      const place = task._madeAt();
      printError(
        `Task "${task.getName()}" was cancelled ${held} ms ago, but it still waits for a promise that is not the runtime's: await it by wrapFuture(), or give cancelSignal() to what made it${place === undefined ? "" : `\nThe task was made here:\n${place}`}`,
      );
    }
  };
  setTimer(look, after);
}
