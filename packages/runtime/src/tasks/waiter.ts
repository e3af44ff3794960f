import type { EventLoop } from "../loop/event-loop.js";
import type { ReadyEntry } from "../loop/ready-queue.js";
import { markHandled, type Reject, type Resolve } from "./awaiting.js";
import type { Future } from "./future.js";
import { FULFILLED } from "./future-state.js";
import { recent } from "./recent.js";
import type { Task } from "./task.js";

/** One await of a future whose own promise is another waiter's. */
export class Waiter implements ReadyEntry {
  readonly _isWakeUp = true;
  #resolve: Resolve | null = null;
  #reject: Reject | null = null;
  /** See `takeArrived`. */
  nextArriving: Waiter | null = null;
  /** Whether it settles the future's own promise. */
  isOwn = false;
  /** Its turn came before its `then`. */
  #outcome: { readonly failed: boolean; readonly value: unknown } | null = null;

  constructor(
    readonly future: Future<unknown>,
    readonly task: Task<unknown> | null,
  ) {}

  settleBy(resolve: Resolve, reject: Reject): void {
    if (this.#outcome !== null) {
      (this.#outcome.failed ? reject : resolve)(this.#outcome.value);
      return;
    }
    this.#resolve = resolve;
    this.#reject = reject;
  }

  _run(loop: EventLoop): void {
    const { future, task } = this;
    const replaced = task === null ? undefined : task._resume(future);
    if (task !== null) {
      loop._beginStep(task);
    }
    const failed = replaced !== undefined || future._state !== FULFILLED;
    let value = failed ? (replaced ?? future._takeError()) : future._value;
    if (failed && task !== null) {
      value = task._explain(value);
    }
    if (this.#resolve === null || this.#reject === null) {
      this.#outcome = { failed, value };
    } else {
      (failed ? this.#reject : this.#resolve)(value);
      if (failed && this.isOwn) {
        markHandled(future);
      }
    }
  }
}

/**
 * A task does not keep what settles the promise that it is, since most are awaited by nobody or late, and very many
 * may wait. The one made last has it still: `await createTask(f)` needs no promise besides, and no `then`.
 */
export function keepSettlers(task: Task<unknown>): void {
  const last = recent;
  last.task = task;
  last.resolveTask = last.resolve;
  last.rejectTask = last.reject;
}

/** The task is done: it is held no more. */
export function forgetSettlers(task: Task<unknown>): void {
  const last = recent;
  if (last.task === task) {
    last.task = null;
    last.resolveTask = null;
    last.rejectTask = null;
  }
}

/** Lets the first waiter of a future use the promise that the future is; says whether it can. */
export function claimPromise(waiter: Waiter): boolean {
  const { task, resolveTask, rejectTask } = recent;
  if ((waiter.future as unknown) !== task || waiter.future._callbacks !== null) {
    return false;
  }
  waiter.settleBy(resolveTask as Resolve, rejectTask as Reject);
  waiter.isOwn = true;
  forgetSettlers(task as Task<unknown>);
  return true;
}

/** Whether an await in the task uses the promise that the future is. */
export function usesPromise(task: Task<unknown> | null, future: Future<unknown>): boolean {
  const callbacks = future._callbacks;
  const first = Array.isArray(callbacks) ? callbacks[0] : callbacks;
  return first instanceof Waiter && first.isOwn && first.task === task;
}

/**
 * The waiter of an await that was noticed this moment, which reads `then` next: nothing comes between the two. That
 * tells the `then` of an await from one that the program calls, even where it does so right after the await.
 */
let noticed: Waiter | null = null;

/**
 * Awaits that have read `then` and not called it yet: each does in a microtask of its own. There is seldom more than one,
 * and an array that is emptied again and again would be made anew each time.
 */
let firstArriving: Waiter | null = null;
let lastArriving: Waiter | null = null;

/** An await was noticed, and will read `then` now. */
export function expectThen(waiter: Waiter): void {
  noticed = waiter;
}

/** Somebody reads `then` of the future: whether it is the await that was noticed. */
export function isRead(future: Future<unknown>): boolean {
  const waiter = noticed;
  noticed = null;
  if (waiter === null || waiter.future !== future) {
    return false;
  }
  if (lastArriving === null) {
    firstArriving = waiter;
  } else {
    lastArriving.nextArriving = waiter;
  }
  lastArriving = waiter;
  return true;
}

/** The await that calls `then` of the future now. */
export function takeArrived(future: Future<unknown>): Waiter | null {
  let before: Waiter | null = null;
  let waiter = firstArriving;
  while (waiter !== null && waiter.future !== future) {
    before = waiter;
    waiter = waiter.nextArriving;
  }
  if (waiter === null) {
    return null;
  }
  if (before === null) {
    firstArriving = waiter.nextArriving;
  } else {
    before.nextArriving = waiter.nextArriving;
  }
  if (lastArriving === waiter) {
    lastArriving = before;
  }
  waiter.nextArriving = null;
  return waiter;
}
