import { CancelledError, RuntimeError } from "../errors.js";
import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import type { Held } from "./acquirable.js";
import { Lock } from "./lock.js";
import { describePrimitive, LoopBound } from "./loop-bound.js";
import { Operation, onlyWait } from "./operation.js";
import { Waiters } from "./waiters.js";

/**
 * Lets tasks wait for a change of something that a lock guards. Who waits gives the lock up until
 * it is notified, and holds it again when it goes on.
 *
 * Without a lock given it makes its own; conditions that share one speak of the same thing.
 *
 * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Condition
 * @example
 * ```ts
 * import { Condition, createTask, run } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const stock: string[] = [];
 *   const changed = new Condition();
 *   const buyer = createTask(async () => {
 *     await changed.with(async () => {
 *       await changed.waitFor(() => stock.length > 0);
 *       console.log("bought", stock.pop());
 *     });
 *   });
 *   await changed.with(() => {
 *     stock.push("tea");
 *     changed.notify();
 *   });
 *   await buyer;
 * });
 * // prints: bought tea
 * ```
 */
export class Condition extends LoopBound {
  readonly #lock: Lock;
  /** @internal */ readonly _waiters = new Waiters();

  constructor(lock: Lock = new Lock()) {
    super();
    this.#lock = lock;
  }

  /** Whether a task holds the lock. */
  locked(): boolean {
    return this.#lock.locked();
  }

  /**
   * Acquires the lock, in the order in which tasks ask; gives `true`, always.
   *
   * Suspends only where it has to wait, and cancellation is seen there.
   *
   * @throws CancelledError when the task is cancelled while it waits.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Condition.acquire
   * @example
   * ```ts
   * import { Condition, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const changed = new Condition();
   *   console.log(await changed.acquire(), changed.locked());
   *   changed.release();
   * });
   * // prints: true true
   * ```
   */
  acquire(): Coroutine<true> {
    return this.#lock.acquire();
  }

  /**
   * Acquires the lock, runs the body, releases the lock however the body ends, and gives what the
   * body gave: the counterpart of `async with`.
   *
   * Suspends where it has to wait and wherever the body does.
   *
   * @throws CancelledError when the task is cancelled while it waits; the body has not run then.
   * @throws Whatever the body throws.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Condition
   * @example
   * ```ts
   * import { Condition, run } from "@awaitwise/runtime";
   *
   * const changed = new Condition();
   * console.log(await run(() => changed.with(() => changed.locked())), changed.locked());
   * // prints: true false
   * ```
   */
  with<T>(body: () => T | PromiseLike<T>): Coroutine<T> {
    return this.#lock.with(body);
  }

  /**
   * Acquires the lock, and gives a holder that releases it when its block ends.
   *
   * Suspends only where it has to wait, and cancellation is seen there.
   *
   * @throws CancelledError when the task is cancelled while it waits.
   * @see https://github.com/tc39/proposal-explicit-resource-management
   * @example
   * ```ts
   * import { Condition, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const changed = new Condition();
   *   {
   *     using _held = await changed.hold();
   *     console.log(changed.locked());
   *   }
   *   console.log(changed.locked());
   * });
   * // prints: true
   * // prints: false
   * ```
   */
  hold(): Coroutine<Held> {
    return this.#lock.hold();
  }

  /**
   * Frees the lock. Does not suspend.
   *
   * @throws RuntimeError when the lock is not held.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Condition.release
   * @example
   * ```ts
   * import { Condition, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const changed = new Condition();
   *   await changed.acquire();
   *   changed.release();
   *   console.log(changed.locked());
   * });
   * // prints: false
   * ```
   */
  release(): void {
    this.#lock.release();
  }

  /**
   * Frees the lock, waits until it is notified, takes the lock again; gives `true`, always. It may
   * also wake without cause, so ask again whether what you wait for is so, or use {@link waitFor}.
   *
   * Always suspends. Cancellation is seen there, and the lock is held again before it is thrown; a
   * task that was notified and then cancelled notifies another in its place.
   *
   * @throws CancelledError when the task is cancelled while it waits.
   * @throws RuntimeError when the lock is not held, or the condition is bound to another event loop.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Condition.wait
   * @example
   * ```ts
   * import { Condition, createTask, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const changed = new Condition();
   *   const waiting = createTask(changed.with(() => changed.wait()));
   *   createTask(changed.with(() => changed.notify()));
   *   console.log(await waiting);
   * });
   * // prints: true
   * ```
   */
  wait(): Coroutine<true> {
    return new Coroutine(() => this.#wait());
  }

  async #wait(): Promise<true> {
    if (!this.#lock.locked()) {
      throw new RuntimeError("Cannot wait without the lock; acquire the condition first");
    }
    this._bindTo(getRunningLoop());
    this.#lock.release();
    try {
      try {
        await new Operation(notification, this, undefined);
      } finally {
        await this.#reacquire();
      }
      return true;
    } catch (error) {
      // The task may have been notified before it failed, so another is notified in its place.
      // That may be one too many, which the protocol allows and a lost notification is not.
      this.#wake(1);
      throw error;
    }
  }

  /** Takes the lock back, however often the task is cancelled meanwhile; then throws the last. */
  async #reacquire(): Promise<void> {
    let cancellation: CancelledError | null = null;
    for (;;) {
      try {
        await this.#lock.acquire();
        break;
      } catch (error) {
        if (!(error instanceof CancelledError)) {
          throw error;
        }
        cancellation = error;
      }
    }
    if (cancellation !== null) {
      throw cancellation;
    }
  }

  /**
   * Waits, as often as it takes, until the predicate gives something truthy, and gives that.
   *
   * Suspends only where the predicate is not met, and cancellation is seen there.
   *
   * @throws CancelledError when the task is cancelled while it waits.
   * @throws RuntimeError when it has to wait and the lock is not held.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Condition.wait_for
   * @example
   * ```ts
   * import { Condition, run } from "@awaitwise/runtime";
   *
   * const changed = new Condition();
   * console.log(await run(() => changed.with(() => changed.waitFor(() => 7))));
   * // prints: 7
   * ```
   */
  waitFor<T>(predicate: () => T): Coroutine<T> {
    return new Coroutine(() => this.#waitFor(predicate));
  }

  async #waitFor<T>(predicate: () => T): Promise<T> {
    let result = predicate();
    while (!result) {
      await this.#wait();
      result = predicate();
    }
    return result;
  }

  /**
   * Wakes up to `count` of the tasks that wait, the longest waiting first. They go on once they
   * have the lock. Does not suspend.
   *
   * @throws RuntimeError when the lock is not held.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Condition.notify
   * @example
   * ```ts
   * import { Condition, createTask, run, sleep } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const changed = new Condition();
   *   for (const name of ["first", "second"]) {
   *     createTask(async () => {
   *       await changed.with(() => changed.wait());
   *       console.log(name);
   *     });
   *   }
   *   await sleep(0);
   *   await changed.with(() => changed.notify());
   *   await sleep(1);
   * });
   * // prints: first
   * ```
   */
  notify(count = 1): void {
    if (!this.#lock.locked()) {
      throw new RuntimeError("Cannot notify without the lock; acquire the condition first");
    }
    this.#wake(count);
  }

  /**
   * Wakes every task that waits. Does not suspend.
   *
   * @throws RuntimeError when the lock is not held.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Condition.notify_all
   * @example
   * ```ts
   * import { Condition, createTask, run, sleep } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const changed = new Condition();
   *   for (const name of ["first", "second"]) {
   *     createTask(async () => {
   *       await changed.with(() => changed.wait());
   *       console.log(name);
   *     });
   *   }
   *   await sleep(0);
   *   await changed.with(() => changed.notifyAll());
   *   await sleep(1);
   * });
   * // prints: first
   * // prints: second
   * ```
   */
  notifyAll(): void {
    this.notify(this._waiters.size);
  }

  #wake(count: number): void {
    for (let left = count; left > 0 && this._waiters.wakeInLine(); left--) {}
  }

  override toString(): string {
    return describePrimitive(this, this.locked() ? "locked" : "unlocked", this._waiters.size);
  }
}

const notification = onlyWait<Condition>({
  describe: () => "Condition.wait",
  line: (condition) => condition._waiters,
  missTurn() {},
});
