import { InvalidArgumentError } from "commander";

/** A line of a file, as `FILE:LINE` names it; columns are passed over. */
export interface LinePlace {
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** Reads a place such as `src/a.ts:12` or `src/a.ts:12:5`. */
export function placeOf(value: string): LinePlace {
  const match = /^(.+?):(\d+)(?::\d+)?:?$/.exec(value);
  const line = Number(match?.[2]);
  if (match?.[1] === undefined || line < 1) {
    throw new InvalidArgumentError("Give a file and a line, as in src/load.ts:12.");
  }
  return { path: match[1], line };
}
