import { runningTask } from "../context/frame.js";
import { RuntimeError } from "../errors.js";
import { runningLoopOrNull } from "../tasks/current.js";
import type { Awaitable } from "../tasks/ensure-future.js";
import { tracePathOfRun } from "../tracing/traced-runs.js";
import { Runner, type RunnerOptions, type RunnerRunOptions } from "./runner.js";

export interface RunOptions extends RunnerOptions, RunnerRunOptions {
  /**
   * Records every await into this file, as trace events that Perfetto and `awaitwise check --trace`
   * read; `%p` in it stands for the number of the process. Where it is not given, the environment's
   * `AWAITWISE_TRACE` says. In Node only.
   */
  readonly trace?: string;
}

/**
 * Runs a coroutine or an async function on a new event loop, and gives its result. At the end the
 * tasks that are left are cancelled in the order in which they were made, and awaited.
 *
 * @throws the error of the main task
 * @throws KeyboardInterrupt where Ctrl-C cancelled it
 * @throws DeadlockError where the tasks wait for each other and can never go on
 * @throws RuntimeError inside of a running loop
 * @throws Error where a trace was asked for that cannot be written
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
  const trace = tracePathOfRun(options.trace);
  const runner = new Runner(options);
  let endTrace: (() => void) | null = null;
  try {
    if (trace !== undefined) {
      endTrace = await traceOf(runner, trace);
    }
    return await runner.run(main, options);
  } finally {
    await runner.close();
    endTrace?.();
  }
}

/** Loaded where it is asked for only: programs that record nothing pay nothing for it. */
async function traceOf(runner: Runner, path: string): Promise<() => void> {
  const { startTracing } = await import("../tracing/tracing.js");
  const loop = runner.getLoop();
  return startTracing({ path, clock: "loop", now: () => loop.time(), owner: runningTask });
}
