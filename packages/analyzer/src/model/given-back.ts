import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/**
 * What a call gives back as it got it: `Object.assign`, `Object.freeze` and their like make no
 * promise, however much the type of what they return is one.
 */
export function givenBack(expression: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const callee = unwrap(expression.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const owner = unwrap(callee.expression);
  return ts.isIdentifier(owner) && owner.text === "Object" && methods.has(callee.name.text)
    ? expression.arguments[0]
    : undefined;
}

const methods = new Set([
  "assign",
  "defineProperties",
  "defineProperty",
  "freeze",
  "preventExtensions",
  "seal",
  "setPrototypeOf",
]);
