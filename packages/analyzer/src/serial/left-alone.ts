import type { Access } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";

/**
 * Tells whether somebody on the way to an access starts what leads there and waits for nothing of it: `void note(user)`,
 * `note(user).catch(report)`, a bare `note(user);` of what itself waits. No await of a caller orders what happens then.
 */
export function isLeftAlone({ through, at }: Access): boolean {
  const path = [...through, at];
  return path.some((call, index) => {
    const { node, isHandled } = promiseOf(call);
    if (ts.isVoidExpression(node.parent)) return true;
    if (!ts.isExpressionStatement(node.parent)) return false;
    const next = path[index + 1];
    return isHandled || (next !== undefined && waitsForIt(next));
  });
}

// The promise that a call makes, handlers of its end included.
function promiseOf(call: ts.Node): { readonly node: ts.Node; readonly isHandled: boolean } {
  let node = call;
  let isHandled = false;
  for (;;) {
    const { parent } = node;
    if (
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isNonNullExpression(parent)
    ) {
      node = parent;
    } else if (
      ts.isPropertyAccessExpression(parent) &&
      parent.expression === node &&
      /^(then|catch|finally)$/.test(parent.name.text) &&
      ts.isCallExpression(parent.parent) &&
      parent.parent.expression === parent
    ) {
      isHandled = true;
      node = parent.parent;
    } else return { node, isHandled };
  }
}

// Who waits inside, or answers a promise of the rest, gives a promise to whoever calls it.
function waitsForIt(call: ts.Node): boolean {
  const { parent } = promiseOf(call).node;
  return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent);
}
