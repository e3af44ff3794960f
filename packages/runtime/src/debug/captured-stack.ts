import { monotonicTime } from "../platform.js";

/**
 * What debug mode may spend on stacks. Capturing one takes ten times as long as a step: an ordinary
 * program has every stack, and one that does nothing but take turns is slowed down only so far. A
 * store of time, in milliseconds, that capturing uses up and that passing time fills again.
 */
const SHARE_OF_TIME = 0.1;
const MOST_IN_STORE = 50;
/** One that takes longer was not at work: the host gave the processor to others meanwhile. */
const MOST_FOR_ONE = 1;

/** Functions of the runtime's own that stand on top of a stack: what is asked for is the program's. */
const OWN_FRAMES = 7;

/** V8's own switch; elsewhere it is only a property that nobody reads. */
const stacks = Error as { stackTraceLimit?: number | undefined };

let store = MOST_IN_STORE;
let counted = 0;

/**
 * Captures where the program is, for debug mode: an error whose stack `placeOf` writes out when it is
 * asked for. Undefined where stacks have taken too much of the time lately.
 */
export function captureStack(): Error | undefined {
  const before = monotonicTime();
  store = Math.min(MOST_IN_STORE, store + (before - counted) * SHARE_OF_TIME);
  counted = before;
  if (store <= 0) {
    return undefined;
  }
  const error = newStack(Number.POSITIVE_INFINITY);
  store -= Math.min(MOST_FOR_ONE, monotonicTime() - before);
  return error;
}

/**
 * An error whose stack has so many of the program's frames, and no more than the program wants of any error.
 */
export function newStack(frames: number): Error {
  const limit = stacks.stackTraceLimit;
  if (limit !== undefined && limit > 0) {
    stacks.stackTraceLimit = Math.min(limit, frames) + OWN_FRAMES;
  }
  const error = new Error();
  stacks.stackTraceLimit = limit;
  return error;
}
