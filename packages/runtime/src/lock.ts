import { Acquirable } from "./acquirable.js";
import { CancelledError, RuntimeError } from "./errors.js";
import { describePrimitive } from "./loop-bound.js";
import { type Waiter, Waiters } from "./waiters.js";

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
  readonly #waiters = new Waiters();
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

  protected override tryAcquire(): boolean {
    if (this.#locked || this.#isAwaited()) {
      return false;
    }
    this.#locked = true;
    return true;
  }

  protected override standInLine(): Waiter {
    return this.#waiters.add(this.boundLoop().createFuture());
  }

  protected override takeTurn(waiter: Waiter): void {
    this.#waiters.remove(waiter);
    this.#locked = true;
  }

  protected override missTurn(waiter: Waiter, error: unknown): void {
    this.#waiters.remove(waiter);
    // Whoever was woken and then cancelled passes the free lock on, or it would stay free with
    // tasks in line.
    if (error instanceof CancelledError && !this.#locked) {
      this.#wakeFirst();
    }
  }

  /** Whether a task is in line that has not been cancelled: a newcomer must not pass it. */
  #isAwaited(): boolean {
    for (let waiter = this.#waiters.first; waiter !== null; waiter = waiter.next) {
      if (!waiter.future.cancelled()) {
        return true;
      }
    }
    return false;
  }

  /** Wakes the first in line, unless it has been woken already. */
  #wakeFirst(): void {
    const first = this.#waiters.first;
    if (first !== null && !first.future.done()) {
      first.future.setResult(undefined);
    }
  }

  override toString(): string {
    return describePrimitive(this, this.#locked ? "locked" : "unlocked", this.#waiters.size);
  }
}
