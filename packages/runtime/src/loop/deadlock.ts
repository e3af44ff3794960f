import type { Task } from "../tasks/task.js";

/** Says which task waits for what, for the message of a DeadlockError. */
export function describeDeadlock(tasks: Iterable<Task<unknown>>): string {
  const lines = [...tasks].map((task) => `  ${task.getName()} waits for ${describeWait(task)}`);
  if (lines.length === 0) {
    return "Nothing is ready, no timer is pending and no task is left, but the loop was not stopped";
  }
  return `No task can ever run again:\n${lines.join("\n")}`;
}

function describeWait(task: Task<unknown>): string {
  const suspension = task._suspension;
  if (suspension === null) {
    return "a promise that is not the runtime's";
  }
  const name = (suspension as { getName?: () => string }).getName;
  return name === undefined ? "a future that nobody finishes" : name.call(suspension);
}
