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

/** Tells whether a type is that of a value or of a promise of just that value: some of both. */
export function isValueOrPromise(type: TypeFacts): boolean {
  const promises = type.parts.filter(({ isPromise, origins: [own] }) => {
    return isPromise || (own?.name === "PromiseLike" && own.from === "lib");
  });
  const values = type.parts.filter(({ thenable }) => thenable === "none");
  if (promises.length + values.length < type.parts.length) return false;
  // Of a type parameter, what `await` makes of it is another type.
  const brought = promises
    .flatMap((part) => [...part.awaited.parts, ...part.arguments.flatMap(({ parts }) => parts)])
    .map(({ identity }) => identity);
  return values.some(({ identity }) => brought.includes(identity));
}
