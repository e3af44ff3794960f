import { InvalidArgumentError } from "commander";
import type { Shard } from "../run/shard.js";
import { type FileReport, FORMATS } from "./formats.js";

/** Reads a count: a whole number from 0 up. */
export function countOf(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("Give a whole number from 0 up.");
  return Number(value);
}

/** Reads a whole number from 1 up. */
export function atLeastOne(value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError("Give a whole number from 1 up.");
  return Number(value);
}

/** Reads a part such as `2/3`. */
export function shardOf(value: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(value);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > count) {
    throw new InvalidArgumentError("Give a part and how many there are, as in 2/3.");
  }
  return { index, count };
}

/** Reads a format and a file such as `sarif:awaitwise.sarif`. */
export function fileReportOf(value: string): FileReport {
  const colon = value.indexOf(":");
  const format = FORMATS.find((one) => one === value.slice(0, colon));
  if (format === undefined || colon === value.length - 1) {
    throw new InvalidArgumentError(
      `Give a format and a file, as in sarif:awaitwise.sarif; the formats are ${FORMATS.join(", ")}.`,
    );
  }
  return { format, path: value.slice(colon + 1) };
}
