import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import type { RuleContext } from "../rule.js";

/**
 * Tells whether a call that is declared to return nothing may well return a promise: an async function
 * may stand wherever a function type says `void`, so a callback, a member of an interface or an
 * abstract method leaves open what is called.
 */
export function isOpenCall(expression: ts.Expression, context: RuleContext): boolean {
  const call = unwrap(expression);
  if (!ts.isCallExpression(call)) return false;
  const { body, target } = context.callOf(call)() ?? {};
  if (body !== undefined || target === undefined) return false;
  // `listener.apply(this, arguments)` runs a function that came as a value.
  if (target.origin?.from === "lib") return /^(apply|call)$/.test(target.name);
  return target.declarations.some(
    (one) =>
      ts.isParameter(one) ||
      ts.isBindingElement(one) ||
      ts.isPropertySignature(one) ||
      ts.isPropertyDeclaration(one) ||
      ts.isVariableDeclaration(one) ||
      (target.origin?.from === "file" && (ts.isMethodSignature(one) || isAbstract(one))),
  );
}

function isAbstract(node: ts.Node): boolean {
  return (
    ts.isMethodDeclaration(node) &&
    (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false)
  );
}
