import type { EventLoop, TaskFactory, Work } from "../loop/event-loop.js";
import { Task } from "./task.js";
import type { TaskOptions } from "./task-options.js";

/** Makes a task as `new Task` does. */
export type TaskConstructor = (
  work: Work<unknown>,
  options: TaskOptions & { readonly loop: EventLoop },
) => Task<unknown>;

/**
 * A task factory whose tasks run their first step at once, inside of `createTask`.
 *
 * @param makeTask makes the tasks, from options in which `eagerStart` is true unless `createTask` was
 *   told otherwise
 * @see asyncio.create_eager_task_factory
 */
export function createEagerTaskFactory(makeTask: TaskConstructor): TaskFactory {
  return (loop, work, options) =>
    makeTask(work, { ...options, loop, eagerStart: options.eagerStart ?? true });
}

/**
 * Makes tasks that run their first step at once, inside of `createTask`: for
 * `loop.setTaskFactory`.
 *
 * @see asyncio.eager_task_factory
 * @example
 * ```ts
 * import { createTask, eagerTaskFactory, getRunningLoop, run } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   getRunningLoop().setTaskFactory(eagerTaskFactory);
 *   const task = createTask(async () => console.log("first"));
 *   console.log("second");
 *   await task;
 * });
 * // prints: first
 * // prints: second
 * ```
 */
export const eagerTaskFactory: TaskFactory = createEagerTaskFactory(
  (work, options) => new Task<unknown>(work, options),
);
