import type { Clock } from "./clock.js";
import { runningLoopOrNull } from "./current.js";
import { newEventLoop } from "./current-event-loop.js";
import { RuntimeError } from "./errors.js";
import type { Work } from "./event-loop.js";
import { EventLoop } from "./event-loop.js";
import { gather } from "./gather.js";

export interface RunOptions {
  readonly debug?: boolean;
  /** What the loop takes its time from: the host's clock where it is not given. */
  readonly clock?: Clock;
}

/**
 * Runs a coroutine or an async function on a new event loop, and gives its result. At the end the
 * tasks that are left are cancelled in the order in which they were made, and awaited.
 *
 * @throws the error of the main task
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
export async function run<T>(main: Work<T>, options: RunOptions = {}): Promise<T> {
  if (runningLoopOrNull() !== null) {
    throw new RuntimeError("run() cannot be called inside of a running event loop: await the work");
  }
  const loop = options.clock === undefined ? newEventLoop() : new EventLoop(options);
  if (options.debug !== undefined) {
    loop.setDebug(options.debug);
  }
  try {
    return await loop.runUntilComplete(main);
  } finally {
    const left = [...loop._tasks];
    for (const task of left) {
      task.cancel();
    }
    if (left.length > 0) {
      await loop.runUntilComplete(gather(left, { returnExceptions: true }));
    }
    loop.close();
  }
}
