import { runningTask } from "../context/frame.js";
import { makeCancelledError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import type { ReadyEntry } from "../loop/ready-queue.js";
import { markHandled, type Noticing, noticeAwaits } from "../tasks/awaiting.js";
import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import type { Suspension, Task } from "../tasks/task.js";
import type { LoopBound } from "./loop-bound.js";
import type { Waiter, Waiters } from "./waiters.js";

/** Where a future would be pending, done and cancelled. */
const WAITING = 0;
const WOKEN = 1;
const INTERRUPTED = 2;

/**
 * One call of `lock.acquire()`, `queue.get()` and the like. It is its own coroutine, place in line,
 * future and wake-up, since programs wait a lot: this is where asyncio makes a future, appends it to
 * the waiters, awaits it, and catches what comes of that.
 *
 * It is one class for all kinds: V8 makes objects at half the speed where one constructor makes more
 * than four shapes of them, and each subclass of Coroutine is one.
 */
export class Operation<P extends LoopBound, A, T>
  extends Coroutine<T>
  implements ReadyEntry, Suspension, Waiter
{
  readonly _primitive: P;
  /** What the kind of operation takes it for; once interrupted, the message of the CancelledError. */
  _argument: A;
  _previous: Waiter | null = null;
  _next: Waiter | null = null;
  readonly #kind: OperationKind<P, A, T>;
  #state = WAITING;
  /** Who waits: null outside of every task. */
  #task: Task<unknown> | null = null;

  constructor(kind: OperationKind<P, A, T>, primitive: P, argument: A) {
    super(unused);
    this.#kind = kind;
    this._primitive = primitive;
    this._argument = argument;
  }

  override getName(): string {
    return this.#kind.describe(this._primitive);
  }

  override _start(): unknown {
    if (this._body === null) {
      return super._start();
    }
    this._follow();
    return this;
  }

  override _follow(): void {
    this._begun();
    try {
      if (this.#kind.attempt(this)) {
        return;
      }
      const task = runningTask();
      this.#task = task;
      this._primitive._bindTo(task === null ? getRunningLoop() : task._loop);
    } catch (error) {
      this._rejectPromise(error);
      return;
    }
    this.#standInLine();
  }

  #standInLine(): void {
    this.#kind.line(this._primitive).add(this);
    this.#task?._suspendOn(this);
  }

  get _isWaiting(): boolean {
    return this.#state === WAITING;
  }

  get _isInterrupted(): boolean {
    return this.#state === INTERRUPTED;
  }

  _wake(): void {
    this.#state = WOKEN;
    (this._primitive._loop as EventLoop)._enqueue(this);
  }

  /** The task is cancelled: it leaves the line at a turn of its own. */
  cancel(message?: string): boolean {
    if (this.#state !== WAITING) {
      return false;
    }
    this.#state = INTERRUPTED;
    this._argument = message as A;
    (this._primitive._loop as EventLoop)._enqueue(this);
    return true;
  }

  get _isWakeUp(): boolean {
    return true;
  }

  _run(loop: EventLoop): void {
    const task = this.#task;
    let error: unknown;
    if (task !== null) {
      error = task._resume(this);
      loop._beginStep(task);
    }
    if (this.#state === INTERRUPTED) {
      error = makeCancelledError(this._argument as string | undefined);
    }
    this.#kind.line(this._primitive).remove(this);
    if (error !== undefined) {
      this.#kind.missTurn(this._primitive, this.#state === WOKEN);
      this._rejectPromise(task === null ? error : task._explain(error));
      markHandled(this);
      return;
    }
    try {
      if (this.#kind.takeTurn(this)) {
        return;
      }
    } catch (thrown) {
      this._rejectPromise(thrown);
      return;
    }
    this.#state = WAITING;
    this.#standInLine();
  }
}

/**
 * One thing that a primitive does for tasks, at once or in turn. The hooks run in the step of the
 * task, but `takeTurn` and `missTurn` outside of the task's own context: they must not call the
 * program. What they throw, the task gets.
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

noticeAwaits(Operation as { prototype: Noticing }, Coroutine);

const unused = (): never => undefined as never;
