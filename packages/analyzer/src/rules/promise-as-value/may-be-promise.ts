import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/**
 * Tells by syntax whether it is worth asking for an expression's type: literals, functions, operators
 * and `await` make no promise.
 */
export function mayBePromise(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (ts.isCallExpression(inner)) {
    const callee = inner.expression;
    return callee.kind !== ts.SyntaxKind.SuperKeyword && !isRequire(callee);
  }
  if (ts.isConditionalExpression(inner)) {
    return mayBePromise(inner.whenTrue) || mayBePromise(inner.whenFalse);
  }
  return (
    ts.isIdentifier(inner) ||
    ts.isPropertyAccessExpression(inner) ||
    ts.isElementAccessExpression(inner) ||
    ts.isNewExpression(inner) ||
    ts.isTaggedTemplateExpression(inner)
  );
}

function isRequire(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) && callee.text === "require";
}
