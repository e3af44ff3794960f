import { isKeyInside, keyOf } from "../model/effects/keys.js";
import type { Location, Root } from "../model/effects/location.js";
import type { Access, Summary } from "../model/effects/summary.js";
import type { ts } from "../model/syntax.js";
import { functionAround, isChange } from "./accesses.js";

/**
 * What a piece of code changes that can still be seen where the function around it fails later: state of
 * the module, of `this`, of an argument, of a function further out. Code that is moved behind an await
 * no longer leaves it behind when that await fails.
 */
export function leftBehind({ writes }: Summary, at: ts.Node): Access | undefined {
  const owner = keyOf(functionAround(at));
  return writes.find((write) => isChange(write) && isSeenBeyond(write.location, owner));
}

/**
 * What a call keeps in memory for the next who asks: an entry of a cache, a value that is made at most once. Gathered, it
 * is kept by a call, too, that a failure before it would have prevented.
 */
export function remembered({ writes }: Summary, at: ts.Node): Access | undefined {
  const owner = keyOf(functionAround(at));
  return writes.find(
    ({ once, location }) => once && location.kind !== "resource" && isSeenBeyond(location, owner),
  );
}

function isSeenBeyond(location: Location, owner: string): boolean {
  switch (location.kind) {
    case "local":
    case "module":
      return !isKeyInside(location.key, owner);
    case "field":
      return !isOwn(location.root, owner);
    case "resource":
    case "connection":
      return true;
  }
}

// What a variable of the function holds is its own only if it was made there.
function isOwn(root: Root, owner: string): boolean {
  if (root.from === "fresh") return true;
  return root.from === "variable" && root.made === true && isKeyInside(root.key, owner);
}
