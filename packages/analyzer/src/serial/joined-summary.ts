import type { Summary } from "../model/effects/summary.js";
import { nothing } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";
import { isAssignmentOperator } from "./names.js";
import type { SerialModel } from "./serial-model.js";

/** What a piece of code does, joined from its calls and assignments. */
export function joinedSummary(node: ts.Node, model: SerialModel): Summary {
  const parts: Summary[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isFunctionLike(at) || ts.isTypeNode(at)) return;
    if (ts.isCallExpression(at)) parts.push(model.summaryOf(at));
    if (
      ts.isBinaryExpression(at) &&
      isAssignmentOperator(at.operatorToken.kind) &&
      (ts.isPropertyAccessExpression(at.left) || ts.isElementAccessExpression(at.left))
    ) {
      parts.push({ ...nothing, unknown: { at, through: [], why: "assigns" } });
    }
    ts.forEachChild(at, visit);
  };
  visit(node);
  return parts.reduce(
    (a, b) => ({
      reads: [...a.reads, ...b.reads],
      writes: [...a.writes, ...b.writes],
      latency: a.latency.kind === "none" ? b.latency : a.latency,
      throws: a.throws ?? b.throws,
      unknown: a.unknown ?? b.unknown,
    }),
    nothing,
  );
}
