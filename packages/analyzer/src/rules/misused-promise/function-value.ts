import { ts } from "../../model/syntax.js";

/** Tells whether the value of an expression may be a function, by its form alone. */
export function mayBeFunction(value: ts.Expression): boolean {
  return !(
    ts.isLiteralExpression(value) ||
    ts.isObjectLiteralExpression(value) ||
    ts.isArrayLiteralExpression(value) ||
    ts.isTemplateExpression(value) ||
    value.kind === ts.SyntaxKind.TrueKeyword ||
    value.kind === ts.SyntaxKind.FalseKeyword ||
    value.kind === ts.SyntaxKind.NullKeyword
  );
}
