/**
 * Thrown at the await where a cancelled task is suspended, and by `result()` and `exception()` of a
 * cancelled future. Catch it to clean up, then throw it on: a task that swallows it goes on living.
 *
 * @see asyncio.CancelledError
 * @example
 * ```ts
 * import { CancelledError, createTask, run, sleep } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const task = createTask(async () => {
 *     try {
 *       await sleep(1_000);
 *     } catch (error) {
 *       console.log(error instanceof CancelledError);
 *       throw error;
 *     }
 *   });
 *   await sleep(0);
 *   task.cancel();
 *   await task.catch(() => {});
 * });
 * // prints: true
 * ```
 */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

/**
 * A time limit was reached: thrown by `timeout`, `timeoutAt`, `waitFor` and `asCompleted`.
 *
 * @see asyncio.TimeoutError
 */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/**
 * A future was asked for a result that it does not have yet, or was given a second one.
 *
 * @see asyncio.InvalidStateError
 */
export class InvalidStateError extends Error {
  override readonly name = "InvalidStateError";
}

/**
 * The runtime was used in a way that cannot work: a coroutine awaited twice, a closed loop, a future
 * of another loop, a call that needs a running task made outside of one.
 *
 * @see Python's RuntimeError
 */
export class RuntimeError extends Error {
  override readonly name = "RuntimeError";
}

/**
 * Nothing is ready, no timer is pending, and nothing from outside can wake a task: the program
 * waits for itself. `run` and `runUntilComplete` reject with it; the message says which task waits
 * for what.
 *
 * @see trio's and CPython's behaviour here differ: CPython's loop would wait for ever
 */
export class DeadlockError extends Error {
  override readonly name = "DeadlockError";
}

/**
 * The cancellation that the error is, or null where it is another error. Node's own functions answer
 * an aborted signal by an AbortError whose cause is the signal's reason: where that is a
 * CancelledError, it is what happened.
 *
 * @see https://nodejs.org/api/errors.html#class-aborterror
 */
export function cancellationOf(error: unknown): CancelledError | null {
  if (error instanceof CancelledError) {
    return error;
  }
  const { name, cause } = (error ?? {}) as { readonly name?: unknown; readonly cause?: unknown };
  return name === "AbortError" && cause instanceof CancelledError ? cause : null;
}

/**
 * Cancellation is control flow that happens often, and capturing a stack would cost ten times the
 * error itself. In debug mode the task adds the place of the await that was interrupted.
 */
export function makeCancelledError(message: string | undefined): CancelledError {
  const limit = stacks.stackTraceLimit;
  // With a limit of 0, V8 walks the stack all the same.
  stacks.stackTraceLimit = undefined;
  const error = new CancelledError(message);
  stacks.stackTraceLimit = limit;
  error.stack = message === undefined || message === "" ? NAME : `${NAME}: ${message}`;
  return error;
}

const NAME = "CancelledError";

/** V8's own switch; elsewhere it is only a property that nobody reads. */
const stacks = Error as { stackTraceLimit?: number | undefined };
