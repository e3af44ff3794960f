import { TimeoutError } from "../errors.js";
import type { Handle } from "../loop/handle.js";
import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import { type Awaitable, distinctFutures, type ResultOf } from "../tasks/ensure-future.js";
import type { Future } from "../tasks/future.js";
import type { FutureOf } from "./wait.js";

export interface AsCompletedOptions {
  /** In milliseconds, for all of them together; no limit where it is null or not given. */
  readonly timeout?: number | null;
}

/**
 * Gives results in the order in which they come. `for await` gives the futures themselves, each done
 * (a task that was given comes back as it is); a plain `for` gives coroutines, of which each waits for
 * the next result.
 *
 * @throws TimeoutError from the loop or the coroutines, where the time is over before all are done
 * @see asyncio.as_completed
 * @example
 * ```ts
 * import { asCompleted, createTask, run, sleep } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const slow = createTask(() => sleep(20, "slow"));
 *   const fast = createTask(() => sleep(10, "fast"));
 *   for (const next of asCompleted([slow, fast])) {
 *     console.log(await next);
 *   }
 * });
 * // prints: fast
 * // prints: slow
 * ```
 */
export function asCompleted<W extends Awaitable<unknown>>(
  awaitables: Iterable<W>,
  options: AsCompletedOptions = {},
): AsCompleted<W> {
  return new AsCompleted<W>(awaitables, options.timeout ?? null);
}

/** The iterator that `asCompleted` gives. */
export class AsCompleted<W extends Awaitable<unknown>>
  implements AsyncIterableIterator<FutureOf<W>>, Iterable<Coroutine<ResultOf<W>>>
{
  readonly #todo: Set<Future<unknown>>;
  #left: number;
  /** Done and not given out yet; null stands for one that the time was over for. */
  readonly #done: (Future<unknown> | null)[] = [];
  readonly #waiters: Future<void>[] = [];
  #timer: Handle | null = null;

  /** Made by `asCompleted`. */
  constructor(awaitables: Iterable<W>, timeout: number | null) {
    const loop = getRunningLoop();
    this.#todo = distinctFutures(awaitables, loop);
    this.#left = this.#todo.size;
    for (const future of this.#todo) {
      future._whenDone(this.#completed);
    }
    if (this.#left > 0 && timeout !== null) {
      this.#timer = loop._callLater(timeout, () => this.#timeIsOver());
    }
  }

  readonly #completed = (future: Future<unknown>): void => {
    if (!this.#todo.delete(future)) {
      return;
    }
    this.#put(future);
    if (this.#todo.size === 0) {
      this.#timer?.cancel();
    }
  };

  #timeIsOver(): void {
    for (const future of this.#todo) {
      future.removeDoneCallback(this.#completed);
      this.#put(null);
    }
    this.#todo.clear();
  }

  #put(future: Future<unknown> | null): void {
    this.#done.push(future);
    this.#wakeNext();
  }

  #wakeNext(): void {
    for (let waiter = this.#waiters.shift(); waiter; waiter = this.#waiters.shift()) {
      if (!waiter.done()) {
        waiter.setResult();
        return;
      }
    }
  }

  /**
   * Waits as `Queue.get` does: a waiter that is cancelled passes its turn on. The future comes in a
   * box, since a promise that is given a future would wait for it.
   */
  async #take(): Promise<{ readonly future: Future<unknown> }> {
    while (this.#done.length === 0) {
      const waiter = getRunningLoop().createFuture<void>()._standFor(this.#todo);
      this.#waiters.push(waiter);
      try {
        await waiter;
      } catch (error) {
        waiter.cancel();
        const place = this.#waiters.indexOf(waiter);
        if (place >= 0) {
          // awaitwise-ignore-next-line floating-promise -- the waiter that was just cancelled
          this.#waiters.splice(place, 1);
        }
        if (this.#done.length > 0 && !waiter.cancelled()) {
          this.#wakeNext();
        }
        // The result that this wait would have taken is still to come, for the next one to take.
        this.#left++;
        throw error;
      }
    }
    const future = this.#done.shift() as Future<unknown> | null;
    if (future === null) {
      throw new TimeoutError("The time limit was reached before all were done");
    }
    return { future };
  }

  async next(): Promise<IteratorResult<FutureOf<W>, undefined>> {
    if (this.#left === 0) {
      return { done: true, value: undefined };
    }
    this.#left--;
    return { done: false, value: (await this.#take()).future as FutureOf<W> };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  *[Symbol.iterator](): IterableIterator<Coroutine<ResultOf<W>>> {
    while (this.#left > 0) {
      this.#left--;
      yield new Coroutine<unknown>(async () => (await this.#take()).future.result()) as Coroutine<
        ResultOf<W>
      >;
    }
  }
}
