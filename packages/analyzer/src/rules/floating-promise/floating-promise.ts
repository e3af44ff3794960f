import type { Fix } from "../../finding.js";
import { mayAwait } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { insertBefore, type Rule, type RuleContext } from "../rule.js";

export interface FloatingPromiseOptions {
  /** Let `void promise` say that the promise is dropped on purpose. */
  readonly ignoreVoid: boolean;
}

/** A statement that makes a promise and drops it. */
export const floatingPromise: Rule<FloatingPromiseOptions> = {
  meta: {
    id: "floating-promise",
    summary: "A statement makes a promise and drops it, so its error and its end go unseen",
    severity: "error",
    presets: ["recommended", "strict"],
    fixSafety: "suggested",
  },
  defaults: { ignoreVoid: true },
  kinds: [ts.SyntaxKind.ExpressionStatement],
  visit(node, context) {
    if (!ts.isExpressionStatement(node)) return;
    const { expression } = node;
    if (cannotFloat(expression)) return;
    const type = context.typeOf(expression);
    context.decide(() => {
      if (!isPromise(type()) || isHandled(expression, context)) return;
      context.report({
        at: node,
        message:
          "This promise is dropped: if it rejects, nobody sees the error, and what follows does not wait for it. Await it, return it, handle its rejection, or mark it with `void`",
        fixes: fixesFor(node),
      });
    });
  },
};

function cannotFloat(expression: ts.Expression): boolean {
  return ts.isAwaitExpression(expression) || ts.isVoidExpression(expression);
}

function isPromise(type: TypeFacts): boolean {
  return type.parts.some((part) => part.isPromise);
}

function isHandled(expression: ts.Expression, _context: RuleContext): boolean {
  const call = unwrap(expression);
  if (ts.isBinaryExpression(call)) return call.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const method = call.expression.name.text;
  if (method === "catch") return call.arguments.length >= 1;
  if (method === "then") return call.arguments.length >= 2;
  return false;
}

function fixesFor(node: ts.ExpressionStatement): Fix[] {
  const fixes: Fix[] = [];
  if (mayAwait(node)) {
    fixes.push({ title: "Await it", safety: "suggested", edits: [insertBefore(node, "await ")] });
  }

  fixes.push({
    title: "Mark it as dropped on purpose",
    safety: "suggested",
    edits: [insertBefore(node, "void ")],
  });
  return fixes;
}
