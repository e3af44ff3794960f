import { runningTask } from "../context/frame.js";
import { CancelledError, TimeoutError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import { ExceptionGroup } from "../scopes/exception-group.js";
import { Event } from "../synchronisation/event.js";
import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import type { Future } from "../tasks/future.js";
import type { Task } from "../tasks/task.js";
import { waitFor } from "./wait-for.js";

/**
 * How a race ended: the winner's result (undefined where nobody won), the winner's place among the
 * functions (null where nobody won), and of each function that was started its error, or null for
 * the winner.
 */
export type StaggeredRaceResult<T> = [
  winner: T | undefined,
  index: number | null,
  errors: readonly unknown[],
];

/**
 * Starts the functions one after another, a delay apart, or sooner where the one before fails, and
 * gives the result of the first that succeeds. The others are cancelled, and have ended when this
 * returns. It is the heart of "happy eyeballs".
 *
 * @param delay in milliseconds; null starts the next one only when the one before has failed
 * @throws CancelledError where the waiting task is cancelled, once all of them have ended
 * @throws ExceptionGroup where starting one failed
 * @see asyncio.staggered.staggered_race
 * @see https://www.rfc-editor.org/rfc/rfc6555
 * @example
 * ```ts
 * import { run, sleep, staggeredRace } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const [winner, index] = await staggeredRace(
 *     [() => sleep(1_000, "first"), () => sleep(10, "second")],
 *     50,
 *   );
 *   console.log(winner, index);
 * });
 * // prints: second 1
 * ```
 */
export function staggeredRace<T>(
  functions: Iterable<() => PromiseLike<T> | T>,
  delay: number | null,
): Coroutine<StaggeredRaceResult<T>> {
  return new Coroutine(() => new StaggeredRace<T>(functions, delay).run());
}

class StaggeredRace<T> {
  readonly #loop: EventLoop = getRunningLoop();
  readonly #functions: Iterator<() => PromiseLike<T> | T>;
  readonly #delay: number | null;
  readonly #running = new Set<Task<unknown>>();
  readonly #errors: unknown[] = [];
  readonly #unexpected: unknown[] = [];
  #winner: T | undefined = undefined;
  #index: number | null = null;
  #allDone: Future<void> | null = null;

  constructor(functions: Iterable<() => PromiseLike<T> | T>, delay: number | null) {
    this.#functions = functions[Symbol.iterator]();
    this.#delay = delay;
  }

  async run(): Promise<StaggeredRaceResult<T>> {
    let cancellation: CancelledError | null = null;
    this.#start(null);
    while (this.#running.size > 0) {
      this.#allDone = this.#loop.createFuture<void>()._standFor(this.#running);
      try {
        await this.#allDone;
      } catch (error) {
        if (!(error instanceof CancelledError)) {
          throw error;
        }
        cancellation = error;
        for (const task of this.#running) {
          task.cancel(error.message === "" ? undefined : error.message);
        }
      }
      this.#allDone = null;
    }
    if (this.#unexpected.length > 0) {
      throw new ExceptionGroup("A staggered race failed", this.#unexpected);
    }
    if (cancellation !== null) {
      throw cancellation;
    }
    return [this.#winner, this.#index, this.#errors];
  }

  #start(previousFailed: Event | null): void {
    const mayStart = new Event();
    const task: Task<unknown> = this.#loop.createTask(() => this.#runner(mayStart, previousFailed));
    this.#running.add(task);
    task._whenDone(() => this.#runnerDone(task));
    mayStart.set();
  }

  #runnerDone(task: Task<unknown>): void {
    this.#running.delete(task);
    if (this.#running.size === 0 && this.#allDone !== null && !this.#allDone.done()) {
      this.#allDone.setResult();
    }
    if (!task.cancelled() && task.exception() !== null) {
      this.#unexpected.push(task.exception());
    }
  }

  /** Waits for its turn, starts the next runner behind itself, and runs its function. */
  async #runner(mayStart: Event, previousFailed: Event | null): Promise<void> {
    await mayStart.wait();
    if (previousFailed !== null) {
      await this.#untilTurn(previousFailed);
    }
    const next = this.#functions.next();
    if (next.done === true) {
      return;
    }
    const place = this.#errors.length;
    const failed = new Event();
    this.#start(failed);
    this.#errors.push(null);
    try {
      const result = await next.value();
      this.#index = place;
      this.#winner = result;
    } catch (error) {
      this.#errors[place] = error;
      failed.set();
      return;
    }
    this.#cancelOthers();
  }

  async #untilTurn(previousFailed: Event): Promise<void> {
    try {
      await waitFor(previousFailed.wait(), this.#delay);
    } catch (error) {
      if (!(error instanceof TimeoutError)) {
        throw error;
      }
    }
  }

  /** A task that has won must not cancel itself: it has no await left to see it at. */
  #cancelOthers(): void {
    const winner = runningTask();
    for (const task of this.#running) {
      if (task !== winner) {
        task.cancel();
      }
    }
  }
}
