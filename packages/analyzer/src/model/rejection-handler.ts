import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/** A call of one of a promise's own methods, taken apart. */
export interface PromiseMethodCall {
  readonly method: "catch" | "finally" | "then";
  /** The promise it is called on. */
  readonly receiver: ts.Expression;
  /** The argument that takes a rejection, where there is one. */
  readonly onRejected: ts.Expression | undefined;
}

/** Takes apart `promise.catch(...)`, `promise.then(...)` and `promise.finally(...)`. */
export function promiseMethodCall(expression: ts.Expression): PromiseMethodCall | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const callee = unwrap(expression.expression);
  const method = methodName(callee);
  if (method !== "catch" && method !== "then" && method !== "finally") return undefined;
  const { expression: receiver } = callee as ts.PropertyAccessExpression;
  return { method, receiver, onRejected: handlerOf(method, expression.arguments) };
}

function methodName(callee: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  if (ts.isElementAccessExpression(callee) && ts.isStringLiteralLike(callee.argumentExpression)) {
    return callee.argumentExpression.text;
  }
  return undefined;
}

function handlerOf(
  method: PromiseMethodCall["method"],
  args: readonly ts.Expression[],
): ts.Expression | undefined {
  if (method === "finally") return undefined;
  const index = method === "catch" ? 0 : 1;
  // What comes after a spread is at an index nobody knows.
  const spread = args.findIndex((one) => ts.isSpreadElement(one));
  return spread >= 0 && spread <= index ? undefined : args[index];
}
