import type { Fix } from "../finding.js";
import { ts } from "../model/syntax.js";
import { insertBefore } from "./rule.js";

/** Returns what a statement drops. */
export function returnFix(statement: ts.ExpressionStatement): Fix {
  return {
    title: "Return it",
    safety: "suggested",
    edits: [insertBefore(statement.expression, "return ")],
  };
}

/**
 * Tells whether a statement is the last of a callback that returns nothing else: whoever calls it then
 * gets the promise.
 */
export function mayReturn(statement: ts.ExpressionStatement): boolean {
  const block = statement.parent;
  const owner = block.parent;
  if (!ts.isBlock(block) || block.statements.at(-1) !== statement) return false;
  if (!ts.isArrowFunction(owner) && !ts.isFunctionExpression(owner)) return false;
  return owner.type === undefined && owner.asteriskToken === undefined && !returnsSomething(block);
}

function returnsSomething(node: ts.Node): boolean {
  if (ts.isReturnStatement(node)) return true;
  if (ts.isFunctionLike(node)) return false;
  return ts.forEachChild(node, returnsSomething) ?? false;
}
