import { isFromPackage } from "./specifier.js";
import type { Origin, TypeFacts } from "./type-source.js";

/** The published name of the runtime; the analyser knows it as data, and does not import it. */
export const runtimePackage = "@awaitwise/runtime";

/** A module specifier of the runtime, its subpaths included. */
export const runtimeSpecifier = /^@awaitwise\/runtime(?:\/|$)/;

/** Tells whether something is declared by the runtime. */
export function isOfRuntime(origin: Origin | undefined): boolean {
  return origin !== undefined && isFromPackage(origin, runtimePackage);
}

/** Tells whether a part of a type is the runtime's: a coroutine, a task, a future, a lock. */
export function isRuntimeType(type: TypeFacts): boolean {
  return type.parts.some((part) => part.origins.some(isOfRuntime));
}
