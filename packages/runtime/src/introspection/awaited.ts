import type { Future } from "../tasks/future.js";
import { Task } from "../tasks/task.js";

/** The futures and tasks that a future waits for right now: those that are not done. */
export function awaitedBy(waiter: Future<unknown>): Future<unknown>[] {
  const awaited = waiter instanceof Task ? waiter._awaitedFutures() : waiter._stoodFor;
  return [...new Set(awaited)].filter((future) => !future.done());
}

/** The tasks among them, also behind futures that stand for several, such as a gather's. */
export function tasksAwaitedBy(waiter: Future<unknown>): Task<unknown>[] {
  const found = new Set<Task<unknown>>();
  const seen = new Set<Future<unknown>>([waiter]);
  const follow = (from: Future<unknown>): void => {
    for (const future of awaitedBy(from)) {
      if (future instanceof Task) {
        found.add(future);
      } else if (!seen.has(future)) {
        seen.add(future);
        follow(future);
      }
    }
  };
  follow(waiter);
  return [...found];
}

/** Who waits for each future that the tasks wait for, in the order in which the tasks were made. */
export function awaiters(
  tasks: Iterable<Task<unknown>>,
): ReadonlyMap<Future<unknown>, readonly Future<unknown>[]> {
  const found = new Map<Future<unknown>, Future<unknown>[]>();
  const seen = new Set<Future<unknown>>();
  const follow = (waiter: Future<unknown>): void => {
    if (seen.has(waiter)) {
      return;
    }
    seen.add(waiter);
    for (const future of awaitedBy(waiter)) {
      const known = found.get(future);
      if (known === undefined) {
        found.set(future, [waiter]);
      } else {
        known.push(waiter);
      }
      if (!(future instanceof Task)) {
        follow(future);
      }
    }
  };
  for (const task of tasks) {
    follow(task);
  }
  return found;
}
