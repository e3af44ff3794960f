import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/** The name that a chain of calls and members begins with: `db` of `db.select().from(users)`. */
export function chainHead(node: ts.Node): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) return node;
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) {
    return chainHead(unwrap(node.expression));
  }
  return ts.isAwaitExpression(node) ? chainHead(unwrap(node.expression)) : undefined;
}
