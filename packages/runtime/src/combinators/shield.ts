import { type Awaitable, ensureFuture, type ResultOf } from "../tasks/ensure-future.js";
import type { Future } from "../tasks/future.js";
import { FAILED } from "../tasks/future-state.js";

/**
 * Waits for something that goes on when the waiter is cancelled: the waiter gets its CancelledError,
 * what it waited for does not.
 *
 * @throws CancelledError where the waiting task is cancelled, or what it waits for
 * @see asyncio.shield
 * @example
 * ```ts
 * import { createTask, run, shield, sleep } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const saving = createTask(() => sleep(10, "saved"));
 *   const waiter = createTask(() => shield(saving));
 *   await sleep(0);
 *   waiter.cancel();
 *   console.log(await saving, waiter.cancelled());
 * });
 * // prints: saved true
 * ```
 */
export function shield<W extends Awaitable<unknown>>(awaitable: W): Future<ResultOf<W>> {
  return shieldFuture(ensureFuture(awaitable)) as Future<ResultOf<W>>;
}

function shieldFuture(inner: Future<unknown>): Future<unknown> {
  if (inner.done()) {
    return inner;
  }
  const outer = inner._loop.createFuture<unknown>()._standFor([inner]);
  const innerDone = (): void => {
    if (outer.cancelled()) {
      inner._retrieve();
    } else if (inner.cancelled()) {
      outer.cancel();
    } else if (inner._state === FAILED) {
      outer.setException(inner.exception());
    } else {
      outer.setResult(inner.result());
    }
  };
  inner._whenDone(innerDone);
  outer._whenDone(() => {
    if (!inner.done()) {
      inner.removeDoneCallback(innerDone);
    }
  });
  return outer;
}
