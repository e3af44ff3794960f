import { awaitability } from "./awaitability.js";
import type { TypeFacts } from "./type-source.js";

/** Tells whether calling something of this type may give a promise. */
export function returnsPromise(type: TypeFacts): boolean {
  return type.parts.some((part) => givesPromise(part));
}

/**
 * Tells whether whoever calls something of this type ignores what it gives: it is said to return
 * nothing, and no form of it is said to return a promise.
 */
export function returnsNothing(type: TypeFacts): boolean {
  const { parts } = type;
  return (
    !parts.some((part) => givesPromise(part)) &&
    parts.some((part) => part.signatures.some(({ returns }) => returns.isVoid))
  );
}

function givesPromise(part: TypeFacts): boolean {
  return part.signatures.some(({ returns }) => awaitability(returns) === "always");
}
