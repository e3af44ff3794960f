import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { lineOf } from "./control.js";
import type { Obstacle } from "./hazard.js";

/**
 * Whether some code between awaits measures how long these take, each for itself: a difference of two
 * readings of the clock, or a reading that goes into one. Side by side, each would be charged for
 * the others.
 */
export function measureObstacle(code: ts.Node): Obstacle | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined || ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
    if (isReading(node) && goesIntoDifference(node)) found = node;
    else ts.forEachChild(node, visit);
  };
  visit(code);
  return found === undefined
    ? undefined
    : {
        hazard: "progress",
        tier: "suggests",
        at: found,
        reason: `line ${lineOf(found)} reads the clock in between, to tell how long one of them takes`,
      };
}

// `Date.now()`, `performance.now()`, `process.hrtime.bigint()`, `new Date()`, `+new Date()`.
function isReading(node: ts.Node): node is ts.Expression {
  if (ts.isNewExpression(node)) {
    return node.expression.getText() === "Date" && (node.arguments?.length ?? 0) === 0;
  }
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression.getText().replace(/^(globalThis|window|self)\./, "");
  return /^(Date\.now|performance\.now|process\.hrtime(\.bigint)?)$/.test(callee);
}

function goesIntoDifference(reading: ts.Expression): boolean {
  const at = outermost(reading);
  const { parent } = at;
  const other = otherOperand(at);
  if (other !== undefined) return isMoment(other);
  // `process.hrtime(start)` is the difference itself.
  if (ts.isCallExpression(reading) && reading.arguments.length > 0) return true;
  const name = nameGiven(at, parent);
  if (name === undefined) return false;
  return mentions(name).some((mention) => {
    const beside = otherOperand(outermost(mention));
    return beside !== undefined && isMoment(beside);
  });
}

function otherOperand(at: ts.Node): ts.Expression | undefined {
  const { parent } = at;
  if (!ts.isBinaryExpression(parent)) return undefined;
  if (parent.operatorToken.kind !== ts.SyntaxKind.MinusToken) return undefined;
  return parent.left === at ? parent.right : parent.left;
}

// Another reading of the clock, or a name that was given one.
function isMoment(operand: ts.Expression): boolean {
  const at = innermost(operand);
  if (isReading(at)) return true;
  if (!ts.isIdentifier(at)) return false;
  return mentions(at).some((mention) => {
    const { parent } = mention;
    const value =
      ts.isVariableDeclaration(parent) && parent.name === mention
        ? parent.initializer
        : ts.isBinaryExpression(parent) &&
            parent.left === mention &&
            parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
          ? parent.right
          : undefined;
    return value !== undefined && isReading(innermost(value));
  });
}

function nameGiven(value: ts.Node, parent: ts.Node): ts.Identifier | undefined {
  if (ts.isVariableDeclaration(parent) && parent.initializer === value) {
    return ts.isIdentifier(parent.name) ? parent.name : undefined;
  }
  return ts.isBinaryExpression(parent) && parent.right === value && ts.isIdentifier(parent.left)
    ? parent.left
    : undefined;
}

// Where the function around it says a name, in functions within too.
function mentions(name: ts.Identifier): readonly ts.Identifier[] {
  let scope: ts.Node = name;
  while (scope.parent !== undefined && !ts.isFunctionLike(scope)) scope = scope.parent;
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return found;
}

// `+new Date()` and `start.getTime()` are the moment itself.
function innermost(expression: ts.Expression): ts.Expression {
  let at = unwrap(expression);
  for (;;) {
    if (ts.isPrefixUnaryExpression(at)) at = unwrap(at.operand);
    else if (ts.isCallExpression(at) && isTimeOf(at.expression)) {
      at = unwrap((at.expression as ts.PropertyAccessExpression).expression);
    } else return at;
  }
}

function outermost(node: ts.Node): ts.Node {
  let at = node;
  for (;;) {
    const { parent } = at;
    if (ts.isPropertyAccessExpression(parent) && isTimeOf(parent)) at = parent.parent;
    else if (ts.isParenthesizedExpression(parent) || ts.isPrefixUnaryExpression(parent))
      at = parent;
    else return at;
  }
}

function isTimeOf(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && /^(getTime|valueOf)$/.test(callee.name.text);
}
