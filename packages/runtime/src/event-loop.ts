import { demandCallback, demandFunction, demandTime } from "./argument-checks.js";
import { type Clock, systemClock } from "./clock.js";
import { Coroutine } from "./coroutine.js";
import { runningLoopOrNull } from "./current.js";
import { describeDeadlock } from "./deadlock.js";
import { type Awaitable, ensureFuture } from "./ensure-future.js";
import { ErrorReports } from "./error-report.js";
import { DeadlockError, RuntimeError } from "./errors.js";
import type { Executor } from "./executor.js";
import { CallbackFrame, contextFollowsPromises, enterStep, type Frame } from "./frame.js";
import { Future } from "./future.js";
import { Handle, TimerHandle } from "./handle.js";
import {
  afterInputOutput,
  afterMicrotasks,
  beforeExit,
  clearTimer,
  environmentVariable,
  monotonicTime,
  printError,
  setTimer,
} from "./platform.js";
import { type ReadyEntry, ReadyQueue } from "./ready-queue.js";
import { Task, type TaskOptions } from "./task.js";
import { TaskList } from "./task-list.js";
import { type TimerEntry, TimerHeap } from "./timer-heap.js";
import { UnawaitedCoroutines } from "./unawaited.js";
import { wait } from "./wait.js";
import { wrapFuture } from "./wrap-future.js";

/** What a loop's exception handler is told. */
export interface ExceptionContext {
  readonly message: string;
  readonly exception?: unknown;
  readonly future?: Future<unknown>;
  readonly task?: Task<unknown>;
  readonly handle?: Handle;
  /** The part of a stack that made the task or coroutine, in debug mode. */
  readonly madeAt?: string | undefined;
  /** What the program's own handler was told when it threw the exception. */
  readonly context?: ExceptionContext;
}

export type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void;

/** A coroutine, or an async function that has not been called. */
export type Work<T> = Coroutine<T> | (() => PromiseLike<T> | T);

/** Makes the tasks of a loop, mostly by `new Task(work, { ...options, loop })`. */
export type TaskFactory = (
  loop: EventLoop,
  work: Work<unknown>,
  options: TaskOptions,
) => Task<unknown>;

export interface EventLoopOptions {
  /** What the loop takes its time from: the host's monotonic clock where it is not given. */
  readonly clock?: Clock;
  /** Debug mode. Where it is not given, it is on if the environment has a value for `AWAITWISE_RUNTIME_DEBUG`. */
  readonly debug?: boolean;
}

/** After so many steps, or after so many milliseconds, the host gets to serve its I/O. */
const STEPS_IN_A_ROW = 1_000;
const MILLISECONDS_IN_A_ROW = 10;

/** Looking at the host's clock costs a good part of a step, so it is done after so many only. */
const CHECK_EVERY = 32;

/** The longest delay that the host's timers take; a loop that waits longer looks again then. */
const LONGEST_DELAY = 2 ** 31 - 1;

type DueEntry = TimerEntry & ReadyEntry;

interface Run {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The event loop: it runs callbacks and the steps of tasks one at a time, in CPython's order.
 *
 * JavaScript cannot block, so `runForever` and `runUntilComplete` give a promise. Most programs need
 * only `run`, which makes a loop and closes it.
 *
 * @see asyncio.EventLoop
 * @example
 * ```ts
 * import { EventLoop, sleep } from "@awaitwise/runtime";
 *
 * const loop = new EventLoop();
 * loop.callSoon(() => console.log("soon"));
 * await loop.runUntilComplete(async () => {
 *   await sleep(10);
 *   console.log("done");
 * });
 * loop.close();
 * // prints: soon
 * // prints: done
 * ```
 */
export class EventLoop {
  /** @internal The frame of this loop's callbacks. */
  readonly _frame: Frame = new CallbackFrame(this, null);
  /** @internal Errors that nobody has asked for yet. */
  readonly _reports = new ErrorReports();
  /** @internal */ readonly _unawaited = new UnawaitedCoroutines(this);
  /** @internal Tasks that are not done, in the order in which they were made. */
  readonly _tasks = new TaskList();
  /** @internal How many of them are suspended on something that this loop will resume. */
  _suspended = 0;
  /** @internal How many things outside of the loop hold a promise to wake one of its tasks. */
  _external = 0;
  /** @internal */ readonly _timers = new TimerHeap<DueEntry>();
  /** In debug mode, a callback or step that runs for so many milliseconds or more is reported. */
  slowCallbackDuration = 100;
  /** The options of a task that is given none. */
  readonly #home = { loop: this } as const;
  readonly #clock: Clock;
  readonly #ready = new ReadyQueue();
  /** How many entries this iteration has still to run: those that were ready when it began. */
  #left = 0;
  /** The task whose step is under way. */
  #stepping: Task<unknown> | null = null;
  #stepBegan = 0;
  #driving = false;
  /** Nothing is ready and nothing is armed: the next entry must wake the driver. */
  #idle = true;
  #run: Run | null = null;
  #stopping = false;
  #closed = false;
  /** @internal */ _debug: boolean;
  #executor: Executor | null = null;
  #exceptionHandler: ExceptionHandler | null = null;
  #taskFactory: TaskFactory | null = null;
  #stepsLeft = STEPS_IN_A_ROW;
  #batchStarted = 0;
  #watchesMicrotasks = false;
  #hostTimer: unknown = undefined;
  #hostTimerDue = Number.POSITIVE_INFINITY;
  #openGate: () => void = () => {};
  #stopListening: () => void = () => {};

  constructor(options: EventLoopOptions = {}) {
    this.#clock = options.clock ?? systemClock;
    this._debug = options.debug ?? (environmentVariable("AWAITWISE_RUNTIME_DEBUG") ?? "") !== "";
  }

  /** The loop's time in milliseconds. */
  time(): number {
    return this.#clock.now();
  }

  /**
   * Runs the callback at the loop's next iteration. Callbacks run in the order in which they were
   * given, each once.
   *
   * @throws RuntimeError where the loop is closed
   * @throws TypeError where the callback is no function, and in debug mode where it is async
   */
  callSoon<A extends readonly unknown[]>(callback: (...args: A) => unknown, ...args: A): Handle {
    this._demandOpen();
    demandCallback(callback, this._debug);
    const handle = new Handle(this, callback as (...args: never[]) => unknown, args);
    this._enqueue(handle);
    return handle;
  }

  /**
   * `callSoon`, by asyncio's other name: JavaScript has one thread, so every call is safe. A worker
   * reaches this loop by a message.
   *
   * @throws RuntimeError where the loop is closed
   */
  callSoonThreadsafe<A extends readonly unknown[]>(
    callback: (...args: A) => unknown,
    ...args: A
  ): Handle {
    return this.callSoon(callback, ...args);
  }

  /**
   * Runs the callback after a time.
   *
   * @param delay in milliseconds
   * @throws RuntimeError where the loop is closed
   * @throws TypeError as `callSoon`, and where the delay is no number
   */
  callLater<A extends readonly unknown[]>(
    delay: number,
    callback: (...args: A) => unknown,
    ...args: A
  ): TimerHandle {
    demandTime(delay, "delay");
    return this.callAt(this.time() + delay, callback, ...args);
  }

  /**
   * Runs the callback at a time of the loop's clock.
   *
   * @param when in milliseconds, as `time()` gives it
   * @throws RuntimeError where the loop is closed
   * @throws TypeError as `callSoon`, and where the time is no number
   */
  callAt<A extends readonly unknown[]>(
    when: number,
    callback: (...args: A) => unknown,
    ...args: A
  ): TimerHandle {
    this._demandOpen();
    demandTime(when, "time");
    demandCallback(callback, this._debug);
    const handle = new TimerHandle(this, when, callback as (...args: never[]) => unknown, args);
    this._addTimer(handle);
    return handle;
  }

  /** @internal A timer of the runtime's own: its callback inherits no context. */
  _callLater(delay: number, callback: () => void): TimerHandle {
    return this._callAt(this.time() + delay, callback);
  }

  /** @internal */
  _callAt(when: number, callback: () => void): TimerHandle {
    const handle = new TimerHandle(this, when, callback, [], false);
    this._addTimer(handle);
    return handle;
  }

  /** @internal */
  _callSoon(callback: () => void): Handle {
    const handle = new Handle(this, callback, [], false);
    this._enqueue(handle);
    return handle;
  }

  /** A future of this loop. */
  createFuture<T>(): Future<T> {
    return new Future<T>(this);
  }

  /**
   * Schedules a coroutine, or an async function with its arguments, as a task of this loop.
   *
   * @throws RuntimeError where the loop is closed
   */
  createTask<T>(work: Work<T>, options?: TaskOptions): Task<T>;
  createTask<A extends readonly unknown[], T>(
    work: (...args: A) => PromiseLike<T>,
    ...args: A
  ): Task<T>;
  createTask(
    work: Coroutine<unknown> | ((...args: never[]) => unknown),
    ...rest: unknown[]
  ): Task<unknown> {
    const [first] = rest;
    if (rest.length === 0) {
      return this._createTask(work, null, undefined);
    }
    if (rest.length === 1 && (work instanceof Coroutine || work.length === 0) && isOptions(first)) {
      return this._createTask(work, null, first);
    }
    return this._createTask(work, rest, undefined);
  }

  /** @internal */
  _createTask<T>(
    work: Coroutine<T> | ((...args: never[]) => unknown),
    args: readonly unknown[] | null,
    options: TaskOptions | undefined,
  ): Task<T> {
    if (this.#closed && work instanceof Coroutine) {
      // The error below tells that it does not run; it need not be reported as forgotten too.
      work.close();
    }
    this._demandOpen();
    if (this.#taskFactory !== null) {
      const call =
        args === null
          ? (work as Work<unknown>)
          : new Coroutine(work as (...args: never[]) => unknown, args);
      return this.#taskFactory(this, call, options ?? {}) as Task<T>;
    }
    return new Task<T>(
      work as Work<T>,
      options === undefined ? this.#home : { ...options, loop: this },
      args,
    );
  }

  /**
   * Sets what makes this loop's tasks; null for the runtime's own.
   *
   * @throws TypeError where it is no function
   */
  setTaskFactory(factory: TaskFactory | null): void {
    if (factory !== null) {
      demandFunction(factory, "a task factory");
    }
    this.#taskFactory = factory;
  }

  getTaskFactory(): TaskFactory | null {
    return this.#taskFactory;
  }

  /**
   * Runs the loop until `stop` is called. The promise settles then.
   *
   * @throws RuntimeError where the loop is closed or runs already, or another one runs here
   */
  runForever(): Promise<void> {
    try {
      this.#demandRunnable();
    } catch (error) {
      return Promise.reject(error);
    }
    const finished = new Promise<void>((resolve, reject) => {
      this.#run = { resolve, reject };
    });
    this.#stopListening = beforeExit(() => this.#hostHasNothingLeft());
    void this.#drive();
    this.#wake();
    return finished;
  }

  /**
   * Runs the loop until the future, or the task made of the coroutine, is done, and gives its
   * result.
   *
   * @throws DeadlockError where it can never be done
   * @throws RuntimeError where the loop is closed or runs already, or another one runs here
   * @throws RangeError where the future belongs to another loop
   * @throws TypeError where there is nothing to wait for
   * @throws the error of the future or task
   */
  async runUntilComplete<T>(work: Awaitable<T>): Promise<T> {
    this.#demandRunnable();
    const future = ensureFuture(work, this);
    const stop = (): void => this.stop();
    future._whenDone(stop);
    try {
      await this.runForever();
    } catch (error) {
      future._removeCallbacks((entry) => "callback" in entry && entry.callback === stop);
      throw error;
    }
    if (!future.done()) {
      throw new RuntimeError("The event loop was stopped before the future was done");
    }
    return future.result();
  }

  /** Makes the loop stop at the end of this iteration. */
  stop(): void {
    this.#stopping = true;
    if (this.#run !== null && this.#idle) {
      this.#wake();
    }
  }

  /**
   * Closes the loop: what is scheduled is forgotten. Closing twice does nothing.
   *
   * @throws RuntimeError where the loop runs
   */
  close(): void {
    if (this.#run !== null) {
      throw new RuntimeError("A running event loop cannot be closed: stop it first");
    }
    if (this.#closed) {
      return;
    }
    this._unawaited.reportAll();
    this._reports.emitAll();
    this.#closed = true;
    this.#ready.clear();
    this._timers.clear();
    this.#clearHostTimer();
  }

  isRunning(): boolean {
    return this.#run !== null;
  }

  isClosed(): boolean {
    return this.#closed;
  }

  getDebug(): boolean {
    return this._debug;
  }

  setDebug(enabled: boolean): void {
    this._debug = enabled;
  }

  /**
   * Sets what is told of errors that nobody else will see; null for the default.
   *
   * @throws TypeError where it is no function
   */
  setExceptionHandler(handler: ExceptionHandler | null): void {
    if (handler !== null) {
      demandFunction(handler, "an exception handler");
    }
    this.#exceptionHandler = handler;
  }

  getExceptionHandler(): ExceptionHandler | null {
    return this.#exceptionHandler;
  }

  /** Writes the error to the console, with the place that made it where that is known. */
  defaultExceptionHandler(context: ExceptionContext): void {
    printContext(context);
  }

  /**
   * Tells the exception handler of an error. One that throws cannot stop the loop: the default
   * handler is told of that, and where it throws too, it is written to the console.
   */
  callExceptionHandler(context: ExceptionContext): void {
    let told = context;
    if (this.#exceptionHandler !== null) {
      try {
        this.#exceptionHandler(this, context);
        return;
      } catch (error) {
        told = {
          message: `The exception handler itself threw while it handled "${context.message}"`,
          exception: error,
          context,
        };
      }
    }
    try {
      this.defaultExceptionHandler(told);
    } catch (error) {
      printError(
        `The default exception handler itself threw while it handled "${told.message}"`,
        error,
      );
    }
  }

  /**
   * Runs a function in an executor: in another thread, say. The future is cancelled when its waiter
   * is; the function itself runs on.
   *
   * A JavaScript function cannot be moved to another thread, so a loop has no default executor of its
   * own, as asyncio's has a pool of threads: without one that the program gives, this throws, and runs
   * nothing on the loop's own thread, where it would block all tasks.
   *
   * @param executor is the loop's default one where it is null
   * @throws RuntimeError where there is no executor, or the loop is closed
   * @see asyncio.loop.run_in_executor
   * @example
   * ```ts
   * import { type Executor, getRunningLoop, run } from "@awaitwise/runtime";
   *
   * const inline: Executor = {
   *   submit: async (fn, ...args) => await fn(...args),
   *   shutdown: () => {},
   * };
   *
   * await run(async () => {
   *   console.log(await getRunningLoop().runInExecutor(inline, Math.sqrt, 16));
   * });
   * // prints: 4
   * ```
   */
  runInExecutor<A extends readonly unknown[], R>(
    executor: Executor | null,
    fn: (...args: A) => PromiseLike<R> | R,
    ...args: A
  ): Future<R> {
    this._demandOpen();
    const chosen = executor ?? this.#executor;
    if (chosen === null) {
      throw new RuntimeError(
        "The loop has no default executor: give an object with submit() and shutdown() to runInExecutor(), or to setDefaultExecutor()",
      );
    }
    return wrapFuture(chosen.submit(fn, ...args), this);
  }

  /**
   * Sets the executor that `runInExecutor` uses where none is given. `run` shuts it down.
   *
   * @throws TypeError where it cannot take work
   */
  setDefaultExecutor(executor: Executor): void {
    demandFunction(executor?.submit, "an executor's submit()");
    demandFunction(executor.shutdown, "an executor's shutdown()");
    this.#executor = executor;
  }

  /**
   * Shuts the default executor down, and waits until its work is done. `run` does so at its end.
   *
   * @param timeout in milliseconds: when it is over, this is written to the console, and the wait
   *   ends; null for no limit
   * @see asyncio.loop.shutdown_default_executor
   */
  shutdownDefaultExecutor(timeout: number | null = null): Coroutine<void> {
    return new Coroutine<void>(async () => {
      const executor = this.#executor;
      this.#executor = null;
      const ended = executor?.shutdown();
      if (ended === undefined) {
        return;
      }
      const waiter = wrapFuture(ended, this);
      const [, late] = await wait([waiter], { timeout });
      if (late.size > 0) {
        waiter.cancel();
        printError(`The executor did not shut down within ${timeout} ms`);
      } else {
        waiter.result();
      }
    });
  }

  /** The state of the loop. */
  toString(): string {
    return `<${this.constructor.name} running=${this.isRunning()} closed=${this.#closed} debug=${this._debug}>`;
  }

  #demandRunnable(): void {
    this._demandOpen();
    if (this.#run !== null) {
      throw new RuntimeError("The event loop runs already");
    }
    if (runningLoopOrNull() !== null) {
      throw new RuntimeError("Another event loop runs here: await the work in that one");
    }
  }

  /** @internal */
  _demandOpen(): void {
    if (this.#closed) {
      throw new RuntimeError("The event loop is closed: make a new one");
    }
  }

  /** @internal Its turn comes in the next iteration. */
  _enqueue(entry: ReadyEntry): void {
    if (this.#closed) {
      return;
    }
    this.#ready.push(entry);
    if (this.#idle) {
      this.#wake();
    }
  }

  /** @internal */
  _addTimer(entry: DueEntry): void {
    this._timers.push(entry);
    if (this.#idle) {
      this.#wake();
    }
  }

  /** @internal The loop's state may have changed from outside: it looks again. */
  _look(): void {
    if (this.#idle) {
      this.#wake();
    }
  }

  #reportSlowStep(task: Task<unknown>): void {
    const duration = monotonicTime() - this.#stepBegan;
    if (duration >= this.slowCallbackDuration) {
      const place = task._awaitsAt();
      printError(
        `Task "${task.getName()}" ran for ${Math.round(duration)} ms without giving up the turn${place === undefined ? "" : `, until it awaited here:\n${place}`}`,
      );
    }
  }

  /** @internal */
  _reportSlowCallback(name: string, duration: number): void {
    printError(`Callback ${name} ran for ${Math.round(duration)} ms`);
  }

  /**
   * @internal In debug mode: the task was cancelled while it waits for a foreign promise, which the
   * cancellation cannot reach. It is reported where it is still held after some time.
   */
  _watchHeld(task: Task<unknown>): void {
    const cancelledAt = monotonicTime();
    const look = (): void => {
      if (!task.done() && task._mustCancel && task._suspension === null) {
        const held = Math.round(monotonicTime() - cancelledAt);
        const place = task._madeAt();
        printError(
          `Task "${task.getName()}" was cancelled ${held} ms ago, but it still waits for a promise that is not the runtime's: await it by wrapFuture(), or give cancelSignal() to what made it${place === undefined ? "" : `\nThe task was made here:\n${place}`}`,
        );
      }
    };
    setTimer(look, this.slowCallbackDuration);
  }

  /** @internal Whether the step under way is this task's. */
  _isStepping(task: Task<unknown>): boolean {
    return this.#stepping === task;
  }

  /** @internal A task's step begins: nothing else runs until it has ended. */
  _beginStep(task: Task<unknown>): void {
    this.#stepping = task;
    enterStep(task);
    if (this._debug) {
      this.#stepBegan = monotonicTime();
    }
  }

  /**
   * @internal The task has suspended itself or is done. Only the step under way counts: a task that a
   * foreign promise resumed runs beside the loop.
   */
  _endStep(task: Task<unknown>): void {
    if (this.#stepping === task) {
      this.#stepping = null;
      if (this._debug) {
        this.#reportSlowStep(task);
      }
      if (!this.#driving) {
        if (contextFollowsPromises) {
          this.#advance();
        } else {
          // The code around the await may still be running, and must find its own frame: the next
          // step is left to the driver, which has its turn after it.
          this.#openGate();
        }
      }
    } else if (this.#idle) {
      this.#wake();
    }
  }

  /**
   * The next turn, taken from inside the await that ended the last one. Waking a task settles a
   * promise and runs no code of the program, so this needs no stack of its own; all else is left to
   * the driver.
   */
  #advance(): void {
    while (this.#stepsLeft % CHECK_EVERY !== 1) {
      if (this.#left === 0) {
        if (this.#ready.size === 0 || this.#stopping || this.#timerIsDue()) {
          break;
        }
        this.#left = this.#ready.size;
      }
      if (!this.#ready.peek()._isWakeUp) {
        break;
      }
      this.#left--;
      this.#stepsLeft--;
      this.#ready.shift()._run(this);
      if (this.#stepping !== null) {
        return;
      }
    }
    this.#openGate();
  }

  #timerIsDue(): boolean {
    const next = this._timers.peek();
    return next !== undefined && next._when <= this.#clock.now();
  }

  #wake(): void {
    if (this.#run === null) {
      return;
    }
    this.#idle = false;
    if (this.#stepsLeft < STEPS_IN_A_ROW) {
      this.#stepsLeft = STEPS_IN_A_ROW;
      this.#batchStarted = monotonicTime();
    }
    this.#openGate();
  }

  /**
   * The driver is one async function that lives as long as the run, so that each of its turns is
   * in the context in which the loop was started, whoever opened the gate.
   */
  async #drive(): Promise<void> {
    const run = this.#run;
    const open = (resolve: () => void): void => {
      this.#openGate = resolve;
    };
    while (this.#run === run) {
      await new Promise<void>(open);
      if (this.#run === run) {
        this.#turn();
      }
    }
  }

  #turn(): void {
    if (!this.#watchesMicrotasks) {
      this.#watchesMicrotasks = true;
      afterMicrotasks(this.#microtasksAreDone);
    }
    this.#driving = true;
    try {
      while (this.#left > 0 || this.#beginIteration()) {
        if (--this.#stepsLeft <= 0 || (this.#stepsLeft % CHECK_EVERY === 0 && this.#isLate())) {
          this.#pause();
          return;
        }
        this.#left--;
        this.#ready.shift()._run(this);
        if (this.#stepping !== null) {
          return;
        }
      }
    } finally {
      this.#driving = false;
      if (this.#stepping === null) {
        enterStep(undefined);
      }
    }
  }

  #isLate(): boolean {
    return monotonicTime() - this.#batchStarted > MILLISECONDS_IN_A_ROW;
  }

  /** No microtask is left: a step that is still under way waits for something foreign. */
  readonly #microtasksAreDone = (): void => {
    this.#watchesMicrotasks = false;
    enterStep(undefined);
    if (this.#stepping !== null) {
      this.#stepping = null;
      this.#openGate();
    }
  };

  /** Lets the host serve its I/O and its own timers, then goes on. */
  #pause(): void {
    afterInputOutput(() => {
      this.#stepsLeft = STEPS_IN_A_ROW;
      this.#batchStarted = monotonicTime();
      this.#openGate();
    });
  }

  /** What `_run_once` does before it runs callbacks. Gives false where there is nothing to run. */
  #beginIteration(): boolean {
    if (this.#stopping && this.#iterated) {
      this.#finish(null);
      return false;
    }
    const ready = this.#ready;
    const timers = this._timers;
    if (timers.size > 0) {
      this.#takeDueTimers();
      if (ready.size === 0 && !this.#stopping && !this.#waitForTimer()) {
        return false;
      }
    } else if (ready.size === 0 && !this.#stopping) {
      this.#rest();
      return false;
    }
    this.#iterated = true;
    this.#left = ready.size;
    return this.#left > 0 || this.#beginIteration();
  }

  #iterated = false;

  #takeDueTimers(): void {
    const timers = this._timers;
    const now = this.#clock.now();
    for (let next = timers.peek(); next !== undefined && next._when <= now; next = timers.peek()) {
      this.#ready.push(timers.pop());
    }
  }

  /** Nothing is ready, but a timer is pending. Gives whether it is due now. */
  #waitForTimer(): boolean {
    const next = this._timers.peek() as DueEntry;
    if (this.#clock.advanceTo === undefined) {
      this.#idle = true;
      this.#sweep();
      this.#setHostTimer(next._when);
      return false;
    }
    if (this.#isHeldFromOutside()) {
      this.#idle = true;
      return false;
    }
    this.#clock.advanceTo(next._when);
    this.#takeDueTimers();
    return true;
  }

  /** In a pause: what is young and was forgotten is watched from now on. */
  #sweep(): void {
    this._unawaited.sweep();
    this._reports.sweep();
  }

  /** Whether a task waits for something that this loop does not know of, or that is outside. */
  #isHeldFromOutside(): boolean {
    return this._external > 0 || this._tasks.size > this._suspended;
  }

  /** Nothing is ready and no timer is pending. */
  #rest(): void {
    this.#idle = true;
    this.#sweep();
    this.#clearHostTimer();
    if (this.#clock.advanceTo === undefined || this.#isHeldFromOutside()) {
      return;
    }
    const run = this.#run;
    afterInputOutput(() => {
      const stillRests = this.#idle && this.#ready.size === 0 && this._timers.size === 0;
      if (this.#run === run && stillRests && !this.#isHeldFromOutside()) {
        this.#finish(this.#deadlock());
      }
    });
  }

  /** The process is about to end: nothing outside can wake a task any more. */
  #hostHasNothingLeft(): void {
    if (!this.#idle || this.#ready.size > 0) {
      return;
    }
    const next = this._timers.peek();
    if (next === undefined) {
      this.#finish(this.#deadlock());
    } else if (this.#clock.advanceTo !== undefined) {
      this.#clock.advanceTo(next._when);
      // From an immediate: after it, the host asks again whether it has anything left.
      afterInputOutput(() => this._look());
    }
  }

  #deadlock(): DeadlockError {
    return new DeadlockError(describeDeadlock(this._tasks));
  }

  #finish(error: DeadlockError | null): void {
    const run = this.#run as Run;
    this.#run = null;
    this.#stopping = false;
    this.#iterated = false;
    this.#idle = true;
    this.#left = 0;
    this.#clearHostTimer();
    this.#stopListening();
    if (error === null) {
      run.resolve();
    } else {
      run.reject(error);
    }
    this.#openGate();
  }

  #setHostTimer(when: number): void {
    if (this.#hostTimerDue <= when) {
      return;
    }
    this.#clearHostTimer();
    this.#hostTimerDue = when;
    const delay = Math.min(LONGEST_DELAY, Math.max(0, Math.ceil(when - this.#clock.now())));
    this.#hostTimer = setTimer(this.#hostTimerFired, delay);
  }

  readonly #hostTimerFired = (): void => {
    this.#hostTimerDue = Number.POSITIVE_INFINITY;
    this.#hostTimer = undefined;
    if (this.#idle) {
      this.#wake();
    }
  };

  #clearHostTimer(): void {
    if (this.#hostTimerDue !== Number.POSITIVE_INFINITY) {
      clearTimer(this.#hostTimer);
      this.#hostTimerDue = Number.POSITIVE_INFINITY;
    }
  }
}

function printContext(context: ExceptionContext): void {
  const place = context.madeAt === undefined ? "" : `\nMade here:\n${context.madeAt}\n`;
  if ("exception" in context) {
    printError(`${context.message}${place}`, context.exception);
  } else {
    printError(`${context.message}${place}`);
  }
  if (context.context !== undefined) {
    printContext(context.context);
  }
}

/** Tells the options of `createTask` from an argument of the function that it is given. */
function isOptions(value: unknown): value is TaskOptions {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value).every((key) => optionNames.has(key))
  );
}

const optionNames: ReadonlySet<string> = new Set(["name", "context", "eagerStart", "signal"]);
