import type { Origin } from "../../model/effects/summary.js";
import { ts } from "../../model/syntax.js";

/**
 * Tells whether something happens after an await of the function it stands in, or of one on the way
 * to it: not in the one step in which a call begins.
 */
export function happensLater({ at, through }: Origin): boolean {
  return [...through, at].some((node) => hasAwaitBefore(node));
}

function hasAwaitBefore(node: ts.Node): boolean {
  const owner = functionAround(node);
  if (owner === undefined || !("body" in owner) || owner.body === undefined) return false;
  const end = endOfUse(node);
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found || (ts.isFunctionLike(at) && at !== owner)) return;
    if (ts.isAwaitExpression(at) && isPassed(at, node, end)) found = true;
    if (
      ts.isForOfStatement(at) &&
      at.awaitModifier !== undefined &&
      at.expression.end <= node.pos
    ) {
      found = true;
    }
    ts.forEachChild(at, visit);
  };
  visit(owner.body as ts.Node);
  return found;
}

// An await is passed before what follows it, and before the assignment whose value it is; not before
// its own operand.
function isPassed(awaited: ts.AwaitExpression, node: ts.Node, end: number): boolean {
  const isOperand = awaited.pos <= node.pos && node.end <= awaited.end;
  if (isOperand) return isInLoopWith(awaited, node);
  return awaited.end <= end || isInLoopWith(awaited, node);
}

function isInLoopWith(awaited: ts.Node, node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    if (ts.isIterationStatement(at, false)) {
      return at.statement.pos <= awaited.pos && awaited.end <= at.statement.end;
    }
  }
  return false;
}

function endOfUse(node: ts.Node): number {
  const { parent } = node;
  const assignment = ts.isBinaryExpression(node) ? node : parent;
  return assignment !== undefined &&
    ts.isBinaryExpression(assignment) &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    (assignment === node || assignment.left === node)
    ? assignment.end
    : node.pos;
}

function functionAround(node: ts.Node): ts.SignatureDeclaration | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at)) return at as ts.SignatureDeclaration;
  }
  return undefined;
}
