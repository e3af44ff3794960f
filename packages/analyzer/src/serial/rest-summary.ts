import type { Origin, Summary } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import type { SerialModel } from "./serial-model.js";
import type { Awaited } from "./units.js";

/** What a piece of code does beside the awaits in it. */
export function restSummary(
  node: ts.Node,
  awaits: readonly Awaited[],
  model: SerialModel,
): Summary {
  const whole = model.summaryOf(node);
  if (awaits.length === 0) return whole;
  const inside = new Map<ts.Node, boolean>();
  const isRest = ({ from }: Origin): boolean => {
    let known = inside.get(from);
    if (known === undefined) {
      known = awaits.some((one) => isInside(from, one));
      inside.set(from, known);
    }
    return !known;
  };
  return {
    reads: whole.reads.filter(isRest),
    writes: whole.writes.filter(isRest),
    latency: { kind: "none", origin: undefined, what: "" },
    throws: whole.throws !== undefined && isRest(whole.throws) ? whole.throws : undefined,
    unknown:
      whole.unknown === undefined || isRest(whole.unknown)
        ? whole.unknown
        : unknownBeside(node, awaits, model),
  };
}

// Only the first of what is not known is named, and it may not be the only one.
function unknownBeside(
  node: ts.Node,
  awaits: readonly Awaited[],
  model: SerialModel,
): Summary["unknown"] {
  let found: Summary["unknown"];
  const visit = (at: ts.Node): void => {
    if (found !== undefined || ts.isFunctionLike(at)) return;
    if (awaits.some((one) => one === at)) return;
    const isCall = ts.isCallExpression(at) || ts.isNewExpression(at);
    if (isCall && !awaits.some((one) => isInside(one, at))) found = model.summaryOf(at).unknown;
    ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

function isInside(node: ts.Node, outer: ts.Node): boolean {
  return (
    node.getSourceFile() === outer.getSourceFile() && outer.pos <= node.pos && node.end <= outer.end
  );
}
