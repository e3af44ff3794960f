import { cancellationOf } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import { loopHere } from "./current.js";
import { Future } from "./future.js";

/**
 * A future that follows a promise of any kind. Awaiting the promise itself cannot be cancelled;
 * awaiting this can: the task goes on at once, and what the promise brings later is dropped.
 *
 * @param loop is the running one where it is not given
 * @throws TypeError where the value is not a promise
 * @see asyncio.wrap_future
 * @example
 * ```ts
 * import { run, wrapFuture } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   console.log(await wrapFuture(Promise.resolve("from outside")));
 * });
 * // prints: from outside
 * ```
 */
export function wrapFuture<T>(promise: PromiseLike<T>, loop?: EventLoop): Future<T> {
  if (promise instanceof Future) {
    return promise;
  }
  if (typeof (promise as { then?: unknown } | null)?.then !== "function") {
    throw new TypeError(
      `A promise, a coroutine or an async function is needed, not ${describe(promise)}`,
    );
  }
  const home = loop ?? loopHere();
  const future = home.createFuture<T>();
  home._external++;
  promise.then(
    (value) =>
      home._arrive(() => {
        home._external--;
        if (future.done()) {
          home._look();
        } else {
          future.setResult(value);
        }
      }),
    (error: unknown) =>
      home._arrive(() => {
        home._external--;
        const cancellation = cancellationOf(error);
        if (future.done()) {
          home._look();
        } else if (cancellation !== null) {
          future.cancel(cancellation.message);
        } else {
          future.setException(error);
        }
      }),
  );
  return future;
}

function describe(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
