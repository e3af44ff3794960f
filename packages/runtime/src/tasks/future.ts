import { captureContext } from "../context/async-context.js";
import { type Context, inheritedContext } from "../context/context.js";
import { runningTask } from "../context/frame.js";
import type { Place } from "../debug/places.js";
import { CancelledError, InvalidStateError, makeCancelledError, RuntimeError } from "../errors.js";
import { ErrorReport } from "../loop/error-report.js";
import type { EventLoop } from "../loop/event-loop.js";
import type { ReadyEntry } from "../loop/ready-queue.js";
import {
  type AwaitAnswer,
  attachQuietly,
  captureSettlers,
  constructorForOthers,
  Detached,
  isNoAwait,
  lookAt,
  markHandled,
  noticeAwaits,
  type Reject,
  type Resolve,
  takeReject,
  takeResolve,
} from "./awaiting.js";
import { type Callbacks, callbacksWithout, countCallbacks, hasWaiter } from "./callbacks.js";
import { loopHere } from "./current.js";
import { describeFuture } from "./describe-future.js";
import { DoneCallback, ProgramCallback, type SharedCallback } from "./done-callback.js";
import { FutureExtra } from "./future-extra.js";
import { CANCELLED, FAILED, FULFILLED, PENDING } from "./future-state.js";
import type { Task } from "./task.js";
import { claimPromise, expectThen, isRead, takeArrived, usesPromise, Waiter } from "./waiter.js";

export interface DoneCallbackOptions {
  /** The context variables that the callback sees: a copy of the caller's where it is not given. */
  readonly context?: Context;
}

/** Node's `util.inspect`, and so its console, asks a value for this. */
const inspectByNode = Symbol.for("nodejs.util.inspect.custom");

const noDetails = (): readonly string[] => [];

const none: readonly Future<unknown>[] = [];

/** Whether a waiter took the future's own promise, and what that promise says by now. */
const UNCLAIMED = 0;
const CLAIMED = 1;
const SETTLED = 2;
/** No waiter may use this promise: one was cancelled while the future was done, or none ever may. */
const DIVERGED = 3;

/**
 * A result that is not there yet. Awaiting one suspends the current task until somebody calls
 * `setResult`, `setException` or `cancel`; awaiting a done one goes on without giving up the turn.
 * Cancelling a task that waits for a future cancels the future, as in asyncio.
 *
 * Made by `loop.createFuture()`. Several tasks can wait for the same future: each is resumed at its
 * own turn.
 *
 * @see asyncio.Future
 * @example
 * ```ts
 * import { getRunningLoop, run } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const loop = getRunningLoop();
 *   const future = loop.createFuture<string>();
 *   loop.callLater(5, () => future.setResult("ready"));
 *   console.log(await future);
 * });
 * // prints: ready
 * ```
 */
export class Future<T> extends Promise<T> implements ReadyEntry {
  // No method here or in Task is private by `#`: a class with one marks each of its objects, in a field of their own.
  // Nor has a field a value here: where a class has such, V8 calls a function of the class for them, and looks up anew
  // at each `super()` what to call. The constructors set them.

  /** @internal */ declare readonly _loop: EventLoop;
  /** @internal */ declare _state: number;
  /** @internal The result, or the error; while the future is pending, its callbacks. */
  declare _value: unknown;
  /** @internal What few need: see `_extra`. */ declare _rare: unknown;

  // These four are fields of those futures only that are their own waiters. See `_isOwnWaiter`.
  /** @internal The task whose await took the future's own promise; null where no task did. */
  declare _claimant: Task<unknown> | null;
  /** @internal */ declare _claim: number;
  /** @internal Settle the promise that the future is; null where it never is an awaiter's. */
  declare readonly _resolvePromise: Resolve | null;
  /** @internal */ declare readonly _rejectPromise: Reject | null;

  /** Futures are made by `loop.createFuture()`. */
  constructor(loop: EventLoop = loopHere()) {
    super(captureSettlers);
    this._loop = loop;
    this._state = PENDING;
    this._value = null;
    this._rare = null;
    if (new.target._isOwnWaiter) {
      this._claimant = null;
      this._claim = UNCLAIMED;
      this._resolvePromise = takeResolve();
      this._rejectPromise = takeReject();
    }
    if (typeof loop !== "object") {
      throw new TypeError(
        `A future is made from its event loop, not from ${String(loop)}: give the result to setResult()`,
      );
    }
    const place = loop._places.capture(loop._debug, null);
    if (place !== null) {
      this._keepPlace(place);
    }
  }

  /**
   * @internal Whether the first awaiter uses the future's own promise. That saves a promise and two
   * hops; but it costs the memory of two functions for each future, awaited or not.
   */
  static readonly _isOwnWaiter: boolean = true;

  /** @internal In the order in which they were added; none once it is done. */
  get _callbacks(): Callbacks {
    return this._state === PENDING ? (this._value as Callbacks) : null;
  }

  /** @internal Only while it is pending. */
  set _callbacks(callbacks: Callbacks) {
    this._value = callbacks;
  }

  /** @internal What few futures need, where this is one of them. */
  get _extra(): FutureExtra | null {
    return this._rare as FutureExtra | null;
  }

  /** @internal */
  set _extra(extra: FutureExtra | null) {
    this._rare = extra;
  }

  /** @internal */
  _makeExtra(): FutureExtra {
    return new FutureExtra();
  }

  /**
   * @internal Says that whoever waits for this future waits for these, for those who look. They are
   * looked at when somebody asks, so that a set that changes is seen as it is then.
   */
  _standFor(futures: Iterable<Future<unknown>>): this {
    this._extra ??= this._makeExtra();
    this._extra.stoodFor = futures;
    return this;
  }

  /** @internal Says what comes with this future, for those who look: the words end a sentence. */
  _describeAs(words: () => string): this {
    this._extra ??= this._makeExtra();
    this._extra.words = words;
    return this;
  }

  /** @internal What comes with it, where that was said. */
  get _words(): string | undefined {
    return this._extra?.words?.();
  }

  /** @internal */
  get _stoodFor(): Iterable<Future<unknown>> {
    return this._extra?.stoodFor ?? none;
  }

  /** @internal What `cancel` was told. */
  get _cancelMessage(): string | undefined {
    return this._extra?.cancelMessage;
  }

  /** @internal */
  set _cancelMessage(message: string | undefined) {
    if (message !== undefined || this._extra !== null) {
      this._extra ??= this._makeExtra();
      this._extra.cancelMessage = message;
    }
  }

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** @internal */
  _keepPlace(place: Place): void {
    this._extra ??= this._makeExtra();
    this._extra.made = place;
    if (!this._loop._debug) {
      this._loop._places.keep(place);
    }
  }

  /** The loop that the future belongs to. */
  getLoop(): EventLoop {
    return this._loop;
  }

  /** Whether the future has a result or an error, or was cancelled. */
  done(): boolean {
    return this._state !== PENDING;
  }

  /** Whether the future was cancelled. */
  cancelled(): boolean {
    return this._state === CANCELLED;
  }

  /**
   * The result.
   *
   * @throws CancelledError where the future was cancelled
   * @throws InvalidStateError where it is not done yet
   * @throws the future's error where it has one
   */
  result(): T {
    this._demandDone("result");
    if (this._state === FAILED) {
      this._retrieve();
      throw this._value;
    }
    return this._value as T;
  }

  /**
   * The error, or null where there is a result.
   *
   * @throws CancelledError where the future was cancelled
   * @throws InvalidStateError where it is not done yet
   */
  exception(): unknown {
    this._demandDone("exception");
    this._retrieve();
    return this._state === FAILED ? this._value : null;
  }

  /** @internal */
  _demandDone(what: string): void {
    if (this._state === CANCELLED) {
      throw this._makeCancelledError();
    }
    if (this._state === PENDING) {
      throw new InvalidStateError(
        `The future's ${what} is not there yet: await the future, or ask done() first`,
      );
    }
  }

  /**
   * Gives the future its result.
   *
   * @throws InvalidStateError where it is done already
   */
  setResult(value: T): void {
    this._demandPending();
    this._finish(FULFILLED, value);
  }

  /**
   * Gives the future an error, which every await of it throws.
   *
   * @throws InvalidStateError where it is done already
   */
  setException(error: unknown): void {
    this._demandPending();
    this._fail(error);
  }

  /** @internal */
  _demandPending(): void {
    if (this._state !== PENDING) {
      throw new InvalidStateError(
        "The future is done already: a future takes one result, error or cancellation",
      );
    }
  }

  /**
   * Cancels the future: its waiters get a CancelledError.
   *
   * @param message is the message of the CancelledError
   * @returns false where the future was done already
   */
  cancel(message?: string): boolean {
    this._retrieve();
    if (this._state !== PENDING) {
      return false;
    }
    this._cancelMessage = message;
    this._finish(CANCELLED, undefined);
    return true;
  }

  /**
   * Calls the callback with the future when it is done, at a turn of its own; soon where it is done
   * already. Callbacks run in the order in which they were added.
   */
  addDoneCallback(callback: (future: this) => void, options: DoneCallbackOptions = {}): void {
    const entry = new ProgramCallback(
      this,
      callback as (future: Future<unknown>) => void,
      captureContext(),
      options.context ?? inheritedContext(),
    );
    if (this._state === PENDING) {
      this._addCallback(entry);
    } else {
      this._loop._enqueue(entry);
    }
  }

  /** @returns how many callbacks were removed: one may have been added several times */
  removeDoneCallback(callback: (future: this) => void): number {
    return this._removeCallbacks(
      (entry) => entry instanceof DoneCallback && entry.callback === callback,
    );
  }

  /** @internal A callback of the runtime's own: it inherits no context and must not throw. */
  _whenDone(callback: (future: Future<unknown>) => void): void {
    const entry = new DoneCallback(this, callback);
    if (this._state === PENDING) {
      this._addCallback(entry);
    } else {
      this._loop._enqueue(entry);
    }
  }

  /** @internal `_whenDone` of a callback that many futures get. */
  _whenDoneAlso(shared: SharedCallback): void {
    this._whenDone(shared.callback);
  }

  /** @internal */
  _addCallback(entry: ReadyEntry): void {
    const callbacks = this._callbacks;
    if (callbacks === null) {
      this._callbacks = entry;
    } else if (Array.isArray(callbacks)) {
      callbacks.push(entry);
    } else {
      this._callbacks = [callbacks, entry];
    }
  }

  /** @internal */
  _removeCallbacks(matches: (entry: ReadyEntry) => boolean): number {
    const before = this._callbacks;
    if (before === null) {
      return 0;
    }
    this._callbacks = callbacksWithout(before, matches);
    return countCallbacks(before) - countCallbacks(this._callbacks);
  }

  /** @internal */
  _fail(error: unknown): void {
    const willBeSeen = hasWaiter(this._callbacks);
    this._finish(FAILED, error);
    if (!willBeSeen) {
      const report = new ErrorReport(
        this._loop,
        this._describe(),
        error,
        this._extra?.made ?? null,
        this._ownContext(),
      );
      this._extra ??= this._makeExtra();
      this._extra.report = report;
      this._loop._reports.add(this, report);
    }
  }

  /** @internal Somebody has asked for the error: it will not be reported. */
  _retrieve(): void {
    const extra = this._extra;
    if (extra !== null && extra.report !== null) {
      this._loop._reports.delete(extra.report);
      extra.report = null;
    }
  }

  /** Its class and state, and what it holds or who waits for it. */
  override toString(): string {
    return describeFuture(this, null, noDetails);
  }

  /** @internal What Node prints of it. */
  get [inspectByNode](): () => string {
    const endLook = lookAt(this);
    return () => {
      endLook();
      return this.toString();
    };
  }

  /** @internal How messages call it. */
  _describe(): string {
    return "a future";
  }

  /** @internal The context in which its error is reported: a task's own. */
  _ownContext(): Context | null {
    return null;
  }

  /** @internal Where it was made, where that is known. */
  _madeAt(): string | undefined {
    return this._extra?.made?.text;
  }

  /** @internal Every waiter and callback is scheduled, each for a turn of its own. */
  _finish(state: number, value: unknown): void {
    const callbacks = this._callbacks;
    this._state = state;
    this._value = value;
    if (callbacks === null) {
      return;
    }
    const loop = this._loop;
    if (Array.isArray(callbacks)) {
      for (const entry of callbacks) {
        loop._enqueue(entry);
      }
    } else {
      loop._enqueue(callbacks);
    }
  }

  /** @internal */
  _makeCancelledError(): CancelledError {
    const error = this._value;
    if (this._state === CANCELLED && error instanceof CancelledError) {
      this._value = undefined;
      return error;
    }
    return makeCancelledError(this._cancelMessage);
  }

  /** @internal */
  _noticeAwait(): AwaitAnswer {
    if (this._state !== PENDING) {
      return this._answerDone();
    }
    const task = runningTask();
    this._demandSameLoop(task);
    if ((task as unknown) === this) {
      throw new RuntimeError(`Task "${task?.getName()}" awaits itself, and could never go on`);
    }
    if (this._claim === UNCLAIMED) {
      this._claim = CLAIMED;
      this._claimant = task;
      this._addCallback(this);
      task?._suspendOn(this);
      return Promise;
    }
    const waiter = new Waiter(this, task);
    const isOwn = claimPromise(waiter);
    this._addCallback(waiter);
    task?._suspendOn(this);
    if (isOwn) {
      return Promise;
    }
    expectThen(waiter);
    return Detached;
  }

  /** @internal Awaiting a done future does not give up the turn. */
  _answerDone(): AwaitAnswer {
    if (this._claim === UNCLAIMED) {
      this._claim = SETTLED;
      if (this._state === FULFILLED) {
        this._resolvePromise?.(this._value);
      } else {
        this._rejectPromise?.(this._takeError());
        markHandled(this);
      }
    }
    return this._claim === SETTLED ? Promise : Detached;
  }

  /** @internal The error that an await of this done future throws. */
  _takeError(): unknown {
    this._retrieve();
    return this._state === CANCELLED ? this._makeCancelledError() : this._value;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise, and must learn of each `then`.
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    const task = runningTask();
    if (
      this._state === PENDING &&
      ((this._claim === CLAIMED && this._claimant === task) || usesPromise(task, this))
    ) {
      return attachQuietly(this, onFulfilled, onRejected) as Promise<A | B>;
    }
    return this._promiseFor(task).then(onFulfilled, onRejected);
  }

  /** The inherited one would read `constructor`, as an await does. */
  override finally(onFinally?: (() => void) | null): Promise<T> {
    return this.then((value) => value).finally(onFinally);
  }

  /** @internal A promise of this waiter's own. */
  _promiseFor(task: Task<unknown> | null): Promise<T> {
    if (this._state === FULFILLED) {
      return Promise.resolve(this._value as T);
    }
    if (this._state !== PENDING) {
      return Promise.reject(this._takeError());
    }
    this._demandSameLoop(task);
    const waiter = new Waiter(this, task);
    const promise = new Promise<unknown>(captureSettlers);
    waiter.settleBy(takeResolve(), takeReject());
    this._addCallback(waiter);
    task?._suspendOn(this);
    return promise as Promise<T>;
  }

  /** @internal */
  _demandSameLoop(task: Task<unknown> | null): void {
    if (task !== null && task._loop !== this._loop) {
      throw new RuntimeError(
        `Task "${task.getName()}" awaits a future that belongs to another event loop: hand results between loops by callSoonThreadsafe`,
      );
    }
  }

  /** @internal */
  get _isWakeUp(): boolean {
    return true;
  }

  /** @internal The turn of the waiter that took the future's own promise. */
  _run(loop: EventLoop): void {
    const task = this._claimant;
    this._claimant = null;
    const replaced = task === null ? undefined : task._resume(this);
    if (task !== null) {
      loop._beginStep(task);
    }
    if (replaced !== undefined) {
      this._claim = DIVERGED;
      this._rejectPromise?.(replaced);
      markHandled(this);
    } else if (this._state === FULFILLED) {
      this._claim = SETTLED;
      this._resolvePromise?.(this._value);
    } else {
      this._claim = SETTLED;
      const error = this._takeError();
      this._rejectPromise?.(task === null ? error : task._explain(error));
      markHandled(this);
    }
  }
}

const futurePrototype: object = Future.prototype;
noticeAwaits(Future as { prototype: Future<unknown> }, function () {
  if (isNoAwait(this)) {
    return constructorForOthers();
  }
  return this === futurePrototype ? Future : this._noticeAwait();
});

/** How it is with a future that is nobody's own waiter: said once, not in each of them. */
Object.assign(Future.prototype, {
  _claimant: null,
  _claim: DIVERGED,
  _resolvePromise: null,
  _rejectPromise: null,
});

const { then } = Future.prototype;

/** The `then` that an await calls, whose waiter stands in line already: it has no use for what `then` gives. */
function thenOfAwait(this: Future<unknown>, resolve: Resolve, reject: Reject): unknown {
  const waiter = takeArrived(this);
  return waiter === null ? then.call(this, resolve, reject) : waiter.settleBy(resolve, reject);
}

// biome-ignore lint/suspicious/noThenProperty: the method above, where it is not an await that reads it.
Object.defineProperty(Future.prototype, "then", {
  configurable: true,
  get(this: Future<unknown>) {
    return isRead(this) ? thenOfAwait : then;
  },
});
