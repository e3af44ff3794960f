import { isKeyInside, keyOf } from "../model/effects/keys.js";
import type { Root } from "../model/effects/location.js";
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

/**
 * Tells whether a step only makes values of its own, or completes what its function has made, so that it
 * can as well come earlier.
 */
export function isOpening(step: Step): boolean {
  const { node, conditional } = step.unit;
  if (conditional !== undefined || step.summary.unknown !== undefined) return false;
  if (step.exit !== undefined && step.exit.tier !== "suggests") return false;
  const changes = step.summary.writes.filter(isChange);
  if (ts.isVariableStatement(node) || ts.isVariableDeclaration(node)) return changes.length === 0;
  if (!ts.isIfStatement(node) && !ts.isExpressionStatement(node)) return false;
  const owner = keyOf(functionAround(node));
  return changes.every(({ location }) => isOwn(location, owner));
}

/**
 * Tells whether a step changes no more than an object that its own function has made, as a builder of a query that
 * it completes: who is not answered because another step fails never sees it.
 */
export function isOwnObject({ location }: Access, code: ts.Node): boolean {
  if (location.kind !== "field" || location.root.from !== "variable") return false;
  const around = functionAround(code);
  return isOwn(location, keyOf(around)) && !isHandled(code, around);
}

// What handles an error may look at what was done until then.
function isHandled(code: ts.Node, around: ts.Node): boolean {
  for (let at = code; at !== around && at.parent !== undefined; at = at.parent) {
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at) return true;
  }
  return false;
}

// A variable of the function, or an object that it has made.
function isOwn(location: Access["location"], owner: string): boolean {
  if (location.kind === "local") return isKeyInside(location.key, owner);
  if (location.kind !== "field") return false;
  const { root } = location;
  return root.from === "variable" && root.made === true && isKeyInside(root.key, owner);
}

/** The function that some code stands in; its file where it stands in none. */
export function functionAround(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent !== undefined && !ts.isFunctionLike(at)) at = at.parent;
  return at;
}

/** Tells whether an object is one that the function around some code was given, or has in a variable of its own. */
export function isHeldAround(code: ts.Node, root: Root): boolean {
  if (root.from !== "variable") return root.from === "parameter";
  return isKeyInside(root.key, keyOf(functionAround(code)));
}
