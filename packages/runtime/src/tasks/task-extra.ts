import type { CapturedContext } from "../context/async-context.js";
import type { Context } from "../context/context.js";
import type { CancelSignal } from "../scopes/cancel-signal.js";
import { FutureExtra } from "./future-extra.js";
import type { Suspension, Task } from "./task.js";

/** What few tasks need. */
export class TaskExtra extends FutureExtra {
  /** The values of the task's context variables. */
  context: Context | null = null;
  /** The async context of the code that made the task, until the first step. */
  host: CapturedContext | null = null;
  /** Whether it was made in debug mode: then the stack of its last await is captured at each. */
  watchesAwaits = false;
  awaiting: Error | undefined = undefined;
  /** Whether the next step throws a CancelledError. */
  mustCancel = false;
  /** How many cancellations were asked for and not taken back. */
  cancelRequests = 0;
  cancelSignal: CancelSignal | null = null;
  /** Stops listening to the signal that the task was given. */
  stopFollowing: (() => void) | null = null;
  /** What the task is suspended on besides, where several branches of it are suspended at once. */
  moreSuspensions: Suspension[] | null = null;
  /** The tasks of the groups that the task is in, for those who look. */
  groups: Set<Iterable<Task<unknown>>> | null = null;

  /** Whether it says nothing but the context: then the task can do without. */
  get isBlank(): boolean {
    return (
      this.saysNothing &&
      this.host === null &&
      !this.watchesAwaits &&
      !this.mustCancel &&
      this.cancelRequests === 0 &&
      this.cancelSignal === null &&
      this.stopFollowing === null &&
      this.moreSuspensions === null &&
      this.groups === null
    );
  }

  /** Leaves one of several suspensions. Gives the first of those that are left. */
  leaveOne(first: Suspension, left: Suspension): Suspension {
    const more = this.moreSuspensions as Suspension[];
    let remaining = first;
    if (first === left) {
      remaining = more.shift() as Suspension;
    } else {
      const index = more.indexOf(left);
      if (index >= 0) {
        more.splice(index, 1);
      }
    }
    if (more.length === 0) {
      this.moreSuspensions = null;
    }
    return remaining;
  }
}
