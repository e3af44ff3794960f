import type { Context } from "../context/context.js";
import type { Signal } from "../scopes/cancel-signal.js";

export interface TaskOptions {
  /** A name for messages and for `getName`; `Task-1`, `Task-2`, ... where it is not given. */
  readonly name?: string;
  /** The task's context variables: a copy of the caller's where it is not given. */
  readonly context?: Context;
  /** Whether the first step runs now, inside of the caller's, instead of at the next iteration. */
  readonly eagerStart?: boolean;
  /** Cancels the task when it is aborted. */
  readonly signal?: Signal;
}
