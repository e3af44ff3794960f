import { describeFuture } from "./describe-future.js";
import { Future } from "./future.js";
import { PENDING } from "./future-state.js";
import type { Task } from "./task.js";

/**
 * What `String(task)` gives.
 *
 * @param work is the name of what it runs; null where that is unknown by now
 */
export function describeTask(task: Task<unknown>, work: string | null): string {
  const isCancelling = task._state === PENDING && task.cancelling() > 0;
  return describeFuture(task, isCancelling ? "cancelling" : null, () => {
    const parts = [`name=${JSON.stringify(task.getName())}`];
    if (work !== null) {
      parts.push(`coroutine=${work || "(anonymous)"}`);
    }
    if (task._suspension instanceof Future) {
      parts.push(`waitFor=${task._suspension}`);
    }
    return parts;
  });
}

/** Where the task was made and where it awaits, as far as that is known. */
export function describeStack(task: Task<unknown>): string {
  const made = task._madeAt();
  const awaiting = task._awaitsAt();
  const known = awaiting === undefined ? "" : `\nAwaits here:\n${awaiting}`;
  const origin = made === undefined ? "" : `\nMade here:\n${made}`;
  const hint =
    task._extra?.watchesAwaits === true
      ? ""
      : "\nRun the loop in debug mode to see where it awaits";
  return `${task}${known}${origin}${hint}`;
}
