import { isFromPackage } from "../../model/specifier.js";
import { ts } from "../../model/syntax.js";
import type { CallFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import type { RuleContext } from "../rule.js";

/** What is awaited in a block by the function that the block is part of. */
export function awaitsIn(root: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isAwaitExpression(node)) found.push(node.expression);
    if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) found.push(node.expression);
    // A try inside with a catch of its own is judged by itself.
    if (ts.isTryStatement(node) && node.catchClause !== undefined) {
      visit(node.catchClause);
      if (node.finallyBlock !== undefined) visit(node.finallyBlock);
      return;
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
  return found;
}

/**
 * Tells whether a cancellation of the task may arrive at the await of an expression: what is awaited
 * is the runtime's, or is a function of the project that itself awaits such a thing.
 */
export function isCancellable(awaited: ts.Expression, context: RuleContext): boolean {
  return reaches(awaited, context, new Set());
}

/** Tells whether a module specifier names the runtime. */
export function isRuntime(specifier: string): boolean {
  return specifier === runtime || specifier.startsWith(`${runtime}/`);
}

const runtime = "@awaitwise/runtime";

// These start a loop of their own: no task waits in them.
const starters = new Set(["run", "runForever", "runUntilComplete"]);

// Calls of calls of calls are followed this far.
const farthest = 8;

function reaches(awaited: ts.Expression, context: RuleContext, seen: Set<ts.Node>): boolean {
  const type = context.typeOf(awaited)();
  const inner = unwrap(awaited);
  const call = ts.isCallExpression(inner) ? context.callOf(inner)() : undefined;
  if (startsLoop(call)) return false;
  const origins = [...type.parts.flatMap((part) => part.origins), call?.target?.origin];
  if (origins.some((origin) => origin !== undefined && isFromPackage(origin, runtime))) return true;
  const body = call?.body;
  if (body?.body === undefined || seen.has(body) || seen.size > farthest) return false;
  seen.add(body);
  return awaitsIn(body.body).some((one) => reaches(one, context, seen));
}

function startsLoop(call: CallFacts | undefined): boolean {
  const target = call?.target;
  return (
    target?.origin !== undefined &&
    starters.has(target.name) &&
    isFromPackage(target.origin, runtime)
  );
}
