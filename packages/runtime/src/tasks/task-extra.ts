import type { CapturedContext } from "../context/async-context.js";
import type { Context } from "../context/context.js";
import type { AbortSignalOf } from "../scopes/cancel-signal.js";
import { CancelSignals } from "../scopes/cancel-signals.js";
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
  /** What `cancelSignal` gave, in the task or in a scope of its own. */
  cancelSignals: CancelSignals | null = null;
  /** The scopes that the task is in, the outermost first. */
  scopes: object[] | null = null;
  /** The scope that is cancelling the task, to end its body alone. */
  cancelledScope: object | null = null;
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
      this.cancelSignals === null &&
      this.scopes === null &&
      this.stopFollowing === null &&
      this.moreSuspensions === null &&
      this.groups === null
    );
  }

  /** The task enters a body that can be cancelled alone. */
  enterScope(scope: object): void {
    this.scopes ??= [];
    this.scopes.push(scope);
  }

  leaveScope(scope: object): void {
    const scopes = this.scopes as object[];
    const index = scopes.lastIndexOf(scope);
    this.cancelSignals?.handOn(scope, scopes[index - 1] ?? null);
    scopes.splice(index, 1);
    if (scopes.length === 0) {
      this.scopes = null;
    }
  }

  /** The AbortSignal of the innermost scope. */
  signal(): AbortSignalOf {
    this.cancelSignals ??= new CancelSignals();
    return this.cancelSignals.signalOf(this.scopes?.at(-1) ?? null);
  }

  /** Aborts the signals of what is cancelled: the task, or a scope and those within. Gives whether anybody was told. */
  abortSignals(message: string | undefined): boolean {
    if (this.cancelSignals === null) {
      return false;
    }
    const scopes = this.scopes ?? [];
    const cancelled =
      this.cancelledScope === null
        ? [null, ...scopes]
        : scopes.slice(scopes.lastIndexOf(this.cancelledScope));
    return this.cancelSignals.abort(cancelled, message);
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
