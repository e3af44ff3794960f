import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import type { RuleContext } from "../rule.js";
import { mayBePromise } from "./may-be-promise.js";
import { isOnlyPromise, isThenable } from "./promise-type.js";
import { report } from "./report.js";

/**
 * Flags a promise that is asserted to be of a type that its value may have, and no promise: the compiler
 * takes that wherever the two have enough in common, and says nothing of what is done with it afterwards.
 */
export function visitAssertion(
  node: ts.AsExpression | ts.TypeAssertion,
  context: RuleContext,
): void {
  const { type: named } = node;
  const value = withoutParentheses(node.expression);
  if (ts.isConstTypeReference(named) || !mayBePromise(value)) return;
  const type = context.typeOf(value);
  const asserted = context.typeOf(node);
  context.decide(() => {
    if (!isOnlyPromise(type()) || !isOfValue(asserted(), type())) return;
    report(value, `asserted to be of the type \`${named.getText()}\``, "high", context);
  });
}

function isOfValue(asserted: TypeFacts, promise: TypeFacts): boolean {
  const parts = present(asserted);
  if (parts.length === 0 || parts.some(isOpen)) return false;
  // Only that it is there is asserted of what has the type already.
  if (present(promise).every((part) => part.isAssignableTo(asserted))) return false;
  const { awaited } = promise;
  if (awaited.isAny || awaited.isUnknown) return true;
  return awaited.isAssignableTo(asserted) || asserted.isAssignableTo(awaited);
}

function present({ parts }: TypeFacts): readonly TypeFacts[] {
  return parts.filter((part) => !part.isNullish);
}

function isOpen(part: TypeFacts): boolean {
  return part.isAny || part.isUnknown || isThenable(part);
}

function withoutParentheses(expression: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(expression)
    ? withoutParentheses(expression.expression)
    : expression;
}
