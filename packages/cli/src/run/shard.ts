import type { ProjectDescription } from "@awaitwise/analyzer";

/** One of several parts of the work, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The part of the files that a shard checks. The parts are the same wherever they are made, share
 * no file, hold every file together, and are as even as they can be. Files of one project stay
 * together as far as that goes, for each part has to read the projects it has a file of.
 */
export function shardOf(
  projects: readonly ProjectDescription[],
  { index, count }: Shard,
): ProjectDescription[] {
  const ordered = [...projects].sort((a, b) => compare(keyOf(a), keyOf(b)));
  const total = ordered.reduce((sum, { files }) => sum + files.length, 0);
  const from = Math.floor((total * (index - 1)) / count);
  const to = Math.floor((total * index) / count);
  let at = 0;
  return ordered.flatMap((project) => {
    const files = [...project.files]
      .sort(compare)
      .slice(Math.max(0, from - at), Math.max(0, to - at));
    at += project.files.length;
    return files.length === 0 ? [] : [{ ...project, files }];
  });
}

function keyOf({ configFile, directory }: ProjectDescription): string {
  return configFile ?? `${directory}/`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
