import { monotonicTime } from "../platform.js";

/** What an event loop takes its time from. */
export interface Clock {
  /** The time in milliseconds. It never goes back. */
  now(): number;
  /**
   * Where present, the loop never waits for a timer: it calls this with the time of the next timer
   * as soon as nothing else can run.
   */
  advanceTo?(time: number): void;
}

/** The host's monotonic clock, in milliseconds. */
export const systemClock: Clock = { now: monotonicTime };

/**
 * A clock that stands still while anything can run and jumps to the next timer when nothing can:
 * a program of an hour runs in a millisecond, at exact times, in the same order every time.
 *
 * It stands still, too, while a task awaits a promise that the runtime did not make, and while a
 * `wrapFuture` is pending: what is under way outside takes real time, and nothing tells how much. So
 * a bare promise that only a timer of the loop would settle (`new Promise((resolve) =>
 * loop.callLater(10, resolve))`) holds the clock until the process has nothing else left to do, which
 * under a test runner is never: use `loop.createFuture()` instead, or `Event`.
 *
 * @see trio.testing.MockClock
 * @example
 * ```ts
 * import { EventLoop, sleep, VirtualClock } from "@awaitwise/runtime";
 *
 * const loop = new EventLoop({ clock: new VirtualClock() });
 * await loop.runUntilComplete(() => sleep(3_600_000));
 * console.log(loop.time());
 * // prints: 3600000
 * ```
 */
export class VirtualClock implements Clock {
  #now: number;

  /** @param start the time that the clock shows at first, in milliseconds */
  constructor(start = 0) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advanceTo(time: number): void {
    if (time > this.#now) {
      this.#now = time;
    }
  }
}
