import { Acquirable } from "./acquirable.js";
import { describePrimitive } from "./loop-bound.js";
import { Waiters } from "./waiters.js";

/**
 * Lets a number of tasks past at a time. It is fair: tasks get in in the order in which they asked.
 *
 * @throws RangeError when the number given is below 0.
 * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Semaphore
 * @example
 * ```ts
 * import { gather, run, Semaphore, sleep } from "@awaitwise/runtime";
 *
 * const semaphore = new Semaphore(2);
 * let [inside, most] = [0, 0];
 * const visit = () =>
 *   semaphore.with(async () => {
 *     most = Math.max(most, ++inside);
 *     await sleep(1);
 *     inside--;
 *   });
 * await run(() => gather(visit(), visit(), visit()));
 * console.log(most);
 * // prints: 2
 * ```
 */
export class Semaphore extends Acquirable {
  /** @internal */ override readonly _waiters = new Waiters();
  #value: number;

  constructor(value = 1) {
    super();
    if (!(value >= 0)) {
      throw new RangeError(
        `A semaphore lets 0 or more tasks past, not ${value}; give a number that is not negative`,
      );
    }
    this.#value = value;
  }

  /** How many more tasks may pass now, those that have been woken to pass not counted. */
  protected get value(): number {
    return this.#value;
  }

  /** Whether `acquire` would have to wait: nobody may pass, or others stand in line before. */
  override locked(): boolean {
    return this.#value === 0 || this._waiters.hasLiving();
  }

  /**
   * Lets one more task past, and wakes the one that has waited longest. Does not suspend. It need
   * not be the task that acquired.
   *
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Semaphore.release
   * @example
   * ```ts
   * import { Semaphore } from "@awaitwise/runtime";
   *
   * const semaphore = new Semaphore(0);
   * console.log(semaphore.locked());
   * semaphore.release();
   * console.log(semaphore.locked());
   * // prints: true
   * // prints: false
   * ```
   */
  override release(): void {
    this.#value++;
    this.#wakeNext();
  }

  /** @internal */
  override _tryAcquire(): boolean {
    if (this.locked()) {
      return false;
    }
    this.#value--;
    return true;
  }

  /** @internal */
  override _takeTurn(): void {
    this.#wakeWhileFree();
  }

  /** @internal */
  override _missTurn(wasWoken: boolean): void {
    if (wasWoken) {
      this.#value++;
    }
    this.#wakeWhileFree();
  }

  /** Tasks may have come while there were turns left, and had to stand in line for fairness. */
  #wakeWhileFree(): void {
    while (this.#value > 0 && this.#wakeNext()) {}
  }

  /** Gives a turn to the first in line that has not had one; says whether there was any. */
  #wakeNext(): boolean {
    if (!this._waiters.wakeInLine()) {
      return false;
    }
    this.#value--;
    return true;
  }

  override toString(): string {
    const state = this.locked() ? "locked" : `unlocked, value:${this.#value}`;
    return describePrimitive(this, state, this._waiters.size);
  }
}
