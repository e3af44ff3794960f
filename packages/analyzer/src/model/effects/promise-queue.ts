import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";

/**
 * Tells whether an assignment puts something at the end of a queue of promises, `this.tail = this.tail.then(work)`: whoever
 * comes waits for those before him, and nobody finds anything there but that.
 */
export function isPromiseQueue({ left, right, operatorToken }: ts.BinaryExpression): boolean {
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return goesOnFrom(right, left.getText(), false, 0);
}

function goesOnFrom(value: ts.Expression, queue: string, waits: boolean, depth: number): boolean {
  const at = unwrap(value);
  if (at.getText() === queue) return waits;
  if (depth > 4) return false;
  if (ts.isIdentifier(at)) {
    const held = constantNear(at);
    return held !== undefined && goesOnFrom(held, queue, waits, depth + 1);
  }
  if (!ts.isCallExpression(at)) return false;
  const callee = unwrap(at.expression);
  return (
    ts.isPropertyAccessExpression(callee) &&
    /^(then|catch|finally)$/.test(callee.name.text) &&
    goesOnFrom(callee.expression, queue, true, depth + 1)
  );
}

// `const next = this.tail.then(work)` in the same list of statements.
function constantNear({ text, parent }: ts.Identifier): ts.Expression | undefined {
  const block = ts.findAncestor(parent, ts.isBlock);
  for (const statement of block?.statements ?? []) {
    if (!ts.isVariableStatement(statement)) continue;
    const { declarations, flags } = statement.declarationList;
    if (!(flags & ts.NodeFlags.Const)) continue;
    const found = declarations.find(({ name }) => ts.isIdentifier(name) && name.text === text);
    if (found !== undefined) return found.initializer;
  }
  return undefined;
}
