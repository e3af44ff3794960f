import { ts } from "../model/syntax.js";
import { lineOf } from "./control.js";
import type { Obstacle } from "./hazard.js";
import { isAssignmentOperator } from "./names.js";
import type { Unit } from "./units.js";

/**
 * A statement in a `try` that assigns a variable which the `catch` or `finally` reads: what it has
 * the value of there tells how far the `try` came.
 */
export function handlerObstacle({ statement }: Unit): Obstacle | undefined {
  if (statement === undefined || !ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (!ts.isBinaryExpression(expression)) return undefined;
  if (!isAssignmentOperator(expression.operatorToken.kind)) return undefined;
  const block = statement.parent;
  const attempt = block.parent;
  if (!ts.isBlock(block) || !ts.isTryStatement(attempt) || attempt.tryBlock !== block) {
    return undefined;
  }
  const assigned = expression.left.getText();
  const handlers = [attempt.catchClause, attempt.finallyBlock];
  for (const handler of handlers) {
    if (handler === undefined) continue;
    const read = findText(handler, assigned);
    if (read === undefined) continue;
    return {
      hazard: "handler",
      tier: "blocks",
      at: read,
      reason: `line ${lineOf(read)} reads \`${assigned}\` to see how far the \`try\` came`,
    };
  }
  return undefined;
}

function findText(root: ts.Node, text: string): ts.Node | undefined {
  if (ts.isExpression(root) && root.getText() === text) return root;
  return ts.forEachChild(root, (child) => findText(child, text));
}
