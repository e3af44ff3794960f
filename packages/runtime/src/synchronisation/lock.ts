import { RuntimeError } from "../errors.js";
import { Acquirable } from "./acquirable.js";
import { describePrimitive } from "./loop-bound.js";
import { Waiters } from "./waiters.js";

/**
 * Lets one task at a time past. It is fair: tasks get it in the order in which they asked.
 *
 * A lock has no owner: any task may release it. Use {@link Acquirable.with} to release it for sure.
 *
 * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Lock
 * @example
 * ```ts
 * import { gather, Lock, run, sleep } from "@awaitwise/runtime";
 *
 * let balance = 100;
 * const lock = new Lock();
 * const withdraw = (amount: number) =>
 *   lock.with(async () => {
 *     const before = balance;
 *     await sleep(1);
 *     balance = before - amount;
 *   });
 * await run(() => gather(withdraw(10), withdraw(20)));
 * console.log(balance);
 * // prints: 70
 * ```
 */
export class Lock extends Acquirable {
  /** @internal */ override readonly _waiters = new Waiters();
  #locked = false;

  /** Whether a task holds the lock. */
  override locked(): boolean {
    return this.#locked;
  }

  /**
   * Frees the lock and wakes the task that has waited longest. Does not suspend.
   *
   * @throws RuntimeError when the lock is not held.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Lock.release
   * @example
   * ```ts
   * import { Lock } from "@awaitwise/runtime";
   *
   * try {
   *   new Lock().release();
   * } catch (error) {
   *   console.log(String(error));
   * }
   * // prints: RuntimeError: The lock is not held; release it once for each acquire
   * ```
   */
  override release(): void {
    if (!this.#locked) {
      throw new RuntimeError("The lock is not held; release it once for each acquire");
    }
    this.#locked = false;
    this.#wakeFirst();
  }

  /** @internal */
  override _tryAcquire(): boolean {
    if (this.#locked || this._waiters.hasLiving()) {
      return false;
    }
    this.#locked = true;
    return true;
  }

  /** @internal */
  override _takeTurn(): void {
    this.#locked = true;
  }

  /**
   * @internal Whoever was woken and then cancelled passes the free lock on, or it would stay free with
   * tasks in line.
   */
  override _missTurn(): void {
    if (!this.#locked) {
      this.#wakeFirst();
    }
  }

  /** Wakes the first in line, unless it has been woken already. */
  #wakeFirst(): void {
    const first = this._waiters.first;
    if (first?._isWaiting) {
      first._wake();
    }
  }

  override toString(): string {
    return describePrimitive(this, this.#locked ? "locked" : "unlocked", this._waiters.size);
  }
}
