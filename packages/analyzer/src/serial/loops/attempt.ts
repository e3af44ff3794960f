import { ts } from "../../model/syntax.js";
import { holdsAwait } from "../units.js";
import type { DataLoop } from "./shape.js";

/**
 * The `try` that is all that waits in a turn over items, and whose `catch` waits for nothing: where that goes on with the next,
 * the other turns run, one behind the other or side by side, whatever fails.
 */
export function attemptOf(loop: DataLoop): ts.TryStatement | undefined {
  if (!isOverItems(loop)) return undefined;
  const attempt = onlyAttempt(loop.body);
  if (attempt === undefined) return undefined;
  const { catchClause, finallyBlock } = attempt;
  if (catchClause === undefined || finallyBlock !== undefined) return undefined;
  return holdsAwait(catchClause) ? undefined : attempt;
}

// What a turn begins by itself, or under conditions that wait for nothing: `if (wanted(item)) { try { ... } }`.
function onlyAttempt(body: DataLoop["body"]): ts.TryStatement | undefined {
  const [waits, ...more] = body.filter((one) => holdsAwait(one));
  if (waits === undefined || more.length > 0) return undefined;
  if (ts.isTryStatement(waits)) return waits;
  if (ts.isBlock(waits)) return onlyAttempt(waits.statements);
  if (!ts.isIfStatement(waits) || holdsAwait(waits.expression)) return undefined;
  const branches = [waits.thenStatement, ...(waits.elseStatement ? [waits.elseStatement] : [])];
  return onlyAttempt(branches);
}

// `for (const item of items)`, or the same said with an index: `items[i]`.
function isOverItems({ kind, items, counters, body }: DataLoop): boolean {
  if (kind === "for-of") return true;
  const [counter] = counters;
  if (kind !== "index" || counter === undefined) return false;
  const taken = `${items.getText()}[${counter.getText()}]`;
  const takes = (node: ts.Node): boolean =>
    (ts.isElementAccessExpression(node) && node.getText() === taken) ||
    (ts.forEachChild(node, (child) => takes(child) || undefined) ?? false);
  return body.some(takes);
}
