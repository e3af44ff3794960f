import type { TypeFacts } from "./type-source.js";

/**
 * Whether `await` has something to wait for: `always` where some part of the type is a thenable,
 * `maybe` where too little is known (`any`, `unknown`, an unbound type parameter), `never` otherwise.
 */
export function awaitability(type: TypeFacts): "always" | "maybe" | "never" {
  const { parts } = type;
  if (parts.some((part) => part.isAny || part.isUnknown)) return "maybe";
  return parts.some((part) => part.thenable !== "none") ? "always" : "never";
}
