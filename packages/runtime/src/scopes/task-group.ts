import { runningTask } from "../context/frame.js";
import { CancelledError, cancellationOf, RuntimeError } from "../errors.js";
import type { Work } from "../loop/event-loop.js";
import { Coroutine } from "../tasks/coroutine.js";
import type { Future } from "../tasks/future.js";
import { FAILED } from "../tasks/future-state.js";
import type { Task } from "../tasks/task.js";
import type { TaskOptions } from "../tasks/task-options.js";
import { ExceptionGroup } from "./exception-group.js";

/**
 * Tasks that end together: what `taskGroup` gives its body.
 *
 * @see asyncio.TaskGroup
 */
export class TaskGroup {
  readonly #parent: Task<unknown>;
  /** In the order in which they were made, which is the order in which they are cancelled. */
  readonly #tasks = new Set<Task<unknown>>();
  readonly #errors: unknown[] = [];
  #exiting = false;
  #aborting = false;
  #finished = false;
  #parentCancelRequested = false;
  #allDone: Future<void> | null = null;

  /** Made by `taskGroup`. */
  constructor(parent: Task<unknown>) {
    this.#parent = parent;
  }

  /**
   * Starts a task in the group, as `createTask` does.
   *
   * @throws RuntimeError where the group is finished or shutting down
   */
  createTask<T>(work: Work<T>, options?: TaskOptions): Task<T>;
  createTask<A extends readonly unknown[], T>(
    work: (...args: A) => PromiseLike<T>,
    ...args: A
  ): Task<T>;
  createTask(work: Work<unknown>, ...rest: unknown[]): Task<unknown> {
    if (this.#finished || (this.#exiting && this.#tasks.size === 0)) {
      refuse(work, "The task group is finished: start tasks while its body runs");
    }
    if (this.#aborting) {
      refuse(work, "The task group is shutting down: it takes no more tasks");
    }
    const task = this.#parent._loop.createTask(work, ...(rest as [])) as Task<unknown>;
    this.#tasks.add(task);
    task._whenDone(() => this.#taskDone(task));
    // A task that starts at once may have cancelled the group before it was one of its tasks.
    if (this.#aborting && !task.done()) {
      task.cancel();
    }
    return task;
  }

  /**
   * Ends the group early: its tasks and its body are cancelled, and `taskGroup` returns without a
   * CancelledError (with `undefined` where the body did not get to its end). It takes no more tasks. Nothing
   * happens where it was called before, or where the group has ended.
   *
   * @see asyncio.TaskGroup.cancel, of Python 3.15
   * @example
   * ```ts
   * import { run, sleep, taskGroup } from "@awaitwise/runtime";
   *
   * await run(() =>
   *   taskGroup((group) => {
   *     for (const delay of [10, 60_000]) {
   *       group.createTask(async () => {
   *         await sleep(delay);
   *         console.log(`the first to end took ${delay} ms`);
   *         group.cancel();
   *       });
   *     }
   *   }),
   * );
   * // prints: the first to end took 10 ms
   * ```
   */
  cancel(): void {
    if (this.#finished || this.#aborting || (this.#exiting && this.#tasks.size === 0)) {
      return;
    }
    this.#abort();
    this.#cancelParent();
  }

  /** How many tasks and errors the group has, and how far it is. */
  toString(): string {
    const parts = ["<TaskGroup"];
    if (this.#tasks.size > 0) {
      parts.push(`tasks=${this.#tasks.size}`);
    }
    if (this.#errors.length > 0) {
      parts.push(`errors=${this.#errors.length}`);
    }
    parts.push(this.#finished ? "finished" : this.#aborting ? "cancelling" : "entered");
    return `${parts.join(" ")}>`;
  }

  /** @internal */
  async _run<T>(body: (group: TaskGroup) => PromiseLike<T> | T): Promise<T> {
    this.#parent._enterGroup(this.#tasks);
    this.#parent._demandExtra().enterScope(this);
    try {
      let result: T | undefined;
      let failed = false;
      let error: unknown;
      try {
        result = await body(this);
      } catch (thrown) {
        failed = true;
        error = thrown;
      }
      await this.#leave(error, failed);
      // Undefined only where the group was cancelled, as `cancel` says.
      return result as T;
    } finally {
      this.#parent._leaveGroup(this.#tasks);
      this.#parent._demandExtra().leaveScope(this);
      this.#finished = true;
    }
  }

  async #leave(error: unknown, failed: boolean): Promise<void> {
    this.#exiting = true;
    let cancellation = cancellationOf(error);
    if (failed && !this.#aborting) {
      this.#abort();
    }
    let interrupted: CancelledError | null = null;
    // The wait itself can be cancelled, more than once.
    while (this.#tasks.size > 0) {
      this.#allDone ??= this.#parent._loop.createFuture<void>()._standFor(this.#tasks);
      try {
        await this.#allDone;
      } catch (interruption) {
        if (!(interruption instanceof CancelledError)) {
          throw interruption;
        }
        interrupted = interruption;
        if (!this.#aborting) {
          cancellation = interruption;
          this.#abort();
        }
      }
      this.#allDone = null;
    }
    if (this.#parentCancelRequested) {
      // What is left then came from outside of the group, and must be thrown on.
      cancellation = this.#parent.uncancel() === 0 ? null : (cancellation ?? interrupted);
    }
    if (cancellation !== null && this.#errors.length === 0) {
      throw cancellation;
    }
    if (failed && cancellationOf(error) === null) {
      this.#errors.push(error);
    }
    if (this.#errors.length > 0) {
      // A cancellation from outside stays counted once, and is seen at the next await.
      if (this.#parent.cancelling() > 0) {
        this.#parent.uncancel();
        this.#parent.cancel();
      }
      throw new ExceptionGroup("Tasks of a task group failed", this.#errors);
    }
  }

  #abort(): void {
    this.#aborting = true;
    for (const task of this.#tasks) {
      if (!task.done()) {
        task.cancel();
      }
    }
  }

  #taskDone(task: Task<unknown>): void {
    this.#tasks.delete(task);
    if (this.#tasks.size === 0 && this.#allDone !== null && !this.#allDone.done()) {
      this.#allDone.setResult();
    }
    // Asked of the state, since null can be thrown too.
    if (task._state !== FAILED) {
      return;
    }
    const error = task.exception();
    this.#errors.push(error);
    if (this.#parent.done()) {
      this.#parent._loop.callExceptionHandler({
        message: `Task "${task.getName()}" failed after the task of its group, "${this.#parent.getName()}", had ended`,
        exception: error,
        task,
      });
      return;
    }
    if (!this.#aborting && !this.#parentCancelRequested) {
      this.#abort();
      this.#cancelParent();
    }
  }

  /** The body is to end now, at its next await; the group takes this cancellation back. */
  #cancelParent(): void {
    this.#parentCancelRequested = true;
    this.#parent._cancelScope(this);
  }
}

/** The error tells that the work does not run; the loop need not report that it was forgotten. */
function refuse(work: Work<unknown>, message: string): never {
  if (work instanceof Coroutine) {
    work.close();
  }
  throw new RuntimeError(message);
}

/**
 * Runs a body whose tasks end before it does: it waits for all of them. When one fails, the body and
 * the other tasks are cancelled, and the errors are thrown as one ExceptionGroup.
 *
 * Gives what the body gives, or `undefined` where `group.cancel()` ended the body early.
 *
 * @throws ExceptionGroup of the errors of the body and of the tasks
 * @throws CancelledError where the task was cancelled from outside
 * @throws RuntimeError outside of a task
 * @see asyncio.TaskGroup
 * @example
 * ```ts
 * import { run, sleep, taskGroup } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   await taskGroup(async (group) => {
 *     group.createTask(async () => {
 *       await sleep(10);
 *       console.log("child");
 *     });
 *     console.log("body");
 *   });
 *   console.log("all done");
 * });
 * // prints: body
 * // prints: child
 * // prints: all done
 * ```
 */
export function taskGroup<T>(body: (group: TaskGroup) => PromiseLike<T> | T): Coroutine<T> {
  return new Coroutine<T>(() => {
    const parent = runningTask();
    if (parent === null) {
      throw new RuntimeError("taskGroup() belongs to a task: use it inside of one");
    }
    return new TaskGroup(parent)._run(body);
  });
}
