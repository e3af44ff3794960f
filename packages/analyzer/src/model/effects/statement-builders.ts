import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import { builtStatement, mayBuildStatement } from "./built-statement.js";
import { changingWords } from "./library/reading-sql.js";

/**
 * What a function answers that may be a statement which it writes out, or hold one: expressions of its own that are no
 * calls of others. A function that waits for something answers none.
 */
export function statementsOf(declared: ts.FunctionLikeDeclaration): readonly ts.Expression[] {
  let known = answered.get(declared);
  if (known === undefined) {
    known = mayWriteStatement(declared) ? answersOf(declared) : [];
    if (!known.every(isWritten)) known = [];
    answered.set(declared, known);
  }
  return known;
}

const answered = new WeakMap<ts.Node, readonly ts.Expression[]>();

/**
 * The functions in some code that answer statements, as text: what callers make of these rests on their bodies, whatever
 * types they have.
 */
export function textOfStatements(root: ts.Node): string {
  if (!mayHold(root.getText())) return "";
  const found: string[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isFunctionLike(at) && "body" in at && statementsOf(at).length > 0) {
      found.push(at.getText());
      return;
    }
    ts.forEachChild(at, visit);
  };
  visit(root);
  return found.join("\n");
}

const writesStatement = new RegExp(`["'\`][\\s(]*(select|${changingWords})\\b`, "i");

function mayWriteStatement(declared: ts.FunctionLikeDeclaration): boolean {
  if (declared.body === undefined || declared.asteriskToken !== undefined) return false;
  const isAsync = declared.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return isAsync !== true && mayHold(declared.body.getText());
}

function mayHold(text: string): boolean {
  return writesStatement.test(text) || mayBuildStatement.test(text);
}

function answersOf({ body }: ts.FunctionLikeDeclaration): readonly ts.Expression[] {
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isFunctionLike(at)) return;
    if (ts.isReturnStatement(at) && at.expression !== undefined) found.push(at.expression);
    ts.forEachChild(at, visit);
  };
  visit(body);
  return found;
}

function isWritten(answer: ts.Expression): boolean {
  const at = unwrap(answer);
  if (ts.isConditionalExpression(at)) return isWritten(at.whenTrue) && isWritten(at.whenFalse);
  return (
    ts.isStringLiteralLike(at) ||
    ts.isTemplateExpression(at) ||
    ts.isBinaryExpression(at) ||
    ts.isIdentifier(at) ||
    ts.isObjectLiteralExpression(at) ||
    builtStatement(at) !== undefined
  );
}
