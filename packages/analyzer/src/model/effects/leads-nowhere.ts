import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import { hasModifier } from "./resolve.js";

/**
 * Tells whether what a declaration names leads to no object that could change: a function, a class that keeps nothing in
 * fields of its own, a symbol, a pattern that does not remember how far it has come. What is done to such a thing is
 * done to nothing that others hold.
 */
export function leadsNowhere(declaration: ts.Node): boolean {
  if (ts.isFunctionDeclaration(declaration)) return true;
  if (ts.isClassDeclaration(declaration)) return !declaration.members.some(isKeptByClass);
  if (!ts.isVariableDeclaration(declaration)) return false;
  if ((declaration.parent.flags & ts.NodeFlags.Const) === 0) return false;
  if (declaration.initializer === undefined) return false;
  const value = unwrap(declaration.initializer);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return true;
  if (ts.isRegularExpressionLiteral(value)) return !/\/[a-z]*[gy][a-z]*$/.test(value.text);
  return ts.isCallExpression(value) && /^Symbol(\.for)?$/.test(value.expression.getText());
}

function isKeptByClass(member: ts.ClassElement): boolean {
  if (!hasModifier(member, ts.SyntaxKind.StaticKeyword)) return false;
  return ts.isPropertyDeclaration(member)
    ? !hasModifier(member, ts.SyntaxKind.ReadonlyKeyword) && !isFunction(member.initializer)
    : ts.isSetAccessor(member);
}

function isFunction(value: ts.Expression | undefined): boolean {
  if (value === undefined) return false;
  const at = unwrap(value);
  return ts.isArrowFunction(at) || ts.isFunctionExpression(at);
}
