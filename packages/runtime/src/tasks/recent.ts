import type { Place } from "../debug/places.js";
import type { EventLoop } from "../loop/event-loop.js";
import type { Coroutine } from "./coroutine.js";
import type { Task } from "./task.js";

export type Resolve = (value: unknown) => void;
export type Reject = (reason: unknown) => void;

/**
 * What was made last: the settlers of a promise, a coroutine, a task. With every promise something of it is written, and
 * writing something young into something old takes V8 longer, and its collection of garbage too. So this is made anew,
 * before it gets old.
 */
class Recent {
  /** What settles the promise that was made last. */
  resolve: Resolve;
  reject: Reject;
  /** The coroutine that was made last inside of a loop, if it has not begun; that loop, and where it was made. */
  coroutine: Coroutine<unknown> | null;
  loop: EventLoop | null;
  place: Place | null;
  /** The task that was made last, unless it is done or its promise is claimed; and what settles that promise. */
  task: Task<unknown> | null;
  resolveTask: Resolve | null;
  rejectTask: Reject | null;

  constructor(before: Recent | null) {
    this.resolve = before === null ? nothing : before.resolve;
    this.reject = before === null ? nothing : before.reject;
    this.coroutine = before === null ? null : before.coroutine;
    this.loop = before === null ? null : before.loop;
    this.place = before === null ? null : before.place;
    this.task = before === null ? null : before.task;
    this.resolveTask = before === null ? null : before.resolveTask;
    this.rejectTask = before === null ? null : before.rejectTask;
  }
}

const nothing = (): void => {};

/** Nobody may keep it: it is another one soon. */
export let recent = new Recent(null);

/** In a pause: what settles the promise that was made last would hold that promise, which may be garbage. */
export function forgetLastSettlers(): void {
  recent.resolve = nothing;
  recent.reject = nothing;
}

/** It is young again. */
export function renewRecent(): void {
  recent = new Recent(recent);
}
