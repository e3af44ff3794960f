import { InputError, type TypesFrom, whyNoNativeTypes } from "@awaitwise/analyzer";
import type { CheckFlags } from "../options/check-options.js";

/**
 * Whose types a run goes by: where nothing is said, those of TypeScript 7's own process where it is to be
 * had. What is watched is checked again after each edit, which ts-morph's checker does in less time.
 *
 * @throws InputError where that process is asked for by name and cannot be had: that is no matter for a note
 * that nobody reads.
 */
export function typesFor({ types, watch }: Pick<CheckFlags, "types" | "watch">): TypesFrom {
  if (types === undefined) return watch === true ? "ts-morph" : "auto";
  const why = types === "native" ? whyNoNativeTypes() : undefined;
  if (why === undefined) return types;
  throw new InputError(
    `"--types native" cannot be followed, because ${why}: leave it out, or install what is missing`,
  );
}
