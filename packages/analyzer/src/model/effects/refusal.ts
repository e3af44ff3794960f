import { ts } from "../syntax.js";
import { around, isCredential } from "./lazy-init.js";

/** Stands for whatever a call keeps to show to a service, where that has refused what was shown before. */
export const anyCredential = "(credential)";

/** Tells whether code runs only where a service has refused what it was shown: `if (response.status === 401) ...`. */
export function isAfterRefusal(node: ts.Node): boolean {
  for (const [statement, before] of around(node)) {
    if (ts.isIfStatement(statement) && contains(statement.thenStatement, node)) {
      if (partsOf(statement.expression).some((part) => isRefusal(part))) return true;
    }
    const isLeft = (one: ts.Statement): boolean =>
      ts.isIfStatement(one) &&
      leaves(one) &&
      partsOf(one.expression).some((part) => isNoRefusal(part));
    if (before.some(isLeft)) return true;
  }
  return false;
}

/**
 * Tells whether an assignment drops what was shown to a service, since that has refused it or did not answer: who comes next
 * gets it anew.
 */
export function dropsCredential(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) {
    return false;
  }
  const { left, right } = node;
  if (!ts.isPropertyAccessExpression(left) || !isCredential(left.name.text)) return false;
  return (
    /^(undefined|null|""|''|0)$/.test(right.getText()) && (isInCatch(node) || isAfterRefusal(node))
  );
}

const refusal = /\b(401|403)\b|unauthori[sz]ed|expired|invalid_?token/i;

const partsOf = (test: ts.Expression): readonly string[] => test.getText().split(/&&|\|\|/);

const isRefusal = (part: string): boolean => refusal.test(part) && !part.includes("!");

const isNoRefusal = (part: string): boolean => refusal.test(part) && part.includes("!");

// By `return` or `throw`.
function leaves({ thenStatement: then }: ts.IfStatement): boolean {
  const last = ts.isBlock(then) ? then.statements.at(-1) : then;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

function contains(outer: ts.Node, node: ts.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}

function isInCatch(node: ts.Node): boolean {
  for (let at = node; at.parent !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    if (ts.isCatchClause(at)) return true;
  }
  return false;
}
