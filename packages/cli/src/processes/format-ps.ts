import type { Look } from "../terminal/terminal.js";
import { doingOf, placeOfTask } from "./describe-task.js";
import type { LoopState, ProcessState } from "./process-state.js";

/** The tasks of a process as a table, a task a line, in the order in which they were made. */
export function formatPs(state: ProcessState, cwd: string, { style }: Look): string {
  const rows = state.loops.flatMap((loop) => rowsOf(loop, cwd));
  if (rows.length === 0) return noTasks(state);
  const table = [["TASK", "RUNS", "DOES", "AT"], ...rows];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [style.dim(lines[0] ?? ""), ...lines.slice(1)].join("\n");
}

/** What is said of a process without tasks. */
export function noTasks({ pid, loops }: ProcessState): string {
  return loops.length === 0
    ? `No event loop runs in process ${pid}`
    : `The event loop of process ${pid} has no tasks`;
}

function rowsOf({ tasks }: LoopState, cwd: string): string[][] {
  return tasks.map((task) => [task.name, task.runs, doingOf(task), placeOfTask(task, cwd)]);
}
