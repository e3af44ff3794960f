import { contextFollowsPromises, currentFrame, runningTask } from "../context/frame.js";
import { RuntimeError } from "../errors.js";
import type { EventLoop } from "../loop/event-loop.js";
import { onlyRunningLoop } from "../loop/running-loops.js";
import type { Task } from "./task.js";

/**
 * The loop that runs this code: that of the current task or callback. Where the host does not tell what code belongs to
 * after an await of a promise that is not the runtime's, as in a browser, it is the one that runs.
 *
 * @throws RuntimeError outside of a running loop
 * @see asyncio.get_running_loop
 * @example
 * ```ts
 * import { getRunningLoop, run } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   console.log(getRunningLoop().isRunning());
 * });
 * // prints: true
 * ```
 */
export function getRunningLoop(): EventLoop {
  const loop = runningLoopOrNull() ?? (contextFollowsPromises ? null : onlyRunningLoop());
  if (loop === null) {
    throw new RuntimeError("No event loop runs here: call this from inside run()");
  }
  return loop;
}

let setLoop: EventLoop | null = null;

/** The loop that `setEventLoop` has set, or null. */
export function loopThatWasSet(): EventLoop | null {
  return setLoop;
}

export function setLoopOutside(loop: EventLoop | null): void {
  setLoop = loop;
}

/**
 * The loop that a future made here belongs to: the running one, else the one that was set.
 *
 * @throws RuntimeError where there is neither
 */
export function loopHere(): EventLoop {
  return runningLoopOrNull() ?? setLoop ?? getRunningLoop();
}

export function runningLoopOrNull(): EventLoop | null {
  const loop = currentFrame()?._loop ?? null;
  return loop?.isRunning() === true ? loop : null;
}

/**
 * The task that runs this code, or null outside of a task, as in a callback of `callSoon`. With a
 * loop: the task of that loop that runs this code, if any.
 *
 * @param loop is the running one where it is null or not given
 * @throws RuntimeError where no loop is given and none runs here
 * @see asyncio.current_task
 * @example
 * ```ts
 * import { currentTask, run } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   currentTask()?.setName("main");
 *   console.log(currentTask()?.getName());
 * });
 * // prints: main
 * ```
 */
export function currentTask(loop: EventLoop | null = null): Task<unknown> | null {
  const home = loop ?? getRunningLoop();
  const task = runningTask();
  return task !== null && task._loop === home ? task : null;
}

/**
 * The tasks of a loop that are not done, in the order in which they were made.
 *
 * @param loop is the running one where it is not given
 * @throws RuntimeError where no loop is given and none runs here
 * @see asyncio.all_tasks
 */
export function allTasks(loop: EventLoop = getRunningLoop()): Set<Task<unknown>> {
  return new Set(loop._tasks);
}
