import { InvalidArgumentError } from "commander";

/** Reads a count: a whole number from 0 up. */
export function countOf(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("Give a whole number from 0 up.");
  return Number(value);
}
