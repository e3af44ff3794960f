import { describeWait } from "../introspection/describe-wait.js";
import type { Task } from "../tasks/task.js";

/** Says which task waits for what, and where that is known, for the message of a DeadlockError. */
export function describeDeadlock(tasks: Iterable<Task<unknown>>): string {
  const waits = describeWaits(tasks);
  if (waits === "") {
    return "Nothing is ready, no timer is pending and no task is left, but the loop was not stopped";
  }
  return `No task can ever run again:\n${waits}`;
}

/** A line for each task. */
export function describeWaits(tasks: Iterable<Task<unknown>>): string {
  return Array.from(
    tasks,
    (task) => `  ${task.getName()} waits for ${describeWait(task)}${where(task)}`,
  ).join("\n");
}

/** The innermost function of the program that awaits: tasks made in debug mode know it. */
function where(task: Task<unknown>): string {
  const place = task._awaitsAt()?.split("\n")[0]?.trim();
  return place === undefined ? "" : `, ${place}`;
}
