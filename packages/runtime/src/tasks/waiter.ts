import { contextFollowsPromises } from "../context/frame.js";
import type { EventLoop } from "../loop/event-loop.js";
import type { ReadyEntry } from "../loop/ready-queue.js";
import type { Reject, Resolve } from "./awaiting.js";
import type { Future } from "./future.js";
import { FULFILLED } from "./future-state.js";
import type { Task } from "./task.js";

/** One await of a future whose own promise is another waiter's. */
export class Waiter implements ReadyEntry {
  readonly _isWakeUp = true;
  #resolve: Resolve | null = null;
  #reject: Reject | null = null;
  /** Its turn came before its `then`. */
  #outcome: { readonly failed: boolean; readonly value: unknown } | null = null;

  constructor(
    readonly future: Future<unknown>,
    readonly task: Task<unknown> | null,
  ) {}

  ripen(): void {
    ripe = this;
  }

  settleBy(resolve: Resolve, reject: Reject): void {
    ripe = null;
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
    }
  }
}

/** Remembers an await that was noticed, until its `then` is called. */
export function addArriving(future: Future<unknown>, waiter: Waiter): void {
  const arriving = future._arriving;
  if (arriving === null) {
    future._arriving = waiter;
  } else if (arriving instanceof Waiter) {
    future._arriving = [arriving, waiter];
  } else {
    arriving.push(waiter);
  }
}

/**
 * The await that was noticed before, and whose `then` is called now: its callbacks are the two functions
 * that settle the awaiter's promise, and it has no use for what `then` returns.
 */
export function takeArrived(future: Future<unknown>, task: Task<unknown> | null): Waiter | null {
  const arriving = future._arriving;
  if (arriving === null) {
    return null;
  }
  if (arriving instanceof Waiter) {
    if (!isArriving(arriving, task)) {
      return null;
    }
    future._arriving = null;
    return arriving;
  }
  const index = arriving.findIndex((waiter) => isArriving(waiter, task));
  if (index < 0) {
    return null;
  }
  const [waiter] = arriving.splice(index, 1) as [Waiter];
  if (arriving.length === 0) {
    future._arriving = null;
  }
  return waiter;
}

/**
 * The await whose `then` is called next. A host without an async context does not tell in which task
 * that is; but a microtask that the notice of an await queues runs right before it.
 */
let ripe: Waiter | null = null;

function isArriving(waiter: Waiter, task: Task<unknown> | null): boolean {
  return contextFollowsPromises ? waiter.task === task : waiter === ripe;
}
