import { runningTask } from "../context/frame.js";
import { makeCancelledError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import type { ReadyEntry } from "../loop/ready-queue.js";
import type { TimerEntry } from "../loop/timer-heap.js";
import { type AwaitAnswer, markHandled, noticeAwaits, rejectBy } from "./awaiting.js";
import { Coroutine } from "./coroutine.js";
import { getRunningLoop } from "./current.js";
import type { Suspension, Task } from "./task.js";

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

const unused = (): undefined => undefined;

/** `sleep(0)`: it only gives up the turn, and is not interrupted. */
class Yield extends Coroutine<void> implements ReadyEntry, Suspension {
  static override readonly _keepsReject = false;

  /** Who waits: null outside of every task. */
  #task: Task<unknown> | null = null;

  constructor() {
    super(unused as never);
  }

  override getName(): string {
    return "sleep";
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
    const task = runningTask();
    this.#task = task;
    (task === null ? getRunningLoop() : task._loop)._enqueue(this);
    task?._suspendOn(this);
  }

  override _noticeAwait(): AwaitAnswer {
    if (this._body === null) {
      super._start();
    }
    this._follow();
    return Promise;
  }

  cancel(): boolean {
    return false;
  }

  get _isWakeUp(): boolean {
    return true;
  }

  _run(loop: EventLoop): void {
    const task = this.#task;
    if (task !== null) {
      const error = task._resume(this);
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

noticeAwaits(Yield as unknown as { prototype: Yield }, Coroutine);

const WAITING = 0;
const WOKEN = 1;
const INTERRUPTED = 2;
/** Interrupted when the timer was due already: the timer's own turn has to pass first. */
const INTERRUPTED_LATE = 3;

/** One sleep: it is its own coroutine, timer, future and wake-up, since programs sleep a lot. */
class Sleep extends Coroutine<unknown> implements TimerEntry, ReadyEntry, Suspension {
  static override readonly _keepsReject = false;

  _order = 0;
  _heapIndex = -1;
  /** The delay at first; from the beginning on, how far the sleep has come. What may be undefined is not boxed. */
  #progress: number | undefined = undefined;
  /** Who sleeps: null outside of every task. */
  #task: Task<unknown> | null = null;
  /** What the await gives; once interrupted, the message of the CancelledError. */
  #result: unknown;

  constructor(delay: number, result: unknown) {
    super(unused);
    this.#progress = delay;
    this.#result = result;
  }

  override getName(): string {
    return "sleep";
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
    const delay = this.#progress as number;
    if (Number.isNaN(delay)) {
      rejectBy(
        this._resolvePromise,
        new RangeError("Invalid delay NaN: give sleep() a number of milliseconds"),
      );
      return;
    }
    const task = runningTask();
    const loop = task === null ? getRunningLoop() : task._loop;
    this.#task = task;
    if (delay <= 0) {
      this.#progress = WOKEN;
      loop._enqueue(this);
    } else {
      this.#progress = WAITING;
      loop._addTimer(this, loop.time() + delay);
    }
    task?._suspendOn(this);
  }

  override _noticeAwait(): AwaitAnswer {
    if (this._body === null) {
      super._start();
    }
    this._follow();
    return Promise;
  }

  /** Ends the sleep at once, with a CancelledError; one that only gives up the turn is not ended. */
  cancel(message?: string): boolean {
    const task = this.#task;
    if (this.#progress !== WAITING || task === null) {
      return false;
    }
    this.#result = message;
    if (this._heapIndex < 0) {
      this.#progress = INTERRUPTED_LATE;
    } else {
      this.#progress = INTERRUPTED;
      task._loop._timers.remove(this);
    }
    task._loop._enqueue(this);
    return true;
  }

  /** A timer has two turns: one when it is due, and one when the sleeper is woken. */
  get _isWakeUp(): boolean {
    return this.#progress === WOKEN || this.#progress === INTERRUPTED;
  }

  _run(loop: EventLoop): void {
    if (this.#progress === INTERRUPTED_LATE) {
      this.#progress = INTERRUPTED;
      return;
    }
    if (this.#progress === WAITING) {
      this.#progress = WOKEN;
      loop._enqueue(this);
      return;
    }
    const task = this.#task;
    let error: unknown;
    if (task !== null) {
      error = task._resume(this);
      loop._beginStep(task);
      if (this.#progress === INTERRUPTED) {
        // The first request to cancel ended the sleep: its message stands, whatever came after it.
        error = task._explain(makeCancelledError(this.#result as string | undefined));
      }
    }
    if (error === undefined) {
      this._resolvePromise(this.#result);
    } else {
      rejectBy(this._resolvePromise, error);
      markHandled(this);
    }
  }
}

noticeAwaits(Sleep as unknown as { prototype: Sleep }, Coroutine);
