import type { Stats } from "node:fs";

/** A file that was read: the digest of its text, and what tells without reading that it is the same. */
export interface ReadFile {
  readonly digest: string;
  /** Size, times and number on the disk; left out where the file is too young to be told by them. */
  readonly stamp?: string;
}

/** The digest of a file that is not there or cannot be read. */
export const NO_TEXT = "none";

const SETTLED_MS = 2_000;

/**
 * What tells a file or folder from its later states without reading it. `undefined` where it was
 * changed within the clock's resolution before `started`, or since then: a change may keep its times.
 */
export function settledStamp(stats: Stats | undefined, started: number): string | undefined {
  if (stats === undefined) return undefined;
  const newest = Math.max(stats.mtimeMs, stats.ctimeMs);
  return newest < started - SETTLED_MS ? stampOf(stats) : undefined;
}

export function stampOf(stats: Stats | undefined): string {
  if (stats === undefined) return NO_TEXT;
  return [stats.size, stats.mtimeMs, stats.ctimeMs, stats.ino].join(" ");
}
