import { loopThatWasSet, runningLoopOrNull, setLoopOutside } from "../tasks/current.js";
import { EventLoop } from "./event-loop.js";

/** Makes the loops that `run`, `newEventLoop` and `getEventLoop` use. */
export type EventLoopFactory = () => EventLoop;

let factory: EventLoopFactory | null = null;

/**
 * Sets what makes the event loops of this process (or worker) where nobody gives one: null for the
 * runtime's own. A test can put a whole program on virtual time by it.
 *
 * @throws TypeError where it is no function
 * @see asyncio.set_event_loop_policy, which this stands for
 * @example
 * ```ts
 * import { EventLoop, getRunningLoop, run, setEventLoopFactory, sleep, VirtualClock } from "@awaitwise/runtime";
 *
 * setEventLoopFactory(() => new EventLoop({ clock: new VirtualClock() }));
 * await run(async () => {
 *   await sleep(60_000);
 *   console.log(getRunningLoop().time());
 * });
 * setEventLoopFactory(null);
 * // prints: 60000
 * ```
 */
export function setEventLoopFactory(newFactory: EventLoopFactory | null): void {
  if (newFactory !== null && typeof newFactory !== "function") {
    throw new TypeError(`Expected a function that makes event loops, not ${String(newFactory)}`);
  }
  factory = newFactory;
}

/**
 * A new event loop, as the process's factory makes it.
 *
 * @see asyncio.new_event_loop
 */
export function newEventLoop(): EventLoop {
  return factory === null ? new EventLoop() : factory();
}

/**
 * The running loop; outside of one, the loop that was set by `setEventLoop`, or a new one that is
 * set from then on.
 *
 * @see asyncio.get_event_loop
 * @example
 * ```ts
 * import { getEventLoop, sleep } from "@awaitwise/runtime";
 *
 * const loop = getEventLoop();
 * console.log(await loop.runUntilComplete(() => sleep(10, "done")));
 * loop.close();
 * // prints: done
 * ```
 */
export function getEventLoop(): EventLoop {
  const running = runningLoopOrNull();
  if (running !== null) {
    return running;
  }
  const set = loopThatWasSet();
  if (set !== null && !set.isClosed()) {
    return set;
  }
  const loop = newEventLoop();
  setLoopOutside(loop);
  return loop;
}

/**
 * Sets the loop that `getEventLoop` gives outside of a running one; null for none.
 *
 * @throws TypeError where it is no event loop
 * @see asyncio.set_event_loop
 */
export function setEventLoop(loop: EventLoop | null): void {
  if (loop !== null && !(loop instanceof EventLoop)) {
    throw new TypeError(`Expected an event loop, or null for none, not ${String(loop)}`);
  }
  setLoopOutside(loop);
}
