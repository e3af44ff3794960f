import { VirtualClock } from "../loop/clock.js";
import { EventLoop } from "../loop/event-loop.js";

/** A loop on virtual time, for tests that look at it from outside, between its runs. */
export function virtualLoop(): EventLoop {
  return new EventLoop({ clock: new VirtualClock() });
}

/** Runs what is ready now, and what that made ready: two iterations, as an empty task needs. */
export function runBriefly(loop: EventLoop): Promise<void> {
  return loop.runUntilComplete(async () => {});
}
