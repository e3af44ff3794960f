import type { Access } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import type { Step } from "./await-graph.js";

/** Tells whether a write can be seen by anything but people reading a log or a clock. */
export function isChange({ location, once }: Access): boolean {
  if (once) return false;
  if (location.kind !== "resource") return true;
  return !harmless.has(location.resource);
}

/**
 * Tells whether a change can be seen past the function that makes it fail: one of what its own
 * variables and arguments hold cannot, or hardly.
 */
export function outlivesFailure(access: Access): boolean {
  const { location } = access;
  if (!isChange(access)) return false;
  if (location.kind === "local") return false;
  if (location.kind !== "field") return true;
  const { from } = location.root;
  return from !== "variable" && from !== "fresh" && from !== "parameter";
}

const harmless: ReadonlySet<string> = new Set(["stdio", "clock", "random"]);

/** Tells whether a step only makes values of its own, so that it can as well come earlier. */
export function isOpening(step: Step): boolean {
  const { node, conditional } = step.unit;
  return (
    (ts.isVariableStatement(node) || ts.isVariableDeclaration(node)) &&
    conditional === undefined &&
    (step.exit === undefined || step.exit.tier === "suggests") &&
    step.summary.unknown === undefined &&
    !step.summary.writes.some(isChange)
  );
}
