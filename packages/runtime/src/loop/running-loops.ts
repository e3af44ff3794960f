import type { EventLoop } from "./event-loop.js";

/** The loops of this copy of the runtime that run right now. */
export const runningLoops = new Set<EventLoop>();

/** The one that runs; null where none does, or several do. */
export function onlyRunningLoop(): EventLoop | null {
  const [loop] = runningLoops;
  return runningLoops.size === 1 ? (loop as EventLoop) : null;
}
