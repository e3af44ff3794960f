import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { TaskState } from "./process-state.js";

/** The task's name, and what it runs. */
export function titleOf({ name, runs }: TaskState): string {
  return runs === "" ? name : `${name} (${runs})`;
}

/** What the task does now, in a few words. */
export function doingOf(task: TaskState): string {
  const cancelling = task.isCancelling ? ", being cancelled" : "";
  return `${stateOf(task)}${cancelling}`;
}

function stateOf({ state, waitsFor, dueIn }: TaskState): string {
  switch (state) {
    case "new":
      return "has not begun";
    case "ready":
      return "is ready";
    case "running":
      return "runs";
    default:
      return waitsFor === "sleep" && dueIn !== null
        ? `sleeps, ${formatTime(dueIn)} left`
        : `waits for ${waitsFor}`;
  }
}

/** Where the task awaits, where it is known: tasks made in debug mode tell. */
export function placeOfTask({ callStack: [entry] }: TaskState, cwd: string): string {
  if (entry === undefined) return "";
  return `${shortPath(entry.file, cwd)}:${entry.line}:${entry.column}`;
}

export function shortPath(file: string, cwd: string): string {
  const path = file.startsWith("file:") ? fileURLToPath(file) : file;
  const below = relative(cwd, path);
  return isAbsolute(path) && !below.startsWith("..") ? below : path;
}

function formatTime(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${Math.round(milliseconds)} ms`
    : `${(milliseconds / 1_000).toFixed(1)} s`;
}
