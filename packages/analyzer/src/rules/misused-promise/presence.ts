import { ts } from "../../model/syntax.js";

/**
 * Whether a condition asks if a promise is there at all, whatever its type says: `if (!queue) queue = start()`
 * fills it in, and `if (this.opening) return this.opening` hands on what is kept in a field.
 */
export function asksForPresence(expression: ts.Expression): boolean {
  return isFilledIn(expression) || isHandedOn(expression);
}

function isFilledIn(expression: ts.Expression): boolean {
  const not = expression.parent;
  if (!ts.isPrefixUnaryExpression(not) || not.operator !== ts.SyntaxKind.ExclamationToken) {
    return false;
  }
  const { parent } = not;
  if (!ts.isIfStatement(parent) || parent.expression !== not) return false;
  return statementsOf(parent.thenStatement).some(
    (one) =>
      ts.isExpressionStatement(one) &&
      ts.isBinaryExpression(one.expression) &&
      one.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      one.expression.left.getText() === expression.getText(),
  );
}

// A field only: what a variable holds was put there in sight, and whoever returns that may have forgotten an `await`.
function isHandedOn(expression: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(expression) && !ts.isElementAccessExpression(expression)) {
    return false;
  }
  const { parent } = expression;
  const asked = expression.getText();
  if (ts.isConditionalExpression(parent)) {
    return parent.condition === expression && isPromiseOf(parent.whenTrue, asked);
  }
  if (!ts.isIfStatement(parent) || parent.expression !== expression) return false;
  return statementsOf(parent.thenStatement).some(
    (one) =>
      (ts.isReturnStatement(one) || ts.isExpressionStatement(one)) &&
      one.expression !== undefined &&
      isPromiseOf(one.expression, asked),
  );
}

function isPromiseOf(expression: ts.Expression, asked: string): boolean {
  const promise = ts.isAwaitExpression(expression) ? expression.expression : expression;
  return promise.getText() === asked;
}

function statementsOf(statement: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(statement) ? statement.statements : [statement];
}
