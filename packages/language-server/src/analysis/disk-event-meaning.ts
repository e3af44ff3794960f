import type { DiskEvent } from "./messages.js";

/** Leaves out what tools keep for themselves, our own cache among it: it comes and goes without anything being installed. */
export function withoutCaches(events: readonly DiskEvent[]): readonly DiskEvent[] {
  return events.filter(
    ({ file }) => !/\/(node_modules\/\.(cache|vite|vitest)|\.awaitwise-cache)(\/|$)/.test(file),
  );
}

/** Whether a file decides which projects there are, or what they import. */
export function isAboutProjects(file: string): boolean {
  return (
    /\/node_modules(\/|$)/.test(file) ||
    /\/package\.json$/.test(file) ||
    /\/[jt]sconfig[^/]*\.json$/.test(file)
  );
}

/** Whether sources came or went, which changes what other files' imports mean. */
export function hasComeOrGone(events: readonly DiskEvent[]): boolean {
  return events.some(({ kind, file }) => kind !== "changed" && !file.endsWith(".json"));
}
