import type { EventLoop } from "../loop/event-loop.js";
import { Coroutine } from "./coroutine.js";
import { loopHere } from "./current.js";
import { Future } from "./future.js";
import { wrapFuture } from "./wrap-future.js";

/**
 * What can be waited for: a future or task, a coroutine, an async function that has not been
 * called, or a promise that is already running.
 */
export type Awaitable<T> = Future<T> | Coroutine<T> | (() => PromiseLike<T> | T) | PromiseLike<T>;

/** What an awaitable gives. */
export type ResultOf<W> =
  W extends PromiseLike<infer T> ? Awaited<T> : W extends () => infer R ? Awaited<R> : never;

/**
 * A future for anything that can be waited for: a future as it is, a coroutine or function as a
 * task, a promise wrapped so that waiting for it can be cancelled.
 *
 * @param loop is the running one where it is not given
 * @throws RangeError where the future belongs to another loop than the one given
 * @throws TypeError where the value cannot be awaited
 * @see asyncio.ensure_future
 */
export function ensureFuture<T>(awaitable: Awaitable<T>, loop?: EventLoop): Future<T> {
  if (awaitable instanceof Future) {
    if (loop !== undefined && awaitable._loop !== loop) {
      throw new RangeError("The future belongs to another event loop than the one it is used in");
    }
    return awaitable;
  }
  if (awaitable instanceof Coroutine || typeof awaitable === "function") {
    return (loop ?? loopHere()).createTask<T>(awaitable);
  }
  return wrapFuture(awaitable, loop);
}

/**
 * A future for each of them, each once: the same future, coroutine or promise given twice is one; a
 * function given twice is two calls.
 */
export function distinctFutures(
  awaitables: Iterable<Awaitable<unknown>>,
  loop: EventLoop,
): Set<Future<unknown>> {
  const seen = new Set<unknown>();
  const futures = new Set<Future<unknown>>();
  for (const awaitable of awaitables) {
    if (typeof awaitable === "function" || !seen.has(awaitable)) {
      seen.add(awaitable);
      futures.add(ensureFuture(awaitable, loop));
    }
  }
  return futures;
}

/** Whether the value is a future or a task. */
export function isFuture(value: unknown): value is Future<unknown> {
  return value instanceof Future;
}

/** Whether the value is a coroutine. */
export function isCoroutine(value: unknown): value is Coroutine<unknown> {
  return value instanceof Coroutine;
}
