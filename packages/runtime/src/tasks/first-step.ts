import {
  contextFollowsPromises,
  enterLightly,
  type Frame,
  frames,
  leaveCallback,
  reenterCallback,
} from "../context/frame.js";
import { promiseScope } from "../context/promise-scope.js";
import { attach, attachQuietly } from "./awaiting.js";
import { Coroutine } from "./coroutine.js";
import { Future } from "./future.js";
import type { Task } from "./task.js";

/** A function, and what the first step of a task calls it with. */
export class Call {
  constructor(
    readonly fn: (...args: never[]) => unknown,
    readonly args: readonly unknown[],
  ) {}

  get name(): string {
    return this.fn.name;
  }
}

/** Begins the task in its own frame. */
export function startInFrame(task: Task<unknown>): void {
  if (enterLightly !== null) {
    enterLightly(task, task._start as (this: Frame) => void);
  } else if (promiseScope?.has(task) === true) {
    promiseScope.run(task, startBesides, task);
  } else {
    startBesides(task);
  }
}

/** Enters the task's frame in a context that may hold values of the program's own. */
export function startBesides(task: Task<unknown>): void {
  frames.run(task, () => task._start());
}

/** Runs the task's work up to its first await, and has its outcome end the task. */
export function takeFirstStep(task: Task<unknown>): void {
  const work = task._work;
  let outcome: unknown;
  /** The coroutine of ours whose body has given the outcome. */
  let begun: unknown = work;
  const callback = leaveCallback();
  try {
    if (typeof work === "function") {
      outcome = (work as () => unknown)();
    } else if (work instanceof Call) {
      task._work = work.fn;
      outcome = work.fn(...(work.args as never[]));
    } else {
      outcome = (work as Coroutine<unknown>)._start();
    }
    if (outcome instanceof Coroutine && outcome !== work && outcome._body !== null) {
      begun = outcome;
      outcome = outcome._start();
    }
  } catch (error) {
    task._failed(error);
    return;
  } finally {
    reenterCallback(callback);
  }
  let succeed: (value: unknown) => void = succeedHere;
  let fail: (error: unknown) => void = failHere;
  if (!contextFollowsPromises) {
    succeed = (value) => task._succeeded(value);
    fail = (error) => task._failed(error);
  }
  if (outcome === begun) {
    void attachQuietly(outcome as Promise<unknown>, succeed, fail);
  } else if (outcome instanceof Promise && !isOurs(outcome)) {
    attach(outcome, succeed, fail);
  } else if (isThenable(outcome)) {
    attach(awaitOnce(outcome), succeed, fail);
  } else {
    task._succeeded(outcome);
  }
}

/**
 * A reaction of a promise runs in the context in which it was attached, which here is the task's own:
 * so these two serve every task, and none needs functions of its own.
 */
const succeedHere = (value: unknown): void => taskOfContext()._succeeded(value);
const failHere = (error: unknown): void => taskOfContext()._failed(error);

function taskOfContext(): Task<unknown> {
  return frames.getStore() as Task<unknown>;
}

function isOurs(promise: Promise<unknown>): boolean {
  return promise instanceof Future || promise instanceof Coroutine;
}

function isThenable(value: unknown): boolean {
  return (
    value !== null &&
    (typeof value === "object" || typeof value === "function") &&
    typeof (value as { then?: unknown }).then === "function"
  );
}

async function awaitOnce(awaitable: unknown): Promise<unknown> {
  return await awaitable;
}
