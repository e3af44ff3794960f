import { returnsPromise } from "../../model/callbacks.js";
import { isPlainValue } from "../../model/plain-value.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { awaitValueFix } from "../await-value-fix.js";
import type { MisusedContext } from "./misused-promise.js";
import { asksForPresence } from "./presence.js";

/** Checks an expression that is asked for its truth, and the operands it takes its truth from. */
export function checkCondition(expression: ts.Expression, context: MisusedContext): void {
  const inner = unwrap(expression);
  if (ts.isBinaryExpression(inner) && isLogical(inner)) {
    checkCondition(inner.left, context);
    checkCondition(inner.right, context);
    return;
  }
  // `!x` is visited by itself.
  if (ts.isPrefixUnaryExpression(inner)) return;
  checkTruth(expression, context);
}

/** Checks the left side of `a && b` and `a || b` that stand for themselves. */
export function checkLogical(node: ts.BinaryExpression, context: MisusedContext): void {
  if (!isLogical(node) || node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return;
  if (isPartOfCondition(node)) return;
  const left = unwrap(node.left);
  // The left of the left is visited by itself.
  if (!(ts.isBinaryExpression(left) && isLogical(left))) checkTruth(node.left, context);
}

const predicates = new Set([
  "every",
  "filter",
  "find",
  "findIndex",
  "findLast",
  "findLastIndex",
  "some",
]);

/** Checks the callback of an array's `filter` and its like, whose promise always counts as true. */
export function checkPredicate(call: ts.CallExpression, context: MisusedContext): void {
  const callee = unwrap(call.expression);
  const [callback] = call.arguments;
  if (callback === undefined) return;
  if (!ts.isPropertyAccessExpression(callee) && !ts.isElementAccessExpression(callee)) return;
  const name = ts.isPropertyAccessExpression(callee)
    ? callee.name.text
    : ts.isStringLiteralLike(callee.argumentExpression)
      ? callee.argumentExpression.text
      : "";
  if (!predicates.has(name)) return;
  const receiver = context.typeOf(callee.expression);
  const type = context.typeOf(callback);
  context.decide(() => {
    if (!receiver().parts.every((part) => part.elements !== undefined)) return;
    if (!returnsPromise(type())) return;
    context.report({
      at: callback,
      message: `\`${name}\` takes the promise that this callback returns for true, whatever it brings. Await the answers with \`Promise.all\` first, or use a loop`,
    });
  });
}

function checkTruth(expression: ts.Expression, context: MisusedContext): void {
  if (isPlainValue(expression)) return;
  const type = context.typeOf(expression);
  context.decide(() => {
    const { parts } = type();
    const always = parts.every(isThenable);
    if (!always && !isAnswerOrPromise(parts)) return;
    context.report({
      at: expression,
      message: always
        ? "This promise is asked for its truth, and a promise is always true, whatever it brings. Await it"
        : "This may be a promise, and is asked for its truth: a promise is always true, whatever it brings. Await it",
      confidence: asksForPresence(expression) ? "low" : always ? "high" : "medium",
      ...awaitValueFix(expression, context),
    });
  });
}

// `boolean | Promise<boolean>` is an answer either way; `false | Promise<T>` may well be asked for.
function isAnswerOrPromise(parts: readonly TypeFacts[]): boolean {
  return (
    parts.some(isThenable) &&
    parts.some(({ text }) => text === "true") &&
    parts.every((part) => isThenable(part) || part.isPrimitive)
  );
}

function isThenable(part: TypeFacts): boolean {
  return part.thenable !== "none";
}

function isLogical({ operatorToken }: ts.BinaryExpression): boolean {
  return (
    operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    operatorToken.kind === ts.SyntaxKind.BarBarToken ||
    operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

// Whether `checkCondition` reaches the node from the condition that it is part of.
function isPartOfCondition(node: ts.Expression): boolean {
  let at: ts.Node = node;
  for (;;) {
    const { parent } = at;
    const inner = ts.isExpression(parent) ? unwrap(parent) : undefined;
    if (inner === node || (inner !== undefined && inner === at)) {
      at = parent;
      continue;
    }
    if (ts.isBinaryExpression(parent) && isLogical(parent)) {
      at = parent;
      continue;
    }
    if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) {
      at = parent;
      continue;
    }
    return (
      ((ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) &&
        parent.expression === at) ||
      ((ts.isForStatement(parent) || ts.isConditionalExpression(parent)) &&
        parent.condition === at) ||
      (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken)
    );
  }
}
