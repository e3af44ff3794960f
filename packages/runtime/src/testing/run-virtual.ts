import { VirtualClock } from "../loop/clock.js";
import type { Work } from "../loop/event-loop.js";
import { type RunOptions, run } from "../loop/run.js";

/**
 * `run` on a virtual clock that starts at 0: sleeps and time limits take no real time, and happen at
 * exact times in the same order every time.
 *
 * @throws what `run` throws
 * @see trio.testing.MockClock
 * @example
 * ```ts
 * import { getRunningLoop, sleep } from "@awaitwise/runtime";
 * import { runVirtual } from "@awaitwise/runtime/testing";
 *
 * await runVirtual(async () => {
 *   await sleep(60_000);
 *   console.log(getRunningLoop().time());
 * });
 * // prints: 60000
 * ```
 */
export function runVirtual<T>(main: Work<T>, options: Omit<RunOptions, "clock"> = {}): Promise<T> {
  return run(main, { ...options, clock: new VirtualClock() });
}
