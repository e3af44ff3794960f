import { runningTask } from "../context/frame.js";
import { cancellationOf, RuntimeError, TimeoutError } from "../errors.js";
import type { Handle } from "../loop/handle.js";
import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import type { Task } from "../tasks/task.js";

/**
 * A time limit on a body: what `timeout` and `timeoutAt` give their body.
 *
 * @see asyncio.Timeout
 */
export class Timeout {
  #state: "created" | "active" | "expiring" | "expired" | "finished" = "created";
  #when: number | null;
  #timer: Handle | null = null;
  #task: Task<unknown> | null = null;
  #cancelling = 0;

  /** Made by `timeout` and `timeoutAt`. */
  constructor(when: number | null) {
    this.#when = when;
  }

  /** When the limit is reached, in milliseconds of the loop's clock; null where there is none. */
  when(): number | null {
    return this.#when;
  }

  /** Whether the limit was reached. */
  expired(): boolean {
    return this.#state === "expiring" || this.#state === "expired";
  }

  /**
   * Moves the limit.
   *
   * @param when in milliseconds of the loop's clock; null for no limit. A time that is past ends the
   *   body soon
   * @throws RuntimeError where the body is not running
   */
  reschedule(when: number | null): void {
    if (this.#state !== "active") {
      throw new RuntimeError(
        this.#state === "created"
          ? "The timeout has not begun: reschedule it from inside its body"
          : `The timeout is ${this.#state} and cannot be rescheduled`,
      );
    }
    this.#schedule(when);
  }

  /** How far the time limit is, and while it is active, when it ends. */
  toString(): string {
    const active = this.#state === "active" ? ` when=${this.#when}` : "";
    return `<Timeout [${this.#state}]${active}>`;
  }

  #schedule(when: number | null): void {
    this.#when = when;
    this.#timer?.cancel();
    this.#timer = null;
    if (when === null) {
      return;
    }
    const loop = getRunningLoop();
    const expire = (): void => this.#expire();
    this.#timer = when <= loop.time() ? loop._callSoon(expire) : loop._callAt(when, expire);
  }

  #expire(): void {
    this.#timer = null;
    this.#state = "expiring";
    this.#task?._cancelScope(this);
  }

  /** @internal */
  async _run<T>(body: (scope: Timeout) => PromiseLike<T> | T): Promise<T> {
    const task = runningTask();
    if (task === null) {
      throw new RuntimeError("timeout() limits a task: use it inside of one");
    }
    this.#state = "active";
    this.#task = task;
    this.#cancelling = task.cancelling();
    task._demandExtra().enterScope(this);
    this.#schedule(this.#when);
    let result: T;
    try {
      result = await body(this);
    } catch (error) {
      throw this.#leave(task) && cancellationOf(error) !== null
        ? new TimeoutError("The time limit was reached", { cause: error })
        : error;
    }
    this.#leave(task);
    return result;
  }

  /** Gives whether the cancellation under way is this limit's own. */
  #leave(task: Task<unknown>): boolean {
    this.#timer?.cancel();
    this.#timer = null;
    this.#task = null;
    task._demandExtra().leaveScope(this);
    if (this.#state === "expiring") {
      this.#state = "expired";
      return task.uncancel() <= this.#cancelling;
    }
    this.#state = "finished";
    return false;
  }
}

/**
 * Runs the body with a time limit: when the time is over, the body is cancelled, and a TimeoutError
 * is thrown here. The body may move the limit by `scope.reschedule`.
 *
 * @param delay in milliseconds; null for no limit
 * @throws TimeoutError where the limit was reached
 * @throws CancelledError where the task was cancelled from outside
 * @throws RuntimeError outside of a task
 * @see asyncio.timeout
 * @example
 * ```ts
 * import { run, sleep, timeout, TimeoutError } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   try {
 *     await timeout(10, () => sleep(60_000));
 *   } catch (error) {
 *     console.log(error instanceof TimeoutError);
 *   }
 * });
 * // prints: true
 * ```
 */
export function timeout<T>(
  delay: number | null,
  body: (scope: Timeout) => PromiseLike<T> | T,
): Coroutine<T> {
  return new Coroutine<T>(() =>
    new Timeout(delay === null ? null : getRunningLoop().time() + delay)._run(body),
  );
}

/**
 * Runs the body until a time of the loop's clock at most.
 *
 * @param when in milliseconds, as `getRunningLoop().time()` gives it; null for no limit
 * @throws TimeoutError where the limit was reached
 * @throws CancelledError where the task was cancelled from outside
 * @throws RuntimeError outside of a task
 * @see asyncio.timeout_at
 */
export function timeoutAt<T>(
  when: number | null,
  body: (scope: Timeout) => PromiseLike<T> | T,
): Coroutine<T> {
  return new Coroutine<T>(() => new Timeout(when)._run(body));
}
