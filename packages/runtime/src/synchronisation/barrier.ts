import { Coroutine } from "../tasks/coroutine.js";
import { Condition } from "./condition.js";
import { LoopBound } from "./loop-bound.js";

/**
 * Thrown to tasks that wait at a barrier which is aborted or reset.
 *
 * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.BrokenBarrierError
 */
export class BrokenBarrierError extends Error {
  static {
    BrokenBarrierError.prototype.name = "BrokenBarrierError";
  }
}

/**
 * Holds tasks until a given number of them has come, then lets all of them go on. It can be used
 * again and again; who comes while the last round leaves waits for the next.
 *
 * @throws RangeError when the number given is below 1.
 * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Barrier
 * @example
 * ```ts
 * import { Barrier, gather, run, sleep } from "@awaitwise/runtime";
 *
 * const barrier = new Barrier(2);
 * const runner = async (name: string, delay: number) => {
 *   await sleep(delay);
 *   console.log("there", name);
 *   await barrier.wait();
 *   console.log("on", name);
 * };
 * await run(() => gather(() => runner("a", 1), () => runner("b", 5)));
 * // prints: there a
 * // prints: there b
 * // prints: on b
 * // prints: on a
 * ```
 */
export class Barrier extends LoopBound {
  readonly #changed = new Condition();
  readonly #parties: number;
  #state: "filling" | "draining" | "resetting" | "broken" = "filling";
  #inside = 0;

  constructor(parties: number) {
    super();
    if (!(parties >= 1)) {
      throw new RangeError(`A barrier waits for 1 task or more, not ${parties}; give how many`);
    }
    this.#parties = parties;
  }

  /** How many tasks it takes for all to go on. */
  get parties(): number {
    return this.#parties;
  }

  /** How many tasks wait for the others now; 0 while a round leaves. */
  get nWaiting(): number {
    return this.#state === "filling" ? this.#inside : 0;
  }

  /** Whether it was aborted and not reset since. */
  get broken(): boolean {
    return this.#state === "broken";
  }

  /**
   * Waits for the others; gives each task of a round its own number, from 0, in the order in which
   * they came.
   *
   * Suspends, but for the task that completes the round, and cancellation is seen there; a task
   * that is cancelled does not count.
   *
   * @throws BrokenBarrierError when the barrier is broken, or is aborted or reset while it waits.
   * @throws CancelledError when the task is cancelled while it waits.
   * @throws RuntimeError when the barrier is bound to a different event loop.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Barrier.wait
   * @example
   * ```ts
   * import { Barrier, gather, run } from "@awaitwise/runtime";
   *
   * const barrier = new Barrier(2);
   * console.log(await run(() => gather(barrier.wait(), barrier.wait())));
   * // prints: [ 0, 1 ]
   * ```
   */
  wait(): Coroutine<number> {
    return new Coroutine(() => this.#wait());
  }

  /**
   * Waits for the others, then runs the body with the task's number and gives what the body gave.
   *
   * Suspends as {@link wait} does, and wherever the body does.
   *
   * @throws BrokenBarrierError when the barrier is broken, or is aborted or reset while it waits.
   * @throws CancelledError when the task is cancelled while it waits.
   * @throws Whatever the body throws.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Barrier
   * @example
   * ```ts
   * import { Barrier, run } from "@awaitwise/runtime";
   *
   * const barrier = new Barrier(1);
   * console.log(await run(() => barrier.with((index) => `number ${index}`)));
   * // prints: number 0
   * ```
   */
  with<T>(body: (index: number) => T | PromiseLike<T>): Coroutine<T> {
    return new Coroutine(async () => await body(await this.#wait()));
  }

  async #wait(): Promise<number> {
    return await this.#changed.with(async () => {
      await this.#untilReady();
      try {
        const index = this.#inside++;
        if (index + 1 === this.#parties) {
          this.#state = "draining";
          this.#changed.notifyAll();
        } else {
          await this.#untilReleased();
        }
        return index;
      } finally {
        this.#leave();
      }
    });
  }

  /** Waits for the round before to leave. */
  async #untilReady(): Promise<void> {
    await this.#changed.waitFor(() => this.#state !== "draining" && this.#state !== "resetting");
    if (this.#state === "broken") {
      throw new BrokenBarrierError("The barrier was aborted; reset it before it is used again");
    }
  }

  async #untilReleased(): Promise<void> {
    await this.#changed.waitFor(() => this.#state !== "filling");
    if (this.#state === "broken" || this.#state === "resetting") {
      throw new BrokenBarrierError(
        `The barrier was ${this.#state === "broken" ? "aborted" : "reset"} while the task waited`,
      );
    }
  }

  /** The last one out opens the barrier for those who wait to come in. */
  #leave(): void {
    this.#inside--;
    if (this.#inside === 0) {
      if (this.#state === "resetting" || this.#state === "draining") {
        this.#state = "filling";
      }
      this.#changed.notifyAll();
    }
  }

  /**
   * Makes the barrier as new. Tasks that wait get a BrokenBarrierError.
   *
   * Suspends only where another task is about to come or go, and cancellation is seen there.
   *
   * @throws CancelledError when the task is cancelled while it waits.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Barrier.reset
   * @example
   * ```ts
   * import { Barrier, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const barrier = new Barrier(2);
   *   await barrier.abort();
   *   await barrier.reset();
   *   console.log(barrier.broken);
   * });
   * // prints: false
   * ```
   */
  reset(): Coroutine<void> {
    return this.#changed.with(() => {
      this.#state = this.#inside > 0 ? "resetting" : "filling";
      this.#changed.notifyAll();
    });
  }

  /**
   * Breaks the barrier: tasks that wait, and tasks that come until it is reset, get a
   * BrokenBarrierError. For when a task that the others wait for cannot come.
   *
   * Suspends only where another task is about to come or go, and cancellation is seen there.
   *
   * @throws CancelledError when the task is cancelled while it waits.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Barrier.abort
   * @example
   * ```ts
   * import { Barrier, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const barrier = new Barrier(2);
   *   await barrier.abort();
   *   console.log(barrier.broken);
   * });
   * // prints: true
   * ```
   */
  abort(): Coroutine<void> {
    return this.#changed.with(() => {
      this.#state = "broken";
      this.#changed.notifyAll();
    });
  }

  override toString(): string {
    const waiting = this.broken ? "" : `, waiters:${this.nWaiting}/${this.parties}`;
    return `<${this.constructor.name} [${this.#state}${waiting}]>`;
  }
}
