import { makeCancelledError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import { constructorForOthers, isNoAwait, noticeAwaits } from "../tasks/awaiting.js";
import { loopHere } from "../tasks/current.js";
import { SharedCallback } from "../tasks/done-callback.js";
import { type Awaitable, ensureFuture, type ResultOf } from "../tasks/ensure-future.js";
import { Future } from "../tasks/future.js";
import { FAILED, FULFILLED } from "../tasks/future-state.js";

export interface GatherOptions {
  /** Whether errors stand among the results instead of being thrown. */
  readonly returnExceptions?: boolean;
}

type Results<A extends readonly unknown[]> = { -readonly [K in keyof A]: ResultOf<A[K]> };
type Settled<A extends readonly unknown[]> = { -readonly [K in keyof A]: ResultOf<A[K]> | Error };

/**
 * Runs all at the same time and gives the results in the order given. Coroutines and functions
 * become tasks. The same coroutine or future given twice counts once; a function given twice is
 * called twice.
 *
 * The first error is thrown at once, while the others run on; with `returnExceptions` errors stand
 * among the results. Cancelling the gather cancels all that are not done.
 *
 * @throws the first error of any of them, unless `returnExceptions` is set
 * @throws CancelledError where one of them was cancelled, or the gather itself
 * @see asyncio.gather
 * @example
 * ```ts
 * import { gather, run, sleep } from "@awaitwise/runtime";
 *
 * const later = async (delay: number) => {
 *   await sleep(delay);
 *   return delay;
 * };
 *
 * console.log(await run(() => gather(() => later(20), () => later(10))));
 * // prints: [ 20, 10 ]
 * ```
 */
export function gather<const A extends readonly Awaitable<unknown>[]>(
  awaitables: A,
  options: { readonly returnExceptions: true },
): Future<Settled<A>>;
export function gather<const A extends readonly Awaitable<unknown>[]>(
  awaitables: A,
  options?: { readonly returnExceptions?: false },
): Future<Results<A>>;
export function gather<const A extends readonly Awaitable<unknown>[]>(
  awaitables: A,
  options: GatherOptions,
): Future<Settled<A>>;
export function gather<const A extends readonly Awaitable<unknown>[]>(
  ...awaitables: A
): Future<Results<A>>;
export function gather(...args: unknown[]): Future<unknown> {
  const [first, second] = args;
  if (Array.isArray(first)) {
    const options = second as GatherOptions | undefined;
    return gatherAll(first as Awaitable<unknown>[], options?.returnExceptions ?? false);
  }
  return gatherAll(args as Awaitable<unknown>[], false);
}

function gatherAll(
  awaitables: readonly Awaitable<unknown>[],
  returnExceptions: boolean,
): Future<unknown[]> {
  if (awaitables.length === 0) {
    const empty = loopHere().createFuture<unknown[]>();
    empty.setResult([]);
    return empty;
  }
  let loop: EventLoop | undefined;
  let outer: GatheringFuture | undefined;
  let count = 0;
  let finished = 0;
  const futures = new Map<unknown, Future<unknown>>();
  const finishedEarly: Future<unknown>[] = [];
  const children: Future<unknown>[] = [];

  const childDone = (child: Future<unknown>): void => {
    finished++;
    if (outer === undefined || outer.done()) {
      child._retrieve();
      return;
    }
    if (!returnExceptions) {
      if (child.cancelled()) {
        outer._fail(child._makeCancelledError());
        return;
      }
      if (child._state === FAILED) {
        outer._fail(child.exception());
        return;
      }
    }
    if (finished < count) {
      return;
    }
    if (outer.cancelWasRequested) {
      outer._fail(child._makeCancelledError());
    } else {
      outer.setResult(children.map(outcome));
    }
  };

  const shared = new SharedCallback(childDone);
  for (const awaitable of awaitables) {
    const isCall = typeof awaitable === "function";
    let future = isCall ? undefined : futures.get(awaitable);
    if (future === undefined) {
      count++;
      future = ensureFuture(awaitable, loop);
      loop ??= future._loop;
      if (!isCall) {
        futures.set(awaitable, future);
      }
      if (future.done()) {
        finishedEarly.push(future);
      } else {
        future._whenDoneAlso(shared);
      }
    }
    children.push(future);
  }
  outer = new GatheringFuture(loop as EventLoop, children);
  for (const future of finishedEarly) {
    childDone(future);
  }
  return outer;
}

function outcome(child: Future<unknown>): unknown {
  if (child._state === FULFILLED) {
    return child._value;
  }
  if (child.cancelled()) {
    return makeCancelledError(child._cancelMessage);
  }
  return child.exception();
}

/** Cancelling it cancels the children; it is done only when they are. */
class GatheringFuture extends Future<unknown[]> {
  cancelWasRequested = false;

  constructor(
    loop: EventLoop,
    readonly children: readonly Future<unknown>[],
  ) {
    super(loop);
  }

  override get _stoodFor(): readonly Future<unknown>[] {
    return this.children;
  }

  override cancel(message?: string): boolean {
    if (this.done()) {
      return false;
    }
    let reached = false;
    for (const child of this.children) {
      reached = child.cancel(message) || reached;
    }
    if (reached) {
      this.cancelWasRequested = true;
    }
    return reached;
  }
}

const gatheringFuturePrototype: object = GatheringFuture.prototype;
noticeAwaits(GatheringFuture, function () {
  if (isNoAwait(this)) {
    return constructorForOthers();
  }
  return this === gatheringFuturePrototype ? GatheringFuture : this._noticeAwait();
});
