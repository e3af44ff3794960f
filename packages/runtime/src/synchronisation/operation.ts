import { runningTask } from "../context/frame.js";
import { makeCancelledError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import type { ReadyEntry } from "../loop/ready-queue.js";
import {
  type AwaitAnswer,
  captureSettlers,
  constructorForOthers,
  isNoAwait,
  markHandled,
  noticeAwaits,
  type Reject,
  type Resolve,
  takeReject,
  takeResolve,
} from "../tasks/awaiting.js";
import { awaitedBefore, beCoroutines, OwnKind } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import type { Suspension, Task } from "../tasks/task.js";
import { unwatch, watchNew } from "../tasks/unawaited.js";
import type { LoopBound } from "./loop-bound.js";
import type { Waiter, Waiters } from "./waiters.js";

/** It has not begun. */
const NEW = -1;
/** Where a future would be pending, done and cancelled. */
const WAITING = 0;
const WOKEN = 1;
const INTERRUPTED = 2;

/**
 * One call of `lock.acquire()`, `queue.get()` and the like. It is its own coroutine, place in line,
 * future and wake-up, since programs wait a lot: this is where asyncio makes a future, appends it to
 * the waiters, awaits it, and catches what comes of that.
 */
export class Operation<P extends LoopBound, A, T>
  extends OwnKind<T>
  implements ReadyEntry, Suspension, Waiter
{
  declare readonly _resolvePromise: Resolve;
  declare readonly _rejectPromise: Reject;
  declare readonly _kind: OperationKind<P, A, T>;
  declare readonly _primitive: P;
  /** What the kind of operation takes it for; once interrupted, the message of the CancelledError. */
  declare _argument: A;
  declare _state: number;
  /** Who waits: null outside of every task. */
  declare _task: Task<unknown> | null;
  declare _previous: Waiter | null;
  declare _next: Waiter | null;

  constructor(kind: OperationKind<P, A, T>, primitive: P, argument: A) {
    super(captureSettlers);
    this._resolvePromise = takeResolve();
    this._rejectPromise = takeReject();
    this._kind = kind;
    this._primitive = primitive;
    this._argument = argument;
    this._state = NEW;
    this._task = null;
    this._previous = null;
    this._next = null;
    watchNew(this as Operation<LoopBound, unknown, unknown>, unused);
  }

  override get _nameOrEmpty(): string {
    return this._kind.describe(this._primitive);
  }

  override get _body(): (() => void) | null {
    return this._state === NEW ? unused : null;
  }

  override _start(): unknown {
    this._noticeAwait();
    return this;
  }

  override _begun(): void {
    if (this._state === NEW) {
      this._state = WAITING;
    }
    unwatch(this as Operation<LoopBound, unknown, unknown>);
  }

  override _noticeAwait(): AwaitAnswer {
    if (this._state !== NEW) {
      throw awaitedBefore();
    }
    this._follow();
    return Promise;
  }

  override _follow(): void {
    unwatch(this as Operation<LoopBound, unknown, unknown>);
    this._state = WAITING;
    try {
      if (this._kind.attempt(this)) {
        return;
      }
      const task = runningTask();
      this._task = task;
      this._primitive._bindTo(task === null ? getRunningLoop() : task._loop);
    } catch (error) {
      this._rejectPromise(error);
      return;
    }
    this._standInLine();
  }

  /** @internal Not private by `#`, which would mark each operation in a field of its own. */
  _standInLine(): void {
    this._kind.line(this._primitive).add(this);
    this._task?._suspendOn(this);
  }

  get _isWaiting(): boolean {
    return this._state === WAITING;
  }

  get _isInterrupted(): boolean {
    return this._state === INTERRUPTED;
  }

  _wake(): void {
    this._state = WOKEN;
    (this._primitive._loop as EventLoop)._enqueue(this);
  }

  /** The task is cancelled: it leaves the line at a turn of its own. */
  cancel(message?: string): boolean {
    if (this._state !== WAITING) {
      return false;
    }
    this._state = INTERRUPTED;
    this._argument = message as A;
    (this._primitive._loop as EventLoop)._enqueue(this);
    return true;
  }

  /** An argument that is a function may be the program's, for `takeTurn` to call: that needs a stack of its own. */
  get _isWakeUp(): boolean {
    return typeof this._argument !== "function";
  }

  _run(loop: EventLoop): void {
    const task = this._task;
    let error: unknown;
    if (task !== null) {
      error = task._resume(this);
      loop._beginStep(task);
    }
    if (this._state === INTERRUPTED) {
      error = makeCancelledError(this._argument as string | undefined);
    }
    this._kind.line(this._primitive).remove(this);
    if (error !== undefined) {
      this._kind.missTurn(this._primitive, this._state === WOKEN);
      this._rejectPromise(task === null ? error : task._explain(error));
      markHandled(this);
      return;
    }
    try {
      if (this._kind.takeTurn(this)) {
        return;
      }
    } catch (thrown) {
      this._rejectPromise(thrown);
      return;
    }
    this._state = WAITING;
    this._standInLine();
  }
}

/**
 * One thing that a primitive does for tasks, at once or in turn. The hooks run in the step of the
 * task, but `takeTurn` and `missTurn` outside of the task's own context: they must not call the
 * program there, nor at all, except for the argument of the operation. What they throw, the task gets.
 */
export interface OperationKind<P extends LoopBound, A, T> {
  /** How messages call it. */
  describe(primitive: P): string;
  /** The line to stand in. */
  line(primitive: P): Waiters;
  /** Does it, where that is possible now, and settles; says whether it did. */
  attempt(operation: Operation<P, A, T>): boolean;
  /** Does it, now that it was woken, and settles; says whether it did, or has to wait again. */
  takeTurn(operation: Operation<P, A, T>): boolean;
  /** The task was cancelled in line. A turn that had come goes to another. */
  missTurn(primitive: P, wasWoken: boolean): void;
}

/**
 * The wait of an operation and nothing else, for what calls the program, which wants to be called in
 * the task's own context: an async function that awaits this comes back to it.
 */
export function onlyWait<P extends LoopBound>(
  kind: Pick<OperationKind<P, void, void>, "describe" | "line" | "missTurn">,
): OperationKind<P, void, void> {
  return {
    ...kind,
    attempt: () => false,
    takeTurn(operation) {
      operation._resolvePromise(undefined);
      return true;
    },
  };
}

beCoroutines(Operation);
const operationPrototype: object = Operation.prototype;
noticeAwaits(Operation as { prototype: Operation<LoopBound, unknown, unknown> }, function () {
  if (isNoAwait(this)) {
    return constructorForOthers();
  }
  return this === operationPrototype ? Operation : this._noticeAwait();
});

const unused = (): void => {};
