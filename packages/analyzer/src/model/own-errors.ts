import { promiseMethodCall } from "./rejection-handler.js";
import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/**
 * Tells whether a function catches the errors of what it awaits or returns: everything in its body that
 * waits stands in a `try` with a `catch`, or ends in a handler of its own (`await work().catch(log)`), so
 * that starting it is all there is to do.
 */
export function handlesOwnErrors(declared: ts.FunctionLikeDeclaration): boolean {
  const { body } = declared;
  if (body === undefined) return false;
  if (!ts.isBlock(body)) return endsInHandler(body);
  return (
    body.statements.some(catches) &&
    body.statements.every(
      (statement) =>
        catches(statement) ||
        !(awaits(statement) || ts.isReturnStatement(statement) || ts.isThrowStatement(statement)),
    )
  );
}

/** Tells whether a function may end after it has been called: it awaits something, or returns it. */
export function endsLater({ body }: ts.FunctionLikeDeclaration): boolean {
  return body !== undefined && (!ts.isBlock(body) || awaits(body) || returns(body));
}

function returns(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isReturnStatement(node)) return node.expression !== undefined;
  return ts.forEachChild(node, returns) ?? false;
}

function catches(statement: ts.Statement): boolean {
  if (ts.isTryStatement(statement)) return statement.catchClause !== undefined;
  if (!ts.isExpressionStatement(statement) && !ts.isReturnStatement(statement)) return false;
  return statement.expression !== undefined && endsInHandler(statement.expression);
}

// `work().catch(log)`, awaited or not, where nothing that it is made of waits outside of that handler.
function endsInHandler(expression: ts.Expression): boolean {
  const outer = unwrap(expression);
  const chain = ts.isAwaitExpression(outer) ? unwrap(outer.expression) : outer;
  const call = promiseMethodCall(chain);
  if (call === undefined || awaits(chain)) return false;
  if (call.onRejected !== undefined) return true;
  return call.method === "finally" && endsInHandler(call.receiver);
}

function awaits(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
  return ts.forEachChild(node, awaits) ?? false;
}
