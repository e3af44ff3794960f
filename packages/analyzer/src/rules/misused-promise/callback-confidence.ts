import type { Confidence } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/**
 * How sure it is that dropping a callback's promise is a mistake. One whose whole body is a `try`
 * with a `catch` handles its own errors, and starting it is all that was asked for; so is one that
 * does nothing but call something.
 */
export function confidenceIn(callback: ts.Expression): Confidence {
  const inner = unwrap(callback);
  if (!ts.isArrowFunction(inner) && !ts.isFunctionExpression(inner)) return "medium";
  const { body } = inner;
  if (!ts.isBlock(body)) return "medium";
  const caught = body.statements.every(
    (statement) =>
      (ts.isTryStatement(statement) && statement.catchClause !== undefined) ||
      (ts.isVariableStatement(statement) && !awaits(statement)) ||
      (ts.isExpressionStatement(statement) && !awaits(statement)) ||
      (ts.isIfStatement(statement) && !awaits(statement)),
  );
  return caught ? "low" : "high";
}

function awaits(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return ts.isAwaitExpression(node) || (ts.forEachChild(node, awaits) ?? false);
}
