import { awaitability } from "./awaitability.js";
import type { TypeFacts } from "./type-source.js";

/**
 * Tells whether a type is that of something whose items are at hand and none of them a promise, as far as types tell: a
 * `for await` over it waits in vain.
 */
export function isPlainList(type: TypeFacts): boolean {
  if (type.isAny || type.isUnknown) return false;
  if (!type.hasSymbol("iterator") || type.hasSymbol("asyncIterator")) return false;
  return type.parts.every((part) =>
    (part.elements ?? part.arguments).every((item) =>
      item.parts.every((one) => awaitability(one) !== "always"),
    ),
  );
}

/** Tells whether an item of a list may be a promise: what may be anything may be one. */
export function mayHoldPromises(type: TypeFacts): boolean {
  if (type.isAny || type.isUnknown) return true;
  return type.parts.some((part) =>
    (part.elements ?? part.arguments).some((item) => awaitability(item) !== "never"),
  );
}
