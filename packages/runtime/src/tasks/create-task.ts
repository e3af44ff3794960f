import type { Work } from "../loop/event-loop.js";
import type { Coroutine } from "./coroutine.js";
import { getRunningLoop } from "./current.js";
import type { Task } from "./task.js";
import type { TaskOptions } from "./task-options.js";

/**
 * Schedules a coroutine, or an async function with its arguments, as a task of the running loop. It
 * begins at the loop's next iteration, not now.
 *
 * What follows a coroutine, or a function without parameters, may be the options; what follows a function that has some
 * is given to it, whatever it looks like. So to name the task of a call with arguments, wrap the call:
 * `createTask(() => load(id), { name: "load" })`.
 *
 * @throws RuntimeError outside of a running loop
 * @see asyncio.create_task
 * @example
 * ```ts
 * import { createTask, run, sleep } from "@awaitwise/runtime";
 *
 * const double = async (n: number) => {
 *   await sleep(10);
 *   return n * 2;
 * };
 *
 * await run(async () => {
 *   const task = createTask(double, 21);
 *   console.log(await task);
 * });
 * // prints: 42
 * ```
 */
export function createTask<T>(work: Coroutine<T>, options?: TaskOptions): Task<T>;
export function createTask<T>(work: () => PromiseLike<T> | T, options?: TaskOptions): Task<T>;
export function createTask<A extends readonly unknown[], T>(
  work: (...args: A) => PromiseLike<T>,
  ...args: A
): Task<T>;
export function createTask(work: Work<unknown>, ...rest: unknown[]): Task<unknown> {
  return getRunningLoop().createTask(work, ...(rest as []));
}
