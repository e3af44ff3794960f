import { runnerOf } from "../../model/runner-of.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { referencesIn } from "../../model/variable-uses.js";

/**
 * Whether the function that runs here asks what a name holds (`typeof it`, `typeof it.then`, `it instanceof
 * Promise`): whatever its type says, it is known there that it may be something else.
 */
export function isTested(value: ts.Expression): boolean {
  if (!ts.isIdentifier(value)) return false;
  return referencesIn(runnerOf(value), value.text).some((reference) => {
    const at = outermost(reference);
    const { parent } = at;
    if (ts.isPropertyAccessExpression(parent) && parent.name.text === "then") {
      return ts.isTypeOfExpression(outermost(parent).parent);
    }
    return ts.isTypeOfExpression(parent) || isAskedForClass(at, parent);
  });
}

function isAskedForClass(at: ts.Node, parent: ts.Node): boolean {
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === at &&
    parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword
  );
}

function outermost(expression: ts.Expression): ts.Expression {
  let at = expression;
  while (ts.isExpression(at.parent) && unwrap(at.parent) !== at.parent) at = at.parent;
  return at;
}
