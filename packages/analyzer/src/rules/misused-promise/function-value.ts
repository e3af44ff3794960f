import { isPlainValue } from "../../model/plain-value.js";
import { ts } from "../../model/syntax.js";

/** Tells whether the value of an expression may be a function, by its form alone. */
export function mayBeFunction(value: ts.Expression): boolean {
  return !(
    isPlainValue(value) ||
    ts.isObjectLiteralExpression(value) ||
    ts.isArrayLiteralExpression(value)
  );
}
