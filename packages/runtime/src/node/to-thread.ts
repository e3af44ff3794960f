import { setDefaultExecutorFactory } from "../loop/executor.js";
import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import { ThreadPoolExecutor } from "./thread-pool.js";

// As in asyncio, a loop that was given no executor makes one when it needs it, and `run` shuts it down.
setDefaultExecutorFactory(() => new ThreadPoolExecutor());

/**
 * Runs a function in another thread, where it can take its time without holding up the loop, and gives its
 * result. The thread is one of the loop's default executor.
 *
 * The function is sent as its source text, so it must use nothing around it but what is global; for anything
 * more, `threadFunction` names an export of a module. Arguments and the result are copied. Context variables do
 * not cross.
 *
 * Cancelling the task ends the wait. A function that no thread has begun does not run then; one that has begun
 * runs on, as in asyncio.
 *
 * @throws TypeError where the function cannot be sent to a thread
 * @throws CancelledError where the task is cancelled meanwhile
 * @throws the function's error
 * @see asyncio.to_thread
 * @example
 * ```ts
 * import { run } from "@awaitwise/runtime";
 * import { toThread } from "@awaitwise/runtime/node";
 *
 * const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
 * console.log(await run(toThread(sum, [40, 2])));
 * // prints: 42
 * ```
 */
export function toThread<A extends readonly unknown[], R>(
  fn: (...args: A) => PromiseLike<R> | R,
  ...args: A
): Coroutine<R> {
  return new Coroutine(async () => await getRunningLoop().runInExecutor(null, fn, ...args));
}
