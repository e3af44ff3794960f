import type { EventLoop } from "../loop/event-loop.js";
import type { DueEntry } from "../loop/scheduler.js";
import type { Suspension, Task } from "../tasks/task.js";
import { tasksAwaitedBy } from "./awaited.js";
import { callStackOf, type FrameCallGraphEntry } from "./call-stack.js";
import { describeWait } from "./describe-wait.js";

/** A task as another process sees it: plain data. */
export interface TaskSnapshot {
  /** Its place among the tasks of its loop, from 1, in the order in which they were made. */
  readonly id: number;
  readonly name: string;
  /** The function that it runs; empty where that has no name. */
  readonly runs: string;
  /** `foreign` waits for a promise that is not the runtime's. */
  readonly state: "new" | "ready" | "running" | "waiting" | "foreign";
  /** What it waits for, in words; null where it does not. */
  readonly waitsFor: string | null;
  /** In how many milliseconds a sleep is over; null where it does not sleep. */
  readonly dueIn: number | null;
  /** The ids of the tasks that it waits for. */
  readonly awaits: readonly number[];
  /** Whether a cancellation was asked for that it has not seen or taken back. */
  readonly isCancelling: boolean;
  /** Where it awaits, the innermost function first: known of tasks made in debug mode. */
  readonly callStack: readonly FrameCallGraphEntry[];
}

export interface LoopSnapshot {
  /** The loop's clock, in milliseconds. */
  readonly time: number;
  readonly isDebug: boolean;
  /** How many timers are pending. */
  readonly timers: number;
  readonly tasks: readonly TaskSnapshot[];
}

/** What a loop does right now. It can be taken at any moment, in the middle of a step too. */
export function snapshotOf(loop: EventLoop): LoopSnapshot {
  const tasks = [...loop._tasks];
  const ids = new Map(tasks.map((task, index) => [task, index + 1]));
  return {
    time: loop.time(),
    isDebug: loop.getDebug(),
    timers: loop._timers.size,
    tasks: tasks.map((task, index) => snapshotOfTask(task, index + 1, ids)),
  };
}

function snapshotOfTask(
  task: Task<unknown>,
  id: number,
  ids: ReadonlyMap<Task<unknown>, number>,
): TaskSnapshot {
  const state = stateOf(task);
  const waits = state === "waiting" || state === "foreign";
  const stack = task._awaitingStack;
  return {
    id,
    name: task.getName(),
    runs: task._workName,
    state,
    waitsFor: waits ? describeWait(task) : null,
    dueIn: waits ? dueIn(task) : null,
    // A task of another loop can be awaited by nobody here.
    awaits: tasksAwaitedBy(task).flatMap((awaited) => ids.get(awaited) ?? []),
    isCancelling: task.cancelling() > 0,
    callStack: waits && stack !== undefined ? callStackOf(stack) : [],
  };
}

function stateOf(task: Task<unknown>): TaskSnapshot["state"] {
  if (task._loop._isStepping(task)) {
    return "running";
  }
  if (!task._hasStarted) {
    return "new";
  }
  const suspensions = task._suspensions();
  if (suspensions.length === 0) {
    return "foreign";
  }
  return suspensions.some(isOver) ? "ready" : "waiting";
}

/** Whether the task has been woken, and waits for its turn alone. */
function isOver(suspension: Suspension): boolean {
  const one = suspension as {
    done?(): boolean;
    readonly _isWaiting?: boolean;
    readonly _heapIndex?: number;
  };
  if (one.done !== undefined) {
    return one.done();
  }
  // A sleep that is in no heap is over, or was `sleep(0)`.
  return one._isWaiting === undefined ? (one._heapIndex ?? -1) < 0 : !one._isWaiting;
}

function dueIn(task: Task<unknown>): number | null {
  const times = task._suspensions().flatMap((suspension) => {
    const when = task._loop._timers.timeOf(suspension as unknown as DueEntry);
    return when === undefined ? [] : [when - task._loop.time()];
  });
  return times.length === 0 ? null : Math.max(0, Math.min(...times));
}
