import { RuntimeError } from "../errors.js";
import { runningLoopOrNull } from "../tasks/current.js";
import type { Awaitable } from "../tasks/ensure-future.js";
import { Runner, type RunnerOptions, type RunnerRunOptions } from "./runner.js";

export interface RunOptions extends RunnerOptions, RunnerRunOptions {}

/**
 * Runs a coroutine or an async function on a new event loop, and gives its result. At the end the
 * tasks that are left are cancelled in the order in which they were made, and awaited.
 *
 * @throws the error of the main task
 * @throws KeyboardInterrupt where Ctrl-C cancelled it
 * @throws DeadlockError where the tasks wait for each other and can never go on
 * @throws RuntimeError inside of a running loop
 * @see asyncio.run
 * @example
 * ```ts
 * import { run, sleep } from "@awaitwise/runtime";
 *
 * const answer = await run(async () => {
 *   await sleep(10);
 *   return 42;
 * });
 * console.log(answer);
 * // prints: 42
 * ```
 */
export async function run<T>(main: Awaitable<T>, options: RunOptions = {}): Promise<T> {
  if (runningLoopOrNull() !== null) {
    throw new RuntimeError(
      "run() cannot be called inside of a running event loop: await the work instead",
    );
  }
  const runner = new Runner(options);
  try {
    return await runner.run(main, options);
  } finally {
    await runner.close();
  }
}
