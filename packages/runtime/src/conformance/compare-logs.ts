import type { LogEntry } from "./program.js";

/** The first place where two logs differ; a side that has already ended is `null`. */
export interface LogDifference {
  index: number;
  expected: LogEntry | null;
  actual: LogEntry | null;
}

/** Compares two logs entry by entry, without tolerance, and gives the first difference. */
export function compareLogs(expected: LogEntry[], actual: LogEntry[]): LogDifference | null {
  const length = Math.max(expected.length, actual.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [expected[index] ?? null, actual[index] ?? null];
    if (JSON.stringify(left) !== JSON.stringify(right)) {
      return { index, expected: left, actual: right };
    }
  }
  return null;
}

/** A difference as two lines to read, one a side. */
export function formatDifference({ index, expected, actual }: LogDifference): string {
  return [
    `  entry ${index}`,
    `    CPython:   ${formatEntry(expected)}`,
    `    awaitwise: ${formatEntry(actual)}`,
  ].join("\n");
}

function formatEntry(entry: LogEntry | null): string {
  return entry === null ? "(the log has ended)" : JSON.stringify(entry);
}
