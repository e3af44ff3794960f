import type { ReadyEntry } from "../loop/ready-queue.js";
import { DoneCallback } from "./done-callback.js";

/** What a future wakes or calls when it is done: most have one at most, so one needs no list. */
export type Callbacks = ReadyEntry | ReadyEntry[] | null;

export function countCallbacks(callbacks: Callbacks): number {
  return callbacks === null ? 0 : Array.isArray(callbacks) ? callbacks.length : 1;
}

export function callbacksWithout(
  callbacks: Callbacks,
  matches: (entry: ReadyEntry) => boolean,
): Callbacks {
  if (callbacks === null) {
    return null;
  }
  if (!Array.isArray(callbacks)) {
    return matches(callbacks) ? null : callbacks;
  }
  const kept = callbacks.filter((entry) => !matches(entry));
  return kept.length === 0 ? null : kept;
}

/** Whether one of them is somebody who awaits the future, and will be thrown its error. */
export function hasWaiter(callbacks: Callbacks): boolean {
  if (callbacks === null) {
    return false;
  }
  return Array.isArray(callbacks) ? callbacks.some(isWaiter) : isWaiter(callbacks);
}

function isWaiter(entry: ReadyEntry): boolean {
  return !(entry instanceof DoneCallback);
}
