import { ts } from "../../syntax.js";
import { unwrap } from "../../unwrap.js";
import { calleeOf, memberName, receiverOf } from "./library-values.js";

/** `a.b(x).c(y)`: the names before the first call, then each member that is called, with its call. */
export interface Chain {
  readonly root: readonly string[];
  readonly links: readonly { readonly name: string; readonly call: ts.CallExpression }[];
}

/** Takes the calls apart that follow each other in one expression, up to a call. */
export function chainOf(call: ts.CallExpression): Chain {
  const links: { name: string; call: ts.CallExpression }[] = [];
  let at: ts.Expression = call;
  while (ts.isCallExpression(at)) {
    const callee = calleeOf(at);
    const name = callee === undefined ? undefined : memberName(callee);
    if (callee === undefined || name === undefined) break;
    links.unshift({ name, call: at });
    at = unwrap(receiverOf(callee) as ts.Expression);
  }
  return { root: pathOf(at), links };
}

function pathOf(expression: ts.Expression): readonly string[] {
  const at = unwrap(expression);
  if (ts.isIdentifier(at)) return [at.text];
  if (at.kind === ts.SyntaxKind.ThisKeyword) return ["this"];
  // `db.prisma().user.findMany()`: a client that is made when it is first asked for.
  if (ts.isCallExpression(at) && at.arguments.length === 0) {
    const callee = calleeOf(at);
    const called = callee === undefined ? undefined : (memberName(callee) ?? callee.getText());
    return callee !== undefined && /^(get|use)?prisma(Client)?$/i.test(called ?? "")
      ? pathOf(callee)
      : [];
  }
  const inner = receiverOf(at);
  const name = memberName(at);
  return inner === undefined || name === undefined ? [] : [...pathOf(inner), name];
}

/** The call that ends a chain: `Account.query().findById(id)` around its `Account.query()`. */
export function outermostOf(call: ts.CallExpression): ts.CallExpression {
  let at = call;
  while (
    ts.isPropertyAccessExpression(at.parent) &&
    at.parent.expression === at &&
    ts.isCallExpression(at.parent.parent) &&
    at.parent.parent.expression === at.parent
  ) {
    at = at.parent.parent;
  }
  return at;
}

/** Tells whether somebody waits for a call in place, or its caller may. */
export function isAwaited(call: ts.Node): boolean {
  let at = call;
  while (ts.isParenthesizedExpression(at.parent) || ts.isAsExpression(at.parent)) at = at.parent;
  return (
    ts.isAwaitExpression(at.parent) ||
    ts.isReturnStatement(at.parent) ||
    ts.isArrowFunction(at.parent)
  );
}
