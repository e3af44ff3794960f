import {
  BrokenBarrierError,
  CancelledError,
  ExceptionGroup,
  InvalidStateError,
  QueueEmpty,
  QueueFull,
  QueueShutDown,
  RuntimeError,
  TimeoutError,
} from "../index.js";
import type { Json } from "./program.js";

/** The error that a program's own `raise` and `set_exception` throw. */
export class ProgramError extends Error {
  override name = "ProgramError";
}

/** The program named a task, future, handle or object that does not exist (yet). */
export class UnknownNameError extends Error {
  override name = "UnknownNameError";
}

/** One error as a log writes it: its kind, and its message where the program chose one. */
export function describeError(error: unknown): string {
  if (error instanceof ExceptionGroup) {
    return `ExceptionGroup[${error.errors.map(describeError).join(", ")}]`;
  }
  if (error instanceof ProgramError) {
    return `Error:${error.message}`;
  }
  for (const [kind, name] of KINDS) {
    if (error instanceof kind) {
      return name;
    }
  }
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

const KINDS: [kind: abstract new (...args: never[]) => Error, name: string][] = [
  [CancelledError, "CancelledError"],
  [TimeoutError, "TimeoutError"],
  [QueueFull, "QueueFull"],
  [QueueEmpty, "QueueEmpty"],
  [QueueShutDown, "QueueShutDown"],
  [InvalidStateError, "InvalidStateError"],
  [BrokenBarrierError, "BrokenBarrierError"],
  [RuntimeError, "RuntimeError"],
  [RangeError, "ValueError"],
  [UnknownNameError, "KeyError"],
];

/** Whether a `try` that catches these kinds catches this error. */
export function matches(error: unknown, kinds: readonly string[]): boolean {
  const kind = describeError(error).split(":")[0]?.split("[")[0];
  return kinds.some(
    (wanted) =>
      wanted === "all" ||
      (wanted === "Exception" && !(error instanceof CancelledError)) ||
      wanted === kind,
  );
}

/** A value as a log can hold it: an error among results as its description. */
export function plain(value: unknown): Json {
  if (value === undefined || value === null) {
    return null;
  }
  if (value instanceof Error) {
    return describeError(value);
  }
  return Array.isArray(value) ? value.map(plain) : (value as Json);
}
