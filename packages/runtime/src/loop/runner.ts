import { gather } from "../combinators/gather.js";
import { type Context, copyContext } from "../context/context.js";
import { CancelledError, RuntimeError } from "../errors.js";
import type { Signal } from "../scopes/cancel-signal.js";
import { Coroutine } from "../tasks/coroutine.js";
import { runningLoopOrNull } from "../tasks/current.js";
import type { Awaitable } from "../tasks/ensure-future.js";
import type { Task } from "../tasks/task.js";
import type { Clock } from "./clock.js";
import { newEventLoop, setEventLoop } from "./current-event-loop.js";
import { EventLoop, type Work } from "./event-loop.js";
import { watchInterrupts } from "./interrupt.js";

export interface RunnerOptions {
  /** Whether the loop runs in debug mode; as the loop was made where it is not given. */
  readonly debug?: boolean;
  /** What the loop takes its time from: the host's clock where it is not given. */
  readonly clock?: Clock;
  /** Makes the loop. */
  readonly loopFactory?: () => EventLoop;
}

export interface RunnerRunOptions {
  /** The main task's context variables: those of the runner where it is not given. */
  readonly context?: Context;
  /** Cancels the main task when it is aborted. */
  readonly signal?: Signal;
}

/**
 * The user pressed Ctrl-C: `run` throws this once the main task has ended.
 *
 * @see Python's KeyboardInterrupt
 */
export class KeyboardInterrupt extends Error {
  override readonly name = "KeyboardInterrupt";
}

/**
 * A loop for several calls of `run` after one another, in one context. Closing it cancels and awaits
 * the tasks that are left, and closes the loop.
 *
 * @see asyncio.Runner
 * @example
 * ```ts
 * import { Runner, sleep } from "@awaitwise/runtime";
 *
 * const runner = new Runner();
 * console.log(await runner.run(() => sleep(5, "first")));
 * console.log(await runner.run(() => sleep(5, "second")));
 * await runner.close();
 * // prints: first
 * // prints: second
 * ```
 */
export class Runner {
  readonly #options: RunnerOptions;
  #loop: EventLoop | null = null;
  #context: Context | null = null;
  #setLoop = false;
  #closed = false;

  constructor(options: RunnerOptions = {}) {
    this.#options = options;
  }

  /**
   * The runner's loop.
   *
   * @throws RuntimeError where the runner is closed
   */
  getLoop(): EventLoop {
    if (this.#closed) {
      throw new RuntimeError("The runner is closed: make a new one");
    }
    if (this.#loop === null) {
      this.#loop = this.#makeLoop();
      if (this.#options.debug !== undefined) {
        this.#loop.setDebug(this.#options.debug);
      }
      this.#context = copyContext();
    }
    return this.#loop;
  }

  #makeLoop(): EventLoop {
    const { loopFactory, clock } = this.#options;
    if (loopFactory !== undefined) {
      return loopFactory();
    }
    const loop = clock === undefined ? newEventLoop() : new EventLoop({ clock });
    this.#setLoop = true;
    setEventLoop(loop);
    return loop;
  }

  /**
   * Runs a coroutine or an async function until it is done, and gives its result. The first Ctrl-C
   * cancels it; a second one ends the process.
   *
   * @throws the error of the main task
   * @throws KeyboardInterrupt where Ctrl-C cancelled it
   * @throws DeadlockError where the tasks wait for each other and can never go on
   * @throws RuntimeError inside of a running loop, or where the runner is closed
   */
  async run<T>(main: Awaitable<T>, options: RunnerRunOptions = {}): Promise<T> {
    if (runningLoopOrNull() !== null) {
      throw new RuntimeError(
        "A runner cannot run inside of a running event loop: await the work instead",
      );
    }
    const loop = this.getLoop();
    if (
      typeof main !== "function" &&
      typeof (main as { then?: unknown } | null)?.then !== "function"
    ) {
      throw new TypeError(
        `A coroutine, an async function or a promise is needed to run, not ${String(main)}`,
      );
    }
    const work: Work<T> =
      main instanceof Coroutine || typeof main === "function" ? main : () => main;
    const task = loop.createTask(work, {
      context: options.context ?? (this.#context as Context),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const interrupts = watchInterrupts(() => {
      if (task.done()) {
        return false;
      }
      task.cancel();
      return true;
    });
    try {
      return await loop.runUntilComplete(task);
    } catch (error) {
      if (error instanceof CancelledError && interrupts.count > 0 && task.uncancel() === 0) {
        throw new KeyboardInterrupt("The program was interrupted", { cause: error });
      }
      throw error;
    } finally {
      interrupts.stop();
    }
  }

  /**
   * Cancels the tasks that are left, in the order in which they were made, and awaits them; reports
   * the errors of those that fail; closes the executor and the loop. Closing twice does nothing.
   */
  async close(): Promise<void> {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    const loop = this.#loop;
    if (loop === null || loop.isClosed()) {
      return;
    }
    try {
      await cancelAllTasks(loop);
      await loop.runUntilComplete(loop.shutdownDefaultExecutor(LONGEST_SHUTDOWN));
    } finally {
      if (this.#setLoop) {
        setEventLoop(null);
      }
      loop.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** In milliseconds, as in asyncio: an executor that hangs must not keep `run` for ever. */
const LONGEST_SHUTDOWN = 300_000;

async function cancelAllTasks(loop: EventLoop): Promise<void> {
  const left: Task<unknown>[] = [...loop._tasks];
  if (left.length === 0) {
    return;
  }
  for (const task of left) {
    task.cancel();
  }
  await loop.runUntilComplete(gather(left, { returnExceptions: true }));
  for (const task of left) {
    if (!task.cancelled() && task.exception() !== null) {
      loop.callExceptionHandler({
        message: `Task "${task.getName()}" failed while it was cancelled at the end of run()`,
        exception: task.exception(),
        task,
      });
    }
  }
}
