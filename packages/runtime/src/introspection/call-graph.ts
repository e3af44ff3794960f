import { runningTask } from "../context/frame.js";
import { RuntimeError } from "../errors.js";
import { Future } from "../tasks/future.js";
import { Task } from "../tasks/task.js";
import { awaiters } from "./awaited.js";
import { callStackOf, type FrameCallGraphEntry } from "./call-stack.js";

/**
 * A future or task, where it is, and who waits for it.
 *
 * @see asyncio.FutureCallGraph
 */
export interface FutureCallGraph {
  readonly future: Future<unknown>;
  /** The innermost function first. Of a task that does not run, it is known in debug mode alone. */
  readonly callStack: readonly FrameCallGraphEntry[];
  /** Where several wait for one, they share its graph. */
  readonly awaitedBy: readonly FutureCallGraph[];
}

export interface CallGraphOptions {
  /**
   * How many functions of the caller are left out of the stack, where it is the current task's: 0 where it is
   * not given.
   */
  readonly depth?: number;
  /**
   * How many entries each stack may have: the innermost ones, or the outermost where it is negative; no limit
   * where it is null or not given.
   */
  readonly limit?: number | null;
}

/**
 * Captures who waits for a task or future, and who waits for them, up to tasks for which nobody waits: through
 * gathers, task groups, shields, `wait` and `asCompleted` too. It suspends nothing, and costs nothing before it is
 * called.
 *
 * @param future is the current task where it is null or not given
 * @returns null where no future is given, and no task runs here
 * @throws TypeError where it is no future
 * @throws RangeError where an option is no whole number
 * @see asyncio.capture_call_graph
 * @example
 * ```ts
 * import { captureCallGraph, createTask, run, sleep } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const child = createTask(() => sleep(10), { name: "child" });
 *   const parent = createTask(async () => await child, { name: "parent" });
 *   await sleep(1);
 *   const graph = captureCallGraph(child);
 *   console.log(graph?.awaitedBy.map((waiter) => waiter.future === parent));
 *   await parent;
 * });
 * // prints: [ true ]
 * ```
 */
export function captureCallGraph(
  future: Future<unknown> | null = null,
  options: CallGraphOptions = {},
): FutureCallGraph | null {
  const { depth = 0, limit = null } = options;
  demandWhole("depth", depth, 0);
  if (limit !== null) {
    demandWhole("limit", limit, Number.NEGATIVE_INFINITY);
  }
  const current = runningTask();
  const start = future ?? current;
  if (start === null) {
    return null;
  }
  if (!(start instanceof Future)) {
    throw new TypeError(`A call graph is that of a future or task, not of ${String(start)}`);
  }
  const waiting = awaiters(start._loop._tasks);
  const graphs = new Map<Future<unknown>, FutureCallGraph>();
  const graphOf = (one: Future<unknown>): FutureCallGraph => {
    const known = graphs.get(one);
    if (known !== undefined) {
      return known;
    }
    const isHere = one === current;
    const stack = isHere ? callStackOf(new Error()).slice(depth) : suspendedAt(one);
    const awaitedBy: FutureCallGraph[] = [];
    const graph = { future: one, callStack: limited(stack, limit), awaitedBy };
    // Before its waiters: those of a deadlock wait for each other.
    graphs.set(one, graph);
    for (const waiter of waiting.get(one) ?? []) {
      awaitedBy.push(graphOf(waiter));
    }
    return graph;
  };
  return graphOf(start);
}

function suspendedAt(future: Future<unknown>): FrameCallGraphEntry[] {
  const awaiting = future instanceof Task ? future._awaitingStack : undefined;
  return awaiting === undefined ? [] : callStackOf(awaiting);
}

function limited(
  stack: readonly FrameCallGraphEntry[],
  limit: number | null,
): readonly FrameCallGraphEntry[] {
  if (limit === null) {
    return stack;
  }
  return limit >= 0 ? stack.slice(0, limit) : stack.slice(limit);
}

function demandWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    const from = least === 0 ? " from 0 up" : "";
    throw new RangeError(`Invalid ${name} ${String(value)}: give a whole number${from}`);
  }
}

/** @internal What the texts of a call graph need, where there may be none. */
export function demandCallGraph(
  future: Future<unknown> | null,
  options: CallGraphOptions,
): FutureCallGraph {
  const graph = captureCallGraph(future, options);
  if (graph === null) {
    throw new RuntimeError("No task runs here: give the future whose call graph is wanted");
  }
  return graph;
}
