import { readFileSync } from "node:fs";

/**
 * Of files of this repository, those with the most awaits: a sample that has something to find in it. Every so many of
 * all the files would be others with each file that comes or goes, and would hold now more, now less.
 */
export function mostAwaiting(files: readonly string[], count: number): readonly string[] {
  const awaits = new Map(
    files.map((file) => [file, readFileSync(file, "utf8").match(/\bawait /g)?.length ?? 0]),
  );
  return [...files]
    .sort((left, right) => (awaits.get(right) ?? 0) - (awaits.get(left) ?? 0))
    .slice(0, count);
}
