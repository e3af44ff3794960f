import { ts } from "./syntax.js";

/**
 * Tells whether a function stands for those that take its place: it does nothing but throw ("not
 * implemented"), and nobody has written down what it returns. What is inferred of it says nothing of them.
 */
export function isStub(declared: ts.SignatureDeclaration): boolean {
  if (declared.getSourceFile().isDeclarationFile) return false;
  if (!("body" in declared) || declared.type !== undefined) return false;
  const { body } = declared as ts.FunctionLikeDeclaration;
  if (body === undefined || !ts.isBlock(body) || body.statements.length !== 1) return false;
  const [only] = body.statements;
  return (
    only !== undefined && ts.isThrowStatement(only) && ts.getJSDocReturnType(declared) === undefined
  );
}
