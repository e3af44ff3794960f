/** What tests may look at and programs may not: each of these is a leak or a lost wake-up if wrong. */
import type { EventLoop } from "../loop/event-loop.js";
import type { Future } from "../tasks/future.js";
import type { Suspension, Task } from "../tasks/task.js";

/** How many callbacks and waiters a future has. */
export function callbackCount(future: Future<unknown>): number {
  const callbacks = future._callbacks;
  return callbacks === null ? 0 : Array.isArray(callbacks) ? callbacks.length : 1;
}

/** How many timers a loop still holds. */
export function timerCount(loop: EventLoop): number {
  return loop._timers.size;
}

/** What a task is suspended on: a future, where it awaits one. */
export function suspensionOf(task: Task<unknown>): Suspension | null {
  return task._suspension;
}

/** Whether a task that has not begun needs an object beside itself to remember where it was made. */
export function remembersHost(task: Task<unknown>): boolean {
  return (task._extra?.host ?? null) !== null;
}
