import { isAsync } from "../model/enclosing-function.js";
import { handlesOwnErrors } from "../model/own-errors.js";
import { promiseMethodCall } from "../model/rejection-handler.js";
import { isNamed, type Specifier } from "../model/specifier.js";
import { ts } from "../model/syntax.js";
import type { TypeFacts } from "../model/type-source.js";
import { unwrap } from "../model/unwrap.js";
import type { RuleContext } from "./rule.js";

/** Tells whether an expression makes something anew: a call, or a choice that may come to one. */
export function makesAnew(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (ts.isConditionalExpression(inner)) {
    return makesAnew(inner.whenTrue) || makesAnew(inner.whenFalse);
  }
  return ts.isCallExpression(inner) || ts.isNewExpression(inner);
}

/** Tells whether a type, apart from null and undefined, is a promise whose error can be lost. */
export function isLosable(type: TypeFacts): boolean {
  const parts = type.parts.filter((part) => !part.isNullish);
  return (
    parts.length > 0 && parts.every((part) => part.isPromise && !isNamed(part.origins, ownKinds))
  );
}

// Those of the runtime say themselves what becomes of an error that nobody retrieves.
const ownKinds: readonly Specifier[] = [
  { from: "package", name: ["Coroutine", "Task", "Future"], package: "@awaitwise/runtime" },
];

/**
 * Tells whether the promise that an expression makes brings no error of its own: it has a handler, or
 * the function that makes it catches what it awaits.
 */
export function neverRejects(expression: ts.Expression, context: RuleContext): boolean {
  const inner = unwrap(expression);
  if (ts.isConditionalExpression(inner)) {
    return neverRejects(inner.whenTrue, context) && neverRejects(inner.whenFalse, context);
  }
  if (ts.isNewExpression(inner)) return isResolvedOnly(inner);
  if (!ts.isCallExpression(inner)) return !makesAnew(inner);
  const method = promiseMethodCall(inner);
  if (method?.onRejected !== undefined) {
    return context
      .typeOf(method.onRejected)()
      .parts.some((part) => part.signatures.length > 0);
  }
  if (method !== undefined) return neverRejects(method.receiver, context);
  const callee = unwrap(inner.expression);
  if (
    ts.isPropertyAccessExpression(callee) &&
    /^Promise\.(resolve|allSettled)$/.test(callee.getText())
  ) {
    return true;
  }
  if (isPause(callee, inner)) return true;
  const body =
    ts.isArrowFunction(callee) || ts.isFunctionExpression(callee)
      ? callee
      : context.callOf(inner)()?.body;
  return body !== undefined && isAsync(body) && handlesOwnErrors(body);
}

// `new Promise((resolve) => ...)` is given nothing to reject with.
function isResolvedOnly({ arguments: args, expression }: ts.NewExpression): boolean {
  const [executor] = args ?? [];
  if (!ts.isIdentifier(expression) || expression.text !== "Promise") return false;
  if (executor === undefined) return false;
  const inner = unwrap(executor);
  return (
    (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) && inner.parameters.length < 2
  );
}

// A pause rejects only where it is given a signal.
function isPause(callee: ts.Expression, { arguments: args }: ts.CallExpression): boolean {
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  return /^(setTimeout|sleep|delay|wait|pause|timeout)$/.test(name) && args.length < 3;
}
