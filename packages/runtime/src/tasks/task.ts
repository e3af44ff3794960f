import { captureContext } from "../context/async-context.js";
import { Context, inheritedContext } from "../context/context.js";
import { contextIsOurs, type Frame, frames } from "../context/frame.js";
import { promiseScope } from "../context/promise-scope.js";
import { captureStack } from "../debug/captured-stack.js";
import { watchHeld } from "../debug/slow-steps.js";
import {
  CancelledError,
  cancellationOf,
  InvalidStateError,
  makeCancelledError,
  RuntimeError,
} from "../errors.js";
import {
  cancelRequested,
  taskCreated,
  taskEnded,
  taskSuspended,
} from "../introspection/channels.js";
import type { EventLoop } from "../loop/event-loop.js";
import type { ReadyEntry } from "../loop/ready-queue.js";
import { placeIn } from "../place.js";
import { printError } from "../platform.js";
import { followSignal } from "../scopes/cancel-signal.js";
import { constructorForOthers, isNoAwait, noticeAwaits } from "./awaiting.js";
import { Coroutine } from "./coroutine.js";
import { runningLoopOrNull } from "./current.js";
import { describeStack, describeTask } from "./describe-task.js";
import { DoneCallback, SharedCallback } from "./done-callback.js";
import { Call, startBesides, startInFrame, takeFirstStep } from "./first-step.js";
import { Future } from "./future.js";
import { CANCELLED, FAILED, FULFILLED, PENDING } from "./future-state.js";
import { TaskExtra } from "./task-extra.js";
import type { TaskOptions } from "./task-options.js";
import { forgetSettlers, keepSettlers } from "./waiter.js";

/** What a task can be suspended on: its `cancel` says whether the cancellation got through. */
export interface Suspension {
  cancel(message?: string): boolean;
}

/** What a task waits for until its first step: it takes note of no cancellation. */
const firstTurn: Suspension = { cancel: () => false };

let tasksNamed = 0;

/**
 * A coroutine on its way: it runs by turns with the other tasks of its loop, from one await to the
 * next. Awaiting a task gives its result or throws its error.
 *
 * Made by `createTask`, `taskGroup`, `gather` and others. The loop holds its tasks strongly: a task
 * that nobody refers to still runs.
 *
 * @see asyncio.Task
 * @example
 * ```ts
 * import { createTask, run, sleep } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const task = createTask(async () => {
 *     await sleep(10);
 *     return 42;
 *   });
 *   console.log(task.done());
 *   console.log(await task);
 * });
 * // prints: false
 * // prints: 42
 * ```
 */
export class Task<T> extends Future<T> implements Frame {
  /** @internal Most tasks are awaited by few, and there are many of them. */
  static override readonly _isOwnWaiter: boolean = false;

  /** @internal What it runs. A function is let go of at the end, since it may hold much of the program. */
  declare _work: Coroutine<T> | Call | ((...args: never[]) => unknown) | null;
  /** @internal Its number until somebody asks for the name. */
  declare _name: string | number;
  /** @internal What the task's await is suspended on. */
  declare _suspension: Suspension | null;
  /** @internal The task made before this one, and the next: see TaskList. */
  declare _previous: Task<unknown> | null;
  /** @internal */ declare _next: Task<unknown> | null;
  /** @internal Where there is no more, the task's context alone. */
  declare _rare: TaskExtra | Context | null;

  /**
   * Tasks are made by `createTask`; this is what a task factory calls.
   *
   * @param work is what the task runs
   * @param options name it, and give the loop: the running one where it is not given
   * @param args are given to the function that the task runs
   */
  constructor(
    work: Coroutine<T> | (() => PromiseLike<T> | T),
    options: TaskOptions & { readonly loop?: EventLoop } = {},
    args: readonly unknown[] | null = null,
  ) {
    super(options.loop);
    this._suspension = firstTurn;
    this._previous = null;
    this._next = null;
    keepSettlers(this as Task<unknown>);
    const loop = this._loop;
    loop._demandOpen();
    if (!(work instanceof Coroutine) && typeof work !== "function") {
      throw new TypeError(
        `A task runs a coroutine or an async function, not ${String(work)}: wrapFuture() takes a promise`,
      );
    }
    if (options.context !== undefined && !(options.context instanceof Context)) {
      throw new TypeError(`A task's context is a Context, not ${String(options.context)}`);
    }
    this._work =
      args === null || work instanceof Coroutine
        ? work
        : new Call(work as (...args: never[]) => unknown, args);
    this._name = options.name === undefined ? ++tasksNamed : String(options.name);
    this._context = options.context ?? inheritedContext();
    if (loop._debug) {
      this._demandExtra().watchesAwaits = true;
    }
    loop._tasks.add(this as Task<unknown>);
    if (taskCreated.hasSubscribers) {
      taskCreated.publish({ task: this as Task<unknown> });
    }
    if (options.eagerStart === true && runningLoopOrNull() === loop) {
      frames.run(this, () => this._start());
      if (this._state !== PENDING) {
        this._work = null;
      }
    } else {
      if (!contextIsOurs() && promiseScope?.has(this) !== true) {
        this._demandExtra().host = captureContext();
      }
      loop._enqueue(this);
    }
    if (options.signal !== undefined && this._state === PENDING) {
      this._demandExtra().stopFollowing = followSignal(options.signal, this as Task<unknown>);
    }
  }

  /** @internal */
  override get _extra(): TaskExtra | null {
    const rare = this._rare;
    return rare === null || rare instanceof Context ? null : rare;
  }

  /** @internal */
  override set _extra(extra: TaskExtra | null) {
    this._rare = extra;
  }

  /** @internal */
  override _makeExtra(): TaskExtra {
    const extra = new TaskExtra();
    extra.context = this._context;
    return extra;
  }

  /** @internal */
  _demandExtra(): TaskExtra {
    const extra = this._extra ?? this._makeExtra();
    this._rare = extra;
    return extra;
  }

  /** @internal Its context variables; null until it has any. */
  get _context(): Context | null {
    const rare = this._rare;
    return rare === null || rare instanceof Context ? rare : rare.context;
  }

  /** @internal */
  set _context(context: Context | null) {
    const extra = this._extra;
    if (extra === null) {
      this._rare = context;
    } else {
      extra.context = context;
    }
  }

  /** @internal */
  get _task(): Task<unknown> {
    return this as Task<unknown>;
  }

  /** The task's name. */
  getName(): string {
    return typeof this._name === "number" ? `Task-${this._name}` : this._name;
  }

  setName(name: string): void {
    this._name = String(name);
  }

  /** The coroutine that the task runs, or null where it runs a function. */
  getCoroutine(): Coroutine<T> | null {
    return this._work instanceof Coroutine ? this._work : null;
  }

  /** The task's context variables. */
  getContext(): Context {
    this._context ??= new Context();
    return this._context;
  }

  /**
   * Writes where the task was made and where it awaits now. JavaScript shows the stack of a suspended
   * function to nobody, so this is known only of tasks made in debug mode.
   *
   * @param write takes the text: it goes to the console where it is not given
   * @see asyncio.Task.print_stack
   */
  printStack(write: (text: string) => void = printError): void {
    write(describeStack(this as Task<unknown>));
  }

  /** Its state and name, what it runs, and what it holds or waits for. */
  override toString(): string {
    return describeTask(this as Task<unknown>, this._runs);
  }

  /** @internal The name of what it runs; empty where that has none, or the task is done. */
  get _workName(): string {
    return this._runs ?? "";
  }

  /** @internal The same, but null where the task is done. In debug mode it is known then, too. */
  get _runs(): string | null {
    const work = this._work;
    if (work === null || (this._state !== PENDING && !this._loop._debug)) {
      return null;
    }
    return work instanceof Coroutine ? work._nameOrEmpty : work.name;
  }

  /** @internal Whether its first turn has come. */
  get _hasStarted(): boolean {
    return this._suspension !== firstTurn;
  }

  /** @internal Whether somebody gave it a name of its own. */
  get _wasNamed(): boolean {
    return typeof this._name !== "number";
  }

  /** @internal */
  override _describe(): string {
    return `task "${this.getName()}"`;
  }

  /** @internal */
  override _ownContext(): Context | null {
    return this._context;
  }

  /** @internal Where its last await was, in debug mode. */
  _awaitsAt(): string | undefined {
    return placeIn(this._extra?.awaiting);
  }

  /** @internal The stack of its last await, in debug mode. */
  get _awaitingStack(): Error | undefined {
    return this._extra?.awaiting;
  }

  /** @internal What it is suspended on, each branch of it. */
  _suspensions(): Suspension[] {
    const first = this._suspension;
    return first === null || first === firstTurn
      ? []
      : [first, ...(this._extra?.moreSuspensions ?? [])];
  }

  /** @internal The futures that it is suspended on, and the tasks that a group of its own waits for. */
  _awaitedFutures(): Future<unknown>[] {
    const groups = [...(this._extra?.groups ?? [])];
    return [
      ...this._suspensions().filter((one) => one instanceof Future),
      ...groups.flatMap((tasks) => [...tasks]),
    ];
  }

  /** @internal Until it leaves the group, it waits for the group's tasks. */
  _enterGroup(tasks: Iterable<Task<unknown>>): void {
    const extra = this._demandExtra();
    extra.groups ??= new Set();
    extra.groups.add(tasks);
  }

  /** @internal */
  _leaveGroup(tasks: Iterable<Task<unknown>>): void {
    this._extra?.groups?.delete(tasks);
  }

  /** @internal A scope cancels the task, to end its own body: signals of what is around that are not aborted. */
  _cancelScope(scope: object): void {
    const extra = this._demandExtra();
    extra.cancelledScope = scope;
    try {
      this.cancel();
    } finally {
      extra.cancelledScope = null;
    }
  }

  /**
   * Asks the task to end: a CancelledError is thrown at the await where it is suspended. It can clean up,
   * and it can refuse by catching the error.
   *
   * @param message is the message of the CancelledError
   * @returns false where the task was done already
   */
  override cancel(message?: string): boolean {
    this._retrieve();
    if (this._state !== PENDING) {
      return false;
    }
    if (cancelRequested.hasSubscribers) {
      cancelRequested.publish({ task: this as Task<unknown>, message });
    }
    const extra = this._demandExtra();
    extra.cancelRequests++;
    const told = extra.abortSignals(message);
    if (this._cancelSuspensions(message)) {
      return true;
    }
    if (told && this._isHeldByForeign()) {
      return true;
    }
    extra.mustCancel = true;
    extra.cancelMessage = message;
    if (this._loop._debug && this._isHeldByForeign()) {
      watchHeld(this as Task<unknown>, this._loop.slowCallbackDuration);
    }
    return true;
  }

  /** @internal A foreign promise that listens to the task's signal is what brings it the CancelledError. */
  _isHeldByForeign(): boolean {
    return this._suspension === null && !this._loop._isStepping(this as Task<unknown>);
  }

  /** @internal */
  _cancelSuspensions(message: string | undefined): boolean {
    const first = this._suspension;
    if (first === null) {
      return false;
    }
    const more = this._extra?.moreSuspensions ?? null;
    return more === null ? first.cancel(message) : cancelEach([first, ...more], message);
  }

  /** How many cancellations were asked for and not taken back by `uncancel`. */
  cancelling(): number {
    return this._extra?.cancelRequests ?? 0;
  }

  /**
   * Takes one request to cancel back, for code that handled it. Returns how many are left.
   *
   * @see asyncio.Task.uncancel
   */
  uncancel(): number {
    const extra = this._extra;
    if (extra === null || extra.cancelRequests === 0) {
      return 0;
    }
    extra.cancelRequests--;
    if (extra.cancelRequests === 0) {
      extra.mustCancel = false;
    }
    return extra.cancelRequests;
  }

  /**
   * Refused: a task's result is what its coroutine returns.
   *
   * @throws RuntimeError always
   */
  override setResult(_value: T): never {
    throw new RuntimeError(
      `Task "${this.getName()}" takes its result from its coroutine: use a future where others set it`,
    );
  }

  /**
   * Refused: a task's error is what its coroutine throws.
   *
   * @throws RuntimeError always
   */
  override setException(_error: unknown): never {
    throw new RuntimeError(
      `Task "${this.getName()}" takes its error from its coroutine: use a future where others set it`,
    );
  }

  /**
   * @internal An await of the task is about to suspend it.
   *
   * @param awaited is what is awaited, where the suspension is not that itself
   */
  _suspendOn(suspension: Suspension, awaited: unknown = suspension): void {
    if (this._state !== PENDING) {
      return;
    }
    if (this._suspension === null) {
      this._suspension = suspension;
      this._loop._suspended++;
    } else {
      const extra = this._demandExtra();
      extra.moreSuspensions ??= [];
      extra.moreSuspensions.push(suspension);
    }
    if (taskSuspended.hasSubscribers) {
      taskSuspended.publish({ task: this as Task<unknown>, on: awaited as Future<unknown> });
    }
    const extra = this._extra;
    if (extra !== null) {
      if (extra.mustCancel && suspension.cancel(extra.cancelMessage)) {
        extra.mustCancel = false;
      }
      if (extra.watchesAwaits) {
        extra.awaiting = captureStack();
      }
    }
    this._loop._endStep(this);
  }

  /**
   * @internal The task's turn has come: it is suspended no more. Gives the CancelledError that the
   * await must throw instead of what the suspension brought, or undefined.
   */
  _resume(suspension: Suspension): CancelledError | undefined {
    const extra = this._extra;
    if (extra === null) {
      if (this._suspension === suspension) {
        this._suspension = null;
        this._loop._suspended--;
      }
      return undefined;
    }
    return this._resumeWith(extra, suspension);
  }

  /** @internal */
  _resumeWith(extra: TaskExtra, suspension: Suspension): CancelledError | undefined {
    if (extra.moreSuspensions !== null) {
      this._suspension = extra.leaveOne(this._suspension as Suspension, suspension);
    } else if (this._suspension === suspension) {
      this._suspension = null;
      this._loop._suspended--;
    }
    if (!extra.mustCancel || this._state !== PENDING) {
      return undefined;
    }
    extra.mustCancel = false;
    if (
      suspension instanceof Future &&
      (suspension._state === CANCELLED ||
        (suspension._state === FAILED && suspension._value instanceof CancelledError))
    ) {
      return undefined;
    }
    return this._explain(makeCancelledError(extra.cancelMessage));
  }

  /** @internal In debug mode a cancellation shows the await that it has interrupted. */
  _explain<E>(error: E): E {
    const awaiting = this._extra?.awaiting;
    if (awaiting !== undefined && error instanceof CancelledError && !error.stack?.includes("\n")) {
      const place = placeIn(awaiting);
      if (place !== undefined) {
        error.stack = `${error}\n${place}`;
      }
    }
    return error;
  }

  override get _isWakeUp(): boolean {
    return false;
  }

  /** @internal */
  override _whenDoneAlso(shared: SharedCallback): void {
    if (this._state === PENDING && this._callbacks === null) {
      this._callbacks = shared;
    } else {
      this._whenDone(shared.callback);
    }
  }

  /** @internal */
  override _addCallback(entry: ReadyEntry): void {
    const callbacks = this._callbacks;
    if (callbacks instanceof SharedCallback) {
      this._callbacks = new DoneCallback(this as Future<unknown>, callbacks.callback);
    }
    super._addCallback(entry);
  }

  /** @internal */
  override _finish(state: number, value: unknown): void {
    const callbacks = this._callbacks;
    if (!(callbacks instanceof SharedCallback)) {
      super._finish(state, value);
    } else if (this._suspension === null) {
      this._state = state;
      this._value = value;
      this._suspension = callbacks;
      this._loop._enqueue(this);
    } else {
      // It is given a result by force.
      this._callbacks = new DoneCallback(this as Future<unknown>, callbacks.callback);
      super._finish(state, value);
    }
  }

  /** @internal The first step; after the end, the turn of a callback that is shared. */
  override _run(loop: EventLoop): void {
    const suspension = this._suspension;
    if (suspension !== firstTurn && suspension instanceof SharedCallback) {
      this._suspension = null;
      suspension._runFor(this as Future<unknown>, loop);
      return;
    }
    loop._beginStep(this as Task<unknown>);
    if (this._state !== PENDING) {
      this._endUnstarted(this._state);
      return;
    }
    const extra = this._extra;
    if (extra === null) {
      startInFrame(this as Task<unknown>);
    } else if (extra.mustCancel) {
      extra.mustCancel = false;
      if (this._work instanceof Coroutine) {
        this._work.close();
      }
      this._endUnstarted(CANCELLED);
    } else if (extra.host === null) {
      startInFrame(this as Task<unknown>);
    } else {
      const { host } = extra;
      extra.host = null;
      if (extra.isBlank) {
        // Before Node 24, every task has one for its host context alone.
        this._rare = extra.context;
      }
      host.runInAsyncScope(startBesides, null, this as Task<unknown>);
    }
  }

  /** @internal */
  _endUnstarted(state: number): void {
    this._suspension = null;
    this._end(state, undefined);
  }

  /** @internal Runs the work up to its first await, in the task's own context. */
  _start(): void {
    this._suspension = null;
    takeFirstStep(this as Task<unknown>);
  }

  /** @internal */
  _succeeded(value: T): void {
    const extra = this._extra;
    if (extra?.mustCancel === true) {
      extra.mustCancel = false;
      this._end(CANCELLED, undefined);
    } else {
      this._end(FULFILLED, value);
    }
  }

  /** @internal */
  _failed(error: unknown): void {
    const cancellation = cancellationOf(error);
    if (cancellation !== null) {
      this._end(CANCELLED, cancellation);
    } else {
      this._end(FAILED, error);
    }
  }

  /** @internal */
  _end(state: number, value: unknown): void {
    const loop = this._loop;
    loop._tasks.delete(this as Task<unknown>);
    forgetSettlers(this as Task<unknown>);
    if (!loop._debug && (typeof this._work === "function" || this._work instanceof Call)) {
      this._work = null;
    }
    if (this._suspension !== null) {
      this._suspension = null;
      loop._suspended--;
    }
    const extra = this._extra;
    if (extra !== null) {
      extra.cancelSignals = null;
      extra.moreSuspensions = null;
      extra.stopFollowing?.();
      if (state !== FAILED && !loop._debug) {
        extra.made?.drop();
      }
    }
    if (this._state !== PENDING) {
      loop.callExceptionHandler({
        message: `Task "${this.getName()}" ended, but it was given a result by force before`,
        exception: new InvalidStateError("A task takes its result from its coroutine alone"),
        task: this as Task<unknown>,
      });
    } else if (state === FAILED) {
      this._fail(value);
    } else {
      this._finish(state, value);
    }
    if (taskEnded.hasSubscribers) {
      taskEnded.publish({ task: this as Task<unknown> });
    }
    loop._endStep(this as Task<unknown>, true);
  }
}

const taskPrototype: object = Task.prototype;
noticeAwaits(Task as { prototype: Task<unknown> }, function () {
  if (isNoAwait(this)) {
    return constructorForOthers();
  }
  return this === taskPrototype ? Task : this._noticeAwait();
});

function cancelEach(suspensions: readonly Suspension[], message: string | undefined): boolean {
  let reached = false;
  for (const suspension of suspensions) {
    reached = suspension.cancel(message) || reached;
  }
  return reached;
}
