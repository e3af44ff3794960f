import { Semaphore } from "./semaphore.js";

/**
 * A semaphore that refuses to be released more often than it was acquired, which in most programs
 * is a fault.
 *
 * @throws RangeError when the number given is below 0.
 * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.BoundedSemaphore
 * @example
 * ```ts
 * import { BoundedSemaphore } from "@awaitwise/runtime";
 *
 * try {
 *   new BoundedSemaphore(1).release();
 * } catch (error) {
 *   console.log(String(error));
 * }
 * // prints: RangeError: The semaphore was released more often than acquired; it lets 1 past at most
 * ```
 */
export class BoundedSemaphore extends Semaphore {
  readonly #bound: number;

  constructor(value = 1) {
    super(value);
    this.#bound = value;
  }

  /**
   * Lets one more task past, and wakes the one that has waited longest. Does not suspend.
   *
   * @throws RangeError when as many tasks may pass already as at the beginning.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.BoundedSemaphore
   * @example
   * ```ts
   * import { BoundedSemaphore, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const semaphore = new BoundedSemaphore(1);
   *   await semaphore.acquire();
   *   semaphore.release();
   *   console.log(semaphore.locked());
   * });
   * // prints: false
   * ```
   */
  override release(): void {
    if (this.value >= this.#bound) {
      throw new RangeError(
        `The semaphore was released more often than acquired; it lets ${this.#bound} past at most`,
      );
    }
    super.release();
  }
}
