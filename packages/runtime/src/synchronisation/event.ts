import type { Coroutine } from "../tasks/coroutine.js";
import { describePrimitive, LoopBound } from "./loop-bound.js";
import { Operation, type OperationKind } from "./operation.js";
import { Waiters } from "./waiters.js";

/**
 * A flag that tasks can wait for. It is not set at first.
 *
 * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Event
 * @example
 * ```ts
 * import { createTask, Event, run } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const ready = new Event();
 *   const waiting = createTask(async () => {
 *     await ready.wait();
 *     console.log("ready");
 *   });
 *   ready.set();
 *   await waiting;
 * });
 * // prints: ready
 * ```
 */
export class Event extends LoopBound {
  /** @internal */ readonly _waiters = new Waiters();
  #isSet = false;

  /** Whether the flag is set. */
  isSet(): boolean {
    return this.#isSet;
  }

  /**
   * Sets the flag and wakes every task that waits for it; each goes on even where the flag has been
   * cleared again before its turn. Does not suspend.
   *
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Event.set
   * @example
   * ```ts
   * import { Event } from "@awaitwise/runtime";
   *
   * const event = new Event();
   * event.set();
   * console.log(event.isSet());
   * // prints: true
   * ```
   */
  set(): void {
    if (this.#isSet) {
      return;
    }
    this.#isSet = true;
    while (this._waiters.wakeInLine()) {}
  }

  /**
   * Clears the flag: from now on `wait` waits for the next `set`. Does not suspend.
   *
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Event.clear
   * @example
   * ```ts
   * import { Event } from "@awaitwise/runtime";
   *
   * const event = new Event();
   * event.set();
   * event.clear();
   * console.log(event.isSet());
   * // prints: false
   * ```
   */
  clear(): void {
    this.#isSet = false;
  }

  /**
   * Waits until the flag is set; gives `true`, always.
   *
   * Suspends only where the flag is not set, and cancellation is seen there.
   *
   * @throws CancelledError when the task is cancelled while it waits.
   * @throws RuntimeError when the event is bound to a different event loop.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Event.wait
   * @example
   * ```ts
   * import { Event, run } from "@awaitwise/runtime";
   *
   * const event = new Event();
   * event.set();
   * console.log(await run(() => event.wait()));
   * // prints: true
   * ```
   */
  wait(): Coroutine<true> {
    return new Operation(wait, this, undefined);
  }

  override toString(): string {
    return describePrimitive(this, this.#isSet ? "set" : "unset", this._waiters.size);
  }
}

const wait: OperationKind<Event, void, true> = {
  describe: () => "Event.wait",
  line: (event) => event._waiters,
  attempt: (operation) => operation._primitive.isSet() && wait.takeTurn(operation),
  /** The flag may have been cleared again. */
  takeTurn(operation) {
    operation._resolvePromise(true);
    return true;
  },
  missTurn() {},
};
