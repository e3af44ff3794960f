import { runningTask } from "../context/frame.js";
import { makeCancelledError, RuntimeError } from "../errors.js";
import { builtinModule } from "../platform.js";
import type { Task } from "../tasks/task.js";

/** What the runtime needs of an AbortSignal that it is given. */
export interface Signal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** The host's own AbortSignal where its types are at hand, else the part of it described here. */
export type AbortSignalOf = typeof globalThis extends {
  AbortSignal: { prototype: infer S };
}
  ? S
  : Signal;

interface Controller {
  readonly signal: AbortSignalOf & Signal;
  abort(reason: unknown): void;
}

const { AbortController } = globalThis as unknown as { AbortController?: new () => Controller };

interface NodeEvents {
  getEventListeners?(target: unknown, event: string): unknown[];
}

const getEventListeners = builtinModule<NodeEvents>("node:events")?.getEventListeners;

/** One AbortSignal of a task or scope. It serves one cancellation; what goes on gets a new one. */
export class CancelSignal {
  readonly #controller: Controller;

  constructor() {
    if (AbortController === undefined) {
      throw new RuntimeError(
        "This host has no AbortController, which cancelSignal() needs: load a polyfill before the runtime",
      );
    }
    this.#controller = new AbortController();
  }

  get signal(): AbortSignalOf {
    return this.#controller.signal;
  }

  get isSpent(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Whether anybody listens; undefined where the host does not tell. */
  get isHeard(): boolean | undefined {
    const { signal } = this.#controller;
    return getEventListeners && getEventListeners(signal, "abort").length > 0;
  }

  /** Gives whether anybody was told, as far as the host lets us see. */
  abort(message: string | undefined): boolean {
    if (this.isSpent) {
      return false;
    }
    const isHeard = this.isHeard ?? true;
    this.#controller.abort(makeCancelledError(message));
    return isHeard;
  }
}

const followings = new WeakMap<Signal, Following>();

/**
 * Cancels the task when the signal is aborted; gives the function that stops that. However many tasks
 * follow a signal, it has one listener: hosts warn of many, and search through them for each new one.
 */
export function followSignal(signal: Signal, task: Task<unknown>): () => void {
  if (signal.aborted) {
    cancelFor(signal, task);
    return () => {};
  }
  let following = followings.get(signal);
  if (following === undefined) {
    following = new Following(signal);
    followings.set(signal, following);
  }
  return following.add(task);
}

/** The tasks that follow one signal, in the order in which they were made. */
class Following {
  readonly #signal: Signal;
  readonly #tasks = new Set<Task<unknown>>();

  constructor(signal: Signal) {
    this.#signal = signal;
  }

  add(task: Task<unknown>): () => void {
    if (this.#tasks.size === 0) {
      this.#signal.addEventListener("abort", this.#abort, { once: true });
    }
    this.#tasks.add(task);
    return () => {
      if (this.#tasks.delete(task) && this.#tasks.size === 0) {
        this.#signal.removeEventListener("abort", this.#abort);
      }
    };
  }

  readonly #abort = (): void => {
    const tasks = [...this.#tasks];
    this.#tasks.clear();
    for (const task of tasks) {
      cancelFor(this.#signal, task);
    }
  };
}

function cancelFor(signal: Signal, task: Task<unknown>): void {
  const { reason } = signal;
  task.cancel(reason instanceof Error ? reason.message : undefined);
}

/**
 * The AbortSignal of the current task: give it to `fetch`, streams, child processes, and they stop when
 * the task is cancelled. Its reason is the CancelledError, so that what they throw is one.
 *
 * Inside of the body of `timeout`, `timeoutAt`, `waitFor` or `taskGroup` it is that scope's: aborted when the time is
 * over, when the group is cancelled, and when the task around it is. A signal that was asked for outside of the
 * scope is not aborted by what ends the scope alone. What still listens when the scope has ended is the task's.
 *
 * It is aborted once. A task or scope that goes on after a cancellation asks for a new signal.
 *
 * @throws RuntimeError outside of a task, or where the host has no AbortController
 * @see https://dom.spec.whatwg.org/#interface-abortsignal
 * @example
 * ```ts
 * import { cancelSignal, CancelledError, createTask, run, sleep } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const task = createTask(async () => {
 *     const signal = cancelSignal();
 *     signal.addEventListener("abort", () => console.log(signal.reason instanceof CancelledError));
 *     await sleep(60_000);
 *   });
 *   await sleep(0);
 *   task.cancel();
 *   await task.catch(() => {});
 * });
 * // prints: true
 * ```
 */
export function cancelSignal(): AbortSignalOf {
  const task = runningTask();
  if (task === null) {
    throw new RuntimeError("cancelSignal() is the current task's: call it inside of one");
  }
  return task._demandExtra().signal();
}
