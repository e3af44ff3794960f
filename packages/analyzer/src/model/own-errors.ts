import { ts } from "./syntax.js";

/**
 * Tells whether an async function catches what it awaits: everything in its body that waits stands
 * in a `try` with a `catch`, so that starting it is all there is to do.
 */
export function handlesOwnErrors(declared: ts.FunctionLikeDeclaration): boolean {
  const { body } = declared;
  if (body === undefined || !ts.isBlock(body)) return false;
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
  return ts.isTryStatement(statement) && statement.catchClause !== undefined;
}

function awaits(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isAwaitExpression(node)) return true;
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
  return ts.forEachChild(node, awaits) ?? false;
}
