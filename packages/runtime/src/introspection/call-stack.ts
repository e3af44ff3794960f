import { placeOf } from "../place.js";

/**
 * One function on a call stack.
 *
 * @see asyncio.FrameCallGraphEntry
 */
export interface FrameCallGraphEntry {
  /** The function's name, or an empty text. */
  readonly functionName: string;
  /** A path, or a URL. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Whether the function was suspended at an await when the one above it went on. */
  readonly isAsync: boolean;
}

/** The program's part of a stack, the innermost function first. */
export function callStackOf(error: Error): FrameCallGraphEntry[] {
  const entries: FrameCallGraphEntry[] = [];
  for (const line of placeOf(error)?.split("\n") ?? []) {
    const entry = parseLine(line);
    if (entry !== null) {
      entries.push(entry);
    }
  }
  return entries;
}

/** As V8 writes it: `at async name (file:1:2)`, or `at file:1:2`. */
function parseLine(line: string): FrameCallGraphEntry | null {
  const match = /^\s*at (async )?(?:(.*) \()?(.*?):(\d+):(\d+)\)?$/.exec(line);
  if (match === null) {
    return null;
  }
  const [, isAsync, functionName = "", file = "", row, column] = match;
  return {
    functionName,
    file,
    line: Number(row),
    column: Number(column),
    isAsync: isAsync !== undefined,
  };
}
