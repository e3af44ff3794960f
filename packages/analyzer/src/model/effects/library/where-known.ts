import { ts } from "../../syntax.js";
import type { MemberModel } from "./model.js";

/** Whether a call stands where a model of what it calls says something of it. */
export function isKnownWhere(call: ts.Node, model: MemberModel | undefined): boolean {
  switch (model?.only) {
    case undefined:
      return true;
    case "awaited":
      return isAwaited(call);
    case "dropped":
      return isDropped(call);
    case "looked-into":
      return isLookedInto(call);
    case "never":
      return false;
  }
}

function isAwaited(call: ts.Node): boolean {
  const at = outermost(call);
  const { parent } = at;
  // `client.user(id).get().catch(() => undefined)` is waited for as a whole.
  if (
    ts.isPropertyAccessExpression(parent) &&
    /^(then|catch|finally)$/.test(parent.name.text) &&
    ts.isCallExpression(parent.parent)
  ) {
    return isAwaited(parent.parent);
  }
  if (ts.isAwaitExpression(parent)) return true;
  const around = ts.isArrowFunction(parent)
    ? parent
    : ts.isReturnStatement(parent)
      ? ts.findAncestor(parent, ts.isFunctionLike)
      : undefined;
  return (
    around !== undefined &&
    ts.canHaveModifiers(around) &&
    ts.getModifiers(around)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true
  );
}

// Nobody waits for it, or makes anything of its answer.
function isDropped(call: ts.Node): boolean {
  const { parent } = outermost(call);
  return ts.isExpressionStatement(parent) || ts.isVoidExpression(parent);
}

function isLookedInto(call: ts.Node): boolean {
  const at = outermost(call);
  return ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at;
}

function outermost(node: ts.Node): ts.Node {
  let at = node;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent)) {
    at = at.parent;
  }
  return at;
}
