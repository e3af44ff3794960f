import { Future } from "../tasks/future.js";
import { type Suspension, Task } from "../tasks/task.js";
import { awaitedBy } from "./awaited.js";

/** More names than this would hide the rest. */
const MOST_NAMES = 5;

/** What a task that is suspended waits for, in words that end a sentence. */
export function describeWait(task: Task<unknown>): string {
  const suspensions = task._suspensions();
  if (suspensions.length === 0) {
    return "a promise that is not the runtime's";
  }
  return suspensions.map(describeSuspension).join(" and ");
}

function describeSuspension(suspension: Suspension): string {
  if (suspension instanceof Future) {
    return describeAwaited(suspension);
  }
  // What is no future is a coroutine of the runtime's own.
  return (suspension as unknown as { getName(): string }).getName();
}

/** One that stands for others is described by them. */
function describeAwaited(future: Future<unknown>): string {
  if (future instanceof Task) {
    return future.getName();
  }
  const behind = awaitedBy(future);
  if (behind.length === 0) {
    return future._words ?? "a future that nobody finishes";
  }
  const names = behind.slice(0, MOST_NAMES).map(describeAwaited);
  const more = behind.length - names.length;
  return more === 0 ? names.join(", ") : `${names.join(", ")} and ${more} more`;
}
