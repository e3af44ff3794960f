import { keyOf } from "../../model/effects/keys.js";
import type { Location } from "../../model/effects/location.js";
import type { Access, Summary } from "../../model/effects/summary.js";
import { ts } from "../../model/syntax.js";

/** What some code of a turn does that other turns of the loop could see: not what it made for itself. */
export function beyondTurn(summary: Summary, loop: ts.Node): Summary {
  const known = new Map<string, boolean>();
  const isSeen = ({ location }: Access): boolean => {
    const key = keyIn(location);
    if (key === undefined) return true;
    let own = known.get(key);
    if (own === undefined) {
      own = declaresKey(loop, key);
      known.set(key, own);
    }
    return !own;
  };
  return {
    ...summary,
    reads: summary.reads.filter(isSeen),
    writes: summary.writes.filter(isSeen),
  };
}

// The variable that something is, or that alone leads to it.
function keyIn(location: Location): string | undefined {
  if (location.kind === "local") return location.key;
  if (location.kind !== "field" || location.root.from !== "variable") return undefined;
  return location.root.made === true ? location.root.key : undefined;
}

function declaresKey(node: ts.Node, key: string): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isVariableDeclaration(node) && keyOf(node) === key) return true;
  return ts.forEachChild(node, (child) => declaresKey(child, key) || undefined) ?? false;
}
