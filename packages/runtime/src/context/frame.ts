import type { EventLoop } from "../loop/event-loop.js";
import type { Task } from "../tasks/task.js";
import { type CapturedContext, createFrameStorage } from "./async-context.js";
import type { Context } from "./context.js";
import { makeLightContexts } from "./light-contexts.js";
import { StepStorage } from "./step-storage.js";

/**
 * Where code runs: in a task, or in a callback of a loop. A task is its own frame, entered once, at
 * its first step; the host's async context carries it through every await from there on.
 */
export interface Frame {
  /** @internal */
  readonly _task: Task<unknown> | null;
  /** @internal */
  readonly _loop: EventLoop | null;
  /** @internal The values of context variables here; null until the first one is set. */
  _context: Context | null;
}

export const frames = createFrameStorage<Frame>();

const lightContexts = makeLightContexts<Frame>(frames);

/** Whether the async context here holds nothing but the runtime's own frame; false where in doubt. */
export const contextIsOurs: () => boolean = lightContexts?.isPlain ?? (() => false);

/** Enters a frame in a context that holds nothing else; null where the host has no such thing. */
export const enterLightly = lightContexts?.enter ?? null;

/** Whether the async context here is that which `enterLightly` makes for the frame, so that entering it again is to come back. */
export const isEnteredLightly: (frame: Frame) => boolean = lightContexts?.isIn ?? (() => false);

/** Runs the body in a context that was captured outside of every task. */
export function runInContext(context: CapturedContext, body: () => void): void {
  if (frames.runWithout === undefined) {
    context.runInAsyncScope(body);
  } else {
    frames.runWithout(() => context.runInAsyncScope(body));
  }
}

const stepFrames = frames instanceof StepStorage ? frames : null;

/** The loop tells which frame is about to run, for hosts that have no async context. */
export function enterStep(frame: Frame | undefined): void {
  if (stepFrames !== null) {
    stepFrames.current = frame;
  }
}

let callbackFrame: Frame | null = null;

/** The frame of a callback: no task, and context variables of its own. */
export class CallbackFrame implements Frame {
  readonly _task = null;

  constructor(
    readonly _loop: EventLoop,
    public _context: Context | null,
  ) {}
}

/** Runs one of the loop's callbacks: no task is current in it, whatever context it inherited. */
export function runInCallbackFrame(frame: Frame, body: () => void): void {
  const previous = callbackFrame;
  callbackFrame = frame;
  try {
    body();
  } finally {
    callbackFrame = previous;
  }
}

/** Whether the host carries the frame from a promise to its reactions. */
export const contextFollowsPromises = stepFrames === null;

/** Leaves the callback's frame, if any, until `reenterCallback` is given what this gives. */
export function leaveCallback(): Frame | null {
  const left = callbackFrame;
  callbackFrame = null;
  return left;
}

/** Enters a callback's frame until `reenterCallback` is given what this gives. */
export function enterCallback(frame: Frame): Frame | null {
  const left = callbackFrame;
  callbackFrame = frame;
  return left;
}

export function reenterCallback(left: Frame | null): void {
  callbackFrame = left;
}

/** Leaves the callback's frame for the time of the body: a task's step that starts inside of it. */
export function runOutsideCallback<R>(body: () => R): R {
  const previous = callbackFrame;
  callbackFrame = null;
  try {
    return body();
  } finally {
    callbackFrame = previous;
  }
}

export function currentFrame(): Frame | undefined {
  return callbackFrame ?? frames.getStore();
}

/** The task that this code runs in, or null. */
export function runningTask(): Task<unknown> | null {
  if (callbackFrame !== null) {
    return null;
  }
  const frame = frames.getStore();
  return frame === undefined ? null : frame._task;
}
