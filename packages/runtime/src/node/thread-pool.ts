import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { RuntimeError } from "../errors.js";
import type { Executor, Submitted } from "../loop/executor.js";
import { type ThreadCall, threadCallOf } from "./thread-function.js";
import { type ThreadReply, threadMain } from "./thread-main.js";

export interface ThreadPoolOptions {
  /** How many threads there are at most: as many as the machine runs at once where it is not given. */
  readonly maxWorkers?: number;
  /**
   * Whether a thread is ended when the task that waits for it is cancelled. Where it is not given it runs on,
   * as in asyncio: ending a thread ends whatever it is in the middle of.
   */
  readonly terminateCancelled?: boolean;
}

interface Job {
  readonly call: ThreadCall;
  readonly args: readonly unknown[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs functions in worker threads. It begins a thread when there is work and none is idle, and keeps idle ones
 * for later work; they do not keep the process alive.
 *
 * JavaScript threads share no objects. A function goes to a thread as its source text, so it must use nothing
 * around it but what is global; one of a module is named by `threadFunction`. Arguments and results are copied,
 * as `structuredClone` does.
 *
 * It is a loop's default executor where the program imports this entry.
 *
 * @see concurrent.futures.ThreadPoolExecutor
 * @example
 * ```ts
 * import { gather, getRunningLoop, run } from "@awaitwise/runtime";
 * import { ThreadPoolExecutor } from "@awaitwise/runtime/node";
 *
 * await run(async () => {
 *   const pool = new ThreadPoolExecutor({ maxWorkers: 2 });
 *   const square = (n: number) => n * n;
 *   const loop = getRunningLoop();
 *   console.log(await gather([3, 4].map((n) => loop.runInExecutor(pool, square, n))));
 *   await pool.shutdown();
 * });
 * // prints: [ 9, 16 ]
 * ```
 */
export class ThreadPoolExecutor implements Executor {
  readonly #maxWorkers: number;
  readonly #terminatesCancelled: boolean;
  readonly #idle: Worker[] = [];
  readonly #running = new Map<Worker, Job>();
  readonly #waiting = new Set<Job>();
  #isShutDown = false;
  #ended: (() => void) | null = null;

  /** @throws RangeError where there may be no thread */
  constructor(options: ThreadPoolOptions = {}) {
    const { maxWorkers = availableParallelism(), terminateCancelled = false } = options;
    if (!(Number.isInteger(maxWorkers) && maxWorkers > 0)) {
      throw new RangeError(`A whole number of threads above 0 is needed, not ${maxWorkers}`);
    }
    this.#maxWorkers = maxWorkers;
    this.#terminatesCancelled = terminateCancelled;
  }

  /**
   * Runs the function in a thread; waits for one where all are busy.
   *
   * @throws RuntimeError after `shutdown`
   * @throws TypeError where the function cannot be sent to a thread
   */
  submit<A extends readonly unknown[], R>(
    fn: (...args: A) => PromiseLike<R> | R,
    ...args: A
  ): Submitted<R> {
    if (this.#isShutDown) {
      throw new RuntimeError("The pool of threads is shut down: make a new one");
    }
    const call = threadCallOf(fn as (...args: never[]) => unknown);
    let job: Job | undefined;
    const promise = new Promise<unknown>((resolve, reject) => {
      job = { call, args, resolve, reject };
    });
    const made = job as unknown as Job;
    this.#waiting.add(made);
    this.#assign();
    return Object.assign(promise as Promise<R>, { cancel: () => this.#cancel(made) });
  }

  /** Takes no more work; ends when the work that it has is done, and its threads are gone. */
  async shutdown(): Promise<void> {
    this.#isShutDown = true;
    if (this.#running.size + this.#waiting.size > 0) {
      await new Promise<void>((resolve) => {
        const before = this.#ended;
        this.#ended = () => {
          before?.();
          resolve();
        };
      });
    }
    await Promise.all(this.#idle.splice(0).map((worker) => worker.terminate()));
  }

  #cancel(job: Job): void {
    if (this.#waiting.delete(job)) {
      job.reject(new RuntimeError("The work was given up before a thread began it"));
      this.#tellIfDone();
      return;
    }
    if (this.#terminatesCancelled) {
      for (const [worker, running] of this.#running) {
        if (running === job) {
          void worker.terminate();
        }
      }
    }
  }

  #assign(): void {
    for (const job of this.#waiting) {
      const worker = this.#idle.pop() ?? this.#newWorker();
      if (worker === null) {
        return;
      }
      this.#waiting.delete(job);
      try {
        worker.postMessage({ call: job.call, args: job.args });
      } catch (error) {
        job.reject(error);
        this.#idle.push(worker);
        continue;
      }
      this.#running.set(worker, job);
      worker.ref();
    }
  }

  #newWorker(): Worker | null {
    if (this.#running.size + this.#idle.length >= this.#maxWorkers) {
      return null;
    }
    const worker = new Worker(`(${threadMain})()`, { eval: true });
    worker.on("message", (reply: ThreadReply) => {
      const job = this.#running.get(worker);
      this.#release(worker);
      this.#idle.push(worker);
      worker.unref();
      if ("error" in reply) {
        job?.reject(restored(reply.error, reply.properties));
      } else {
        job?.resolve(reply.value);
      }
      this.#assign();
      this.#tellIfDone();
    });
    let failure: unknown = null;
    worker.on("error", (error) => {
      failure = error;
    });
    worker.on("exit", (code) => {
      const job = this.#running.get(worker);
      this.#release(worker);
      const index = this.#idle.indexOf(worker);
      if (index >= 0) {
        this.#idle.splice(index, 1);
      }
      job?.reject(failure ?? new RuntimeError(`The thread ended with exit code ${code}`));
      this.#assign();
      this.#tellIfDone();
    });
    return worker;
  }

  #release(worker: Worker): void {
    this.#running.delete(worker);
  }

  #tellIfDone(): void {
    if (this.#running.size + this.#waiting.size === 0) {
      this.#ended?.();
      this.#ended = null;
    }
  }
}

/** The error as it was thrown in the thread, as far as it can cross. */
function restored(error: unknown, properties: Readonly<Record<string, unknown>>): unknown {
  if (typeof error === "object" && error !== null) {
    const { name, ...rest } = properties;
    if (name !== undefined && (error as { name?: unknown }).name !== name) {
      Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
    }
    Object.assign(error, rest);
  }
  return error;
}
