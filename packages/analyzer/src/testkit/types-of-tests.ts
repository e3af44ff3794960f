import type { TypesFrom } from "../project/discover.js";
import { whyNoNativeTypes } from "../project/native-types.js";

/** Where types come from in tests: any of them can be run on the other source of types too. */
export const typesOfTests: TypesFrom =
  process.env.AWAITWISE_TEST_TYPES === "native" ? "native" : "ts-morph";

/**
 * The sources of types that random edits are tried on, each with how many: by `AWAITWISE_TEST_TYPES` all of them on the
 * native ones, else all on ts-morph's and a tenth on the native ones, where these are to be had.
 */
export function runsByTypes(runs: number): readonly (readonly [types: TypesFrom, runs: number])[] {
  if (typesOfTests === "native") return [["native", runs]];
  const few = Math.ceil(runs / 10);
  return whyNoNativeTypes() === undefined
    ? [
        ["ts-morph", runs],
        ["native", few],
      ]
    : [["ts-morph", runs]];
}
