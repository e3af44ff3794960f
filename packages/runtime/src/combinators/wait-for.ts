import { CancelledError, TimeoutError } from "../errors.js";
import { timeout as limit } from "../scopes/timeout.js";
import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import { type Awaitable, ensureFuture, type ResultOf } from "../tasks/ensure-future.js";
import { Future } from "../tasks/future.js";
import { wrapFuture } from "../tasks/wrap-future.js";

/**
 * Waits for one thing for a limited time. When the time is over it is cancelled, and once it has
 * ended a TimeoutError is thrown. A coroutine or function runs in the caller's own task.
 *
 * @param timeout in milliseconds; null for no limit
 * @throws TimeoutError where the limit was reached
 * @throws CancelledError where the waiting task is cancelled; what it waits for is cancelled too
 * @see asyncio.wait_for
 * @example
 * ```ts
 * import { run, sleep, waitFor } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   console.log(await waitFor(() => sleep(10, "in time"), 60_000));
 * });
 * // prints: in time
 * ```
 */
export function waitFor<W extends Awaitable<unknown>>(
  awaitable: W,
  timeout: number | null,
): Coroutine<ResultOf<W>> {
  return new Coroutine(waitWithLimit, [awaitable, timeout]) as unknown as Coroutine<ResultOf<W>>;
}

async function waitWithLimit(
  awaitable: Awaitable<unknown>,
  timeout: number | null,
): Promise<unknown> {
  if (timeout !== null && timeout <= 0) {
    return await onlyIfDone(ensureFuture(awaitable));
  }
  return await limit(timeout, () => start(awaitable));
}

/** In the caller's own task, except for a promise that is running already. */
function start(awaitable: Awaitable<unknown>): unknown {
  if (typeof awaitable === "function") {
    return awaitable();
  }
  return awaitable instanceof Future || awaitable instanceof Coroutine
    ? awaitable
    : wrapFuture(awaitable);
}

async function onlyIfDone(future: Future<unknown>): Promise<unknown> {
  if (future.done()) {
    return future.result();
  }
  await cancelAndWait(future);
  try {
    return future.result();
  } catch (error) {
    throw error instanceof CancelledError
      ? new TimeoutError("The time limit was reached", { cause: error })
      : error;
  }
}

/** Waits beside the future, not on it: this wait must itself be cancellable for certain. */
async function cancelAndWait(future: Future<unknown>): Promise<void> {
  const waiter = getRunningLoop().createFuture<void>()._standFor([future]);
  const release = (): void => {
    if (!waiter.done()) {
      waiter.setResult();
    }
  };
  future._whenDone(release);
  try {
    future.cancel();
    await waiter;
  } finally {
    future.removeDoneCallback(release);
  }
}
