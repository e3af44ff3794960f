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
    const told = [...uses.all].some((use) => tellsApart(use as ts.Expression, context));
    if (told) return;
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

// Whether a use waits for it, hands it on whole to whoever does, or asks what it is.
function tellsApart(use: ts.Expression, context: RuleContext): boolean {
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
