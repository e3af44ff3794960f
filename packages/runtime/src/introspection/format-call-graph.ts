import { printError } from "../platform.js";
import type { Future } from "../tasks/future.js";
import { Task } from "../tasks/task.js";
import { type CallGraphOptions, demandCallGraph, type FutureCallGraph } from "./call-graph.js";
import type { FrameCallGraphEntry } from "./call-stack.js";

/**
 * `captureCallGraph` as text, for people. A future that comes a second time is only named.
 *
 * @param future is the current task where it is null or not given
 * @throws RuntimeError where no future is given, and no task runs here
 * @throws TypeError where it is no future
 * @see asyncio.format_call_graph
 * @example
 * ```ts
 * import { createTask, formatCallGraph, gather, run, sleep } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const child = createTask(() => sleep(10), { name: "child" });
 *   const parent = createTask(async () => await gather(child, sleep(10)), { name: "parent" });
 *   await sleep(1);
 *   console.log(formatCallGraph(child));
 *   await parent;
 * });
 * // prints: * Task "child"
 * // prints:   + Awaited by:
 * // prints:     * Future
 * // prints:       + Awaited by:
 * // prints:         * Task "parent"
 * ```
 */
export function formatCallGraph(
  future: Future<unknown> | null = null,
  options: CallGraphOptions = {},
): string {
  const lines: string[] = [];
  const shown = new Set<FutureCallGraph>();
  const write = (graph: FutureCallGraph, indent: string): void => {
    if (shown.has(graph)) {
      lines.push(`${indent}* ${nameOf(graph.future)} (see above)`);
      return;
    }
    shown.add(graph);
    lines.push(`${indent}* ${nameOf(graph.future)}`);
    if (graph.callStack.length > 0) {
      lines.push(
        `${indent}  + Call stack:`,
        ...graph.callStack.map((entry) => `${indent}  |   ${formatEntry(entry)}`),
      );
    }
    if (graph.awaitedBy.length > 0) {
      lines.push(`${indent}  + Awaited by:`);
      for (const waiter of graph.awaitedBy) {
        write(waiter, `${indent}    `);
      }
    }
  };
  write(demandCallGraph(future, options), "");
  return lines.join("\n");
}

/**
 * Writes `formatCallGraph` of a future or task.
 *
 * @param future is the current task where it is null or not given
 * @param options say where it is written: to the console's error output where that is not given
 * @throws RuntimeError where no future is given, and no task runs here
 * @throws TypeError where it is no future
 * @see asyncio.print_call_graph
 */
export function printCallGraph(
  future: Future<unknown> | null = null,
  options: CallGraphOptions & { readonly write?: (text: string) => void } = {},
): void {
  (options.write ?? printError)(formatCallGraph(future, options));
}

function nameOf(future: Future<unknown>): string {
  return future instanceof Task ? `Task ${JSON.stringify(future.getName())}` : "Future";
}

function formatEntry({ functionName, file, line, column, isAsync }: FrameCallGraphEntry): string {
  const name = functionName === "" ? "" : `, in ${isAsync ? "async " : ""}${functionName}()`;
  return `${file}:${line}:${column}${name}`;
}
