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
  if (!isPromiseMethod(method)) return undefined;
  const { expression: receiver } = callee as ts.PropertyAccessExpression;
  return { method, receiver, onRejected: handlerOf(method, expression.arguments) };
}

/** What names the method that `method.call(promise, ...)` or `.apply` borrows, where a call is one. */
export function borrowedMethod(expression: ts.Expression): ts.Expression | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  const callee = unwrap(expression.expression);
  const how = methodName(callee);
  return how === "call" || how === "apply"
    ? unwrap((callee as ts.PropertyAccessExpression).expression)
    : undefined;
}

/**
 * Takes apart `method.call(promise, ...)` and `method.apply(promise, [...])`, where `name` says which
 * method it is: one of a promise's own, or there is nothing to take apart.
 */
export function borrowedMethodCall(
  expression: ts.Expression,
  name: string | undefined,
): PromiseMethodCall | undefined {
  if (!ts.isCallExpression(expression) || !isPromiseMethod(name)) return undefined;
  const [receiver, ...rest] = expression.arguments;
  if (receiver === undefined || ts.isSpreadElement(receiver)) return undefined;
  const [list] = rest;
  if (methodName(unwrap(expression.expression)) === "call") {
    return { method: name, receiver, onRejected: handlerOf(name, rest) };
  }
  // What stands in a list that was made elsewhere is not known.
  if (list === undefined || !ts.isArrayLiteralExpression(list)) return undefined;
  return { method: name, receiver, onRejected: handlerOf(name, list.elements) };
}

function isPromiseMethod(name: string | undefined): name is PromiseMethodCall["method"] {
  return name === "catch" || name === "then" || name === "finally";
}

/** The name of the member that `a.name` and `a["name"]` stand for. */
export function methodName(callee: ts.Expression): string | undefined {
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
