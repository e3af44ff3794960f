import { isValueOrPromise } from "../../model/awaitability.js";
import { enclosingFunction, isAsync } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { awaitFix } from "../await-fix.js";
import { awaitEdits } from "../fix-text.js";
import { usesOf } from "../held-promise.js";
import type { RuleContext } from "../rule.js";

/**
 * Checks a constant that holds a value or a promise of it, in an async function: what is there
 * at once and what is not are the same to who awaits it, and here nobody does.
 */
export function visitMaybe(
  node: ts.VariableDeclaration,
  initializer: ts.Expression,
  context: RuleContext,
): void {
  const { name, parent: list } = node;
  if (!ts.isIdentifier(name) || node.type !== undefined) return;
  if (!(list.flags & ts.NodeFlags.Const) || !ts.isCallExpression(unwrap(initializer))) return;
  const owner = enclosingFunction(node);
  if (owner === undefined ? !context.topLevelAwait : !isAsync(owner)) return;
  const type = context.typeOf(initializer);
  context.decide(() => {
    if (!isValueOrPromise(type())) return;
    const uses = usesOf(name, owner ?? node.getSourceFile(), context);
    if (uses === undefined || uses.all.length === 0) return;
    const all = uses.all.map((use) => use as ts.Expression);
    if (all.some(knows)) return;
    // Whether a promise is there is no question: it is asked of what the promise brings.
    const asked = type().awaited.parts.some((part) => part.isNullish) && all.some(isAskedForTruth);
    if (!asked && all.some((use) => handsOn(use, context))) return;
    context.report({
      at: name,
      message: `\`${name.text}\` may hold a promise, and nothing here awaits it or asks whether it is one. Await it where it is made: what is no promise passes an \`await\` unchanged`,
      confidence: "low",
      ...awaitFix(
        initializer,
        awaitEdits(initializer),
        { title: "Await it where it is made", safety: "suggested" },
        context,
      ),
    });
  });
}

// Whether a use waits for it, or asks what it is.
function knows(use: ts.Expression): boolean {
  const at = outermost(use);
  const { parent } = at;
  if (ts.isAwaitExpression(parent)) return true;
  if (ts.isPropertyAccessExpression(parent)) return promiseMembers.has(parent.name.text);
  return ts.isBinaryExpression(parent) && asks.has(parent.operatorToken.kind);
}

// Whether a use hands it on whole to whoever waits for it.
function handsOn(use: ts.Expression, context: RuleContext): boolean {
  let at: ts.Expression = use;
  for (;;) {
    const { parent } = at;
    if (ts.isAwaitExpression(parent) || ts.isReturnStatement(parent)) return true;
    if (ts.isYieldExpression(parent)) return true;
    if (ts.isPropertyAccessExpression(parent)) {
      return parent.expression === at && promiseMembers.has(parent.name.text);
    }
    if (ts.isBinaryExpression(parent) && asks.has(parent.operatorToken.kind)) return true;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      return parent.expression !== at && takesPromise(at, context);
    }
    if (ts.isArrayLiteralExpression(parent)) return true;
    if (ts.isConditionalExpression(parent) && parent.condition === at) return false;
    if (!ts.isExpression(parent)) return false;
    if (ts.isObjectLiteralExpression(parent) || ts.isFunctionLike(parent)) return false;
    at = parent;
  }
}

function isAskedForTruth(use: ts.Expression): boolean {
  const at = outermost(use);
  const { parent } = at;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === at;
  if (ts.isConditionalExpression(parent)) return parent.condition === at;
  return ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken;
}

function outermost(use: ts.Expression): ts.Expression {
  let at = use;
  while (ts.isExpression(at.parent) && unwrap(at.parent) !== at.parent) at = at.parent;
  return at;
}

// `isPromise(value)` takes anything too, and so does what awaits what it is given.
function takesPromise(argument: ts.Expression, context: RuleContext): boolean {
  const expected = context.expectedOf(argument)();
  return (
    expected === undefined ||
    expected.parts.some((part) => part.isAny || part.isUnknown || part.thenable !== "none")
  );
}

const promiseMembers = new Set(["catch", "finally", "then"]);

const asks = new Set([ts.SyntaxKind.InKeyword, ts.SyntaxKind.InstanceOfKeyword]);
