import { demandCallback, demandFunction, demandTime } from "../argument-checks.js";
import { wait } from "../combinators/wait.js";
import { CallbackFrame, type Frame } from "../context/frame.js";
import { Places } from "../debug/places.js";
import { RuntimeError } from "../errors.js";
import { register } from "../introspection/registry.js";
import { environmentVariable, printError } from "../platform.js";
import { Coroutine } from "../tasks/coroutine.js";
import { runningLoopOrNull } from "../tasks/current.js";
import { type Awaitable, ensureFuture } from "../tasks/ensure-future.js";
import { Future } from "../tasks/future.js";
import { forgetLastSettlers } from "../tasks/recent.js";
import { Task } from "../tasks/task.js";
import type { TaskOptions } from "../tasks/task-options.js";
import { UnawaitedCoroutines } from "../tasks/unawaited.js";
import { wrapFuture } from "../tasks/wrap-future.js";
import { type Clock, systemClock } from "./clock.js";
import { ErrorReports } from "./error-report.js";
import { type ExceptionContext, type ExceptionHandler, printContext } from "./exception-context.js";
import { type Executor, newDefaultExecutor } from "./executor.js";
import { Handle, TimerHandle } from "./handle.js";
import { Scheduler } from "./scheduler.js";

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
export class EventLoop extends Scheduler {
  /** @internal The frame of this loop's callbacks. */
  readonly _frame: Frame = new CallbackFrame(this, null);
  /** @internal Errors that nobody has asked for yet. */
  readonly _reports = new ErrorReports();
  /** @internal */ readonly _places = new Places();
  /** @internal */ readonly _unawaited = new UnawaitedCoroutines(this);
  /** The options of a task that is given none. */
  readonly #home = { loop: this } as const;
  #executor: Executor | null = null;
  #exceptionHandler: ExceptionHandler | null = null;
  #taskFactory: TaskFactory | null = null;

  constructor(options: EventLoopOptions = {}) {
    const debug = options.debug ?? (environmentVariable("AWAITWISE_RUNTIME_DEBUG") ?? "") !== "";
    super(options.clock ?? systemClock, debug);
  }

  /** The loop's time in milliseconds. */
  time(): number {
    return this._clock.now();
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
    this._addTimer(handle, when);
    return handle;
  }

  /** @internal A timer of the runtime's own: its callback inherits no context. */
  _callLater(delay: number, callback: () => void): TimerHandle {
    return this._callAt(this.time() + delay, callback);
  }

  /** @internal */
  _callAt(when: number, callback: () => void): TimerHandle {
    const handle = new TimerHandle(this, when, callback, [], false);
    this._addTimer(handle, when);
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
    if (this._isClosed && work instanceof Coroutine) {
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
    return this._start();
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
    this._stop();
  }

  /**
   * Closes the loop: what is scheduled is forgotten. Closing twice does nothing.
   *
   * @throws RuntimeError where the loop runs
   */
  close(): void {
    if (this._isRunning) {
      throw new RuntimeError("A running event loop cannot be closed: stop it first");
    }
    if (this._isClosed) {
      return;
    }
    this._unawaited.reportAll();
    this._reports.emitAll();
    this._close();
  }

  isRunning(): boolean {
    return this._isRunning;
  }

  isClosed(): boolean {
    return this._isClosed;
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
   * Where the program imports `@awaitwise/runtime/node`, a loop's default executor is a pool of worker
   * threads, as in asyncio. Elsewhere there is none: without one that the program gives, this throws, and
   * runs nothing on the loop's own thread, where it would block all tasks.
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
    this.#executor ??= executor === null ? newDefaultExecutor() : null;
    const chosen = executor ?? this.#executor;
    if (chosen === null) {
      throw new RuntimeError(
        "The loop has no default executor: import @awaitwise/runtime/node, or give an object with submit() and shutdown() to runInExecutor(), or to setDefaultExecutor()",
      );
    }
    const submitted = chosen.submit(fn, ...args);
    const future = wrapFuture(submitted, this)._describeAs(
      () => `${fn.name === "" ? "a function" : fn.name} in an executor`,
    );
    if (typeof submitted.cancel === "function") {
      future._whenDone(() => {
        if (future.cancelled()) {
          submitted.cancel?.();
        }
      });
    }
    return future;
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
  override toString(): string {
    return `<${this.constructor.name} running=${this.isRunning()} closed=${this._isClosed} debug=${this._debug}>`;
  }

  /** @internal */
  override _sweep(): void {
    forgetLastSettlers();
    this._unawaited.sweep();
    this._reports.sweep();
    this._places.sweep();
  }

  #demandRunnable(): void {
    this._demandOpen();
    if (this._isRunning) {
      throw new RuntimeError("The event loop runs already");
    }
    if (runningLoopOrNull() !== null) {
      throw new RuntimeError("Another event loop runs here: await the work in that one");
    }
  }

  /** @internal */
  _demandOpen(): void {
    if (this._isClosed) {
      throw new RuntimeError("The event loop is closed: make a new one");
    }
  }
}

register();

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
