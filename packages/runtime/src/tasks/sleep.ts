import { runningTask } from "../context/frame.js";
import { makeCancelledError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import type { ReadyEntry } from "../loop/ready-queue.js";
import type { TimerEntry } from "../loop/timer-heap.js";
import {
  type AwaitAnswer,
  captureResolve,
  constructorForOthers,
  isNoAwait,
  markHandled,
  noticeAwaits,
  type Resolve,
  rejectBy,
  takeResolve,
} from "./awaiting.js";
import { awaitedBefore, beCoroutines, type Coroutine, OwnKind } from "./coroutine.js";
import { getRunningLoop } from "./current.js";
import type { Suspension, Task } from "./task.js";
import { unwatch, watchNew } from "./unawaited.js";

/**
 * Suspends the current task for a time. With 0 or less it gives every other ready task a turn.
 * Cancelling the task ends the sleep at once.
 *
 * @param delay in milliseconds
 * @param result is what the await gives
 * @throws RangeError where the delay is not a number
 * @throws CancelledError where the task is cancelled meanwhile
 * @see asyncio.sleep
 * @example
 * ```ts
 * import { run, sleep } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   console.log(await sleep(10, "rested"));
 * });
 * // prints: rested
 * ```
 */
export function sleep(delay: number): Coroutine<void>;
export function sleep<T>(delay: number, result: T): Coroutine<T>;
export function sleep(delay: number, result?: unknown): Coroutine<unknown> {
  return delay <= 0 && result === undefined ? new Yield() : new Sleep(delay, result);
}

/**
 * What every task is suspended on that only gives up its turn. The object that has its turn is young, and the task
 * mostly old: with very many tasks, each of its references to something young takes the collection of garbage time.
 */
const turn: Suspension & { getName(): string } = { cancel: () => false, getName: () => "sleep" };

/** `sleep(0)`: it only gives up the turn, and is not interrupted. */
class Yield extends OwnKind<void> implements ReadyEntry {
  declare readonly _resolvePromise: Resolve;
  /** Who waits: undefined until it begins, null outside of every task. */
  declare _sleeper: Task<unknown> | null | undefined;

  constructor() {
    super(captureResolve);
    this._resolvePromise = takeResolve();
    this._sleeper = undefined;
    watchNew(this, sleep);
  }

  override get _nameOrEmpty(): string {
    return "sleep";
  }

  override get _body(): typeof sleep | null {
    return this._sleeper === undefined ? sleep : null;
  }

  override _start(): unknown {
    this._noticeAwait();
    return this;
  }

  override _begun(): void {
    this._sleeper ??= null;
    unwatch(this);
  }

  override _follow(): void {
    unwatch(this);
    const task = runningTask();
    this._sleeper = task;
    (task === null ? getRunningLoop() : task._loop)._enqueue(this);
    task?._suspendOn(turn, this);
  }

  override _noticeAwait(): AwaitAnswer {
    if (this._sleeper !== undefined) {
      throw awaitedBefore();
    }
    this._follow();
    return Promise;
  }

  get _isWakeUp(): boolean {
    return true;
  }

  _run(loop: EventLoop): void {
    const task = this._sleeper as Task<unknown> | null;
    if (task !== null) {
      const error = task._resume(turn);
      loop._beginStep(task);
      if (error !== undefined) {
        rejectBy(this._resolvePromise, error);
        markHandled(this);
        return;
      }
    }
    this._resolvePromise(undefined);
  }
}

beCoroutines(Yield);
const yieldPrototype: object = Yield.prototype;
noticeAwaits(Yield, function () {
  if (isNoAwait(this)) {
    return constructorForOthers();
  }
  return this === yieldPrototype ? Yield : this._noticeAwait();
});

// Where a sleep that has begun is not in the heap, its index there says how far it has come.
/** It is due: the timer's own turn comes next. */
const DUE = -1;
const WOKEN = -2;
const INTERRUPTED = -3;
/** Interrupted when the timer was due already: the timer's own turn has to pass first. */
const INTERRUPTED_LATE = -4;

/**
 * One sleep: it is its own coroutine, timer, future and wake-up, since programs sleep a lot; and where very many
 * sleep, each field counts.
 */
class Sleep extends OwnKind<unknown> implements TimerEntry, ReadyEntry, Suspension {
  declare readonly _resolvePromise: Resolve;
  /**
   * The delay until it begins; then its place among the timers of the same time; once interrupted, the message of the
   * CancelledError.
   */
  declare _order: number;
  declare _heapIndex: number;
  /** Who sleeps: undefined until it begins, null outside of every task. */
  declare _sleeper: Task<unknown> | null | undefined;
  /** What the await gives: a field of those only that give something. */
  declare _result: unknown;

  constructor(delay: number, result: unknown) {
    super(captureResolve);
    this._resolvePromise = takeResolve();
    // V8 boxes no whole number in a field that may be undefined.
    (this as { _order: number | undefined })._order = undefined;
    this._order = delay;
    this._heapIndex = DUE;
    this._sleeper = undefined;
    if (result !== undefined) {
      this._result = result;
    }
    watchNew(this, sleep);
  }

  override get _nameOrEmpty(): string {
    return "sleep";
  }

  override get _body(): typeof sleep | null {
    return this._sleeper === undefined ? sleep : null;
  }

  override _start(): unknown {
    this._noticeAwait();
    return this;
  }

  override _begun(): void {
    this._sleeper ??= null;
    unwatch(this);
  }

  override _follow(): void {
    unwatch(this);
    this._sleeper = null;
    const delay = this._order;
    if (Number.isNaN(delay)) {
      rejectBy(
        this._resolvePromise,
        new RangeError("Invalid delay NaN: give sleep() a number of milliseconds"),
      );
      return;
    }
    const task = runningTask();
    const loop = task === null ? getRunningLoop() : task._loop;
    this._sleeper = task;
    if (delay <= 0) {
      this._heapIndex = WOKEN;
      loop._enqueue(this);
    } else {
      loop._addTimer(this, loop.time() + delay);
    }
    task?._suspendOn(this);
  }

  override _noticeAwait(): AwaitAnswer {
    if (this._sleeper !== undefined) {
      throw awaitedBefore();
    }
    this._follow();
    return Promise;
  }

  /** Ends the sleep at once, with a CancelledError; one that only gives up the turn is not ended. */
  cancel(message?: string): boolean {
    const task = this._sleeper;
    if (this._heapIndex < DUE || task === null || task === undefined) {
      return false;
    }
    if (this._heapIndex === DUE) {
      this._heapIndex = INTERRUPTED_LATE;
    } else {
      task._loop._timers.remove(this);
      this._heapIndex = INTERRUPTED;
    }
    this._order = message as unknown as number;
    task._loop._enqueue(this);
    return true;
  }

  /** A timer has two turns: one when it is due, and one when the sleeper is woken. */
  get _isWakeUp(): boolean {
    return this._heapIndex === WOKEN || this._heapIndex === INTERRUPTED;
  }

  _run(loop: EventLoop): void {
    if (this._heapIndex === INTERRUPTED_LATE) {
      this._heapIndex = INTERRUPTED;
      return;
    }
    if (this._heapIndex === DUE) {
      this._heapIndex = WOKEN;
      loop._enqueue(this);
      return;
    }
    const task = this._sleeper as Task<unknown> | null;
    let error: unknown;
    if (task !== null) {
      error = task._resume(this);
      loop._beginStep(task);
      if (this._heapIndex === INTERRUPTED) {
        // The first request to cancel ended the sleep: its message stands, whatever came after it.
        error = task._explain(makeCancelledError(this._order as unknown as string | undefined));
      }
    }
    if (error === undefined) {
      this._resolvePromise(this._result);
    } else {
      rejectBy(this._resolvePromise, error);
      markHandled(this);
    }
  }
}

beCoroutines(Sleep);
Object.assign(Sleep.prototype, { _result: undefined });
const sleepPrototype: object = Sleep.prototype;
noticeAwaits(Sleep, function () {
  if (isNoAwait(this)) {
    return constructorForOthers();
  }
  return this === sleepPrototype ? Sleep : this._noticeAwait();
});
