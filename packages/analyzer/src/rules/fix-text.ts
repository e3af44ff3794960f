import type { TextEdit } from "../finding.js";
import { ts } from "../model/syntax.js";
import { insertAfter, insertBefore } from "./rule.js";

/** Edits that await an expression, parentheses put where they are needed. */
export function awaitEdits(expression: ts.Expression): TextEdit[] {
  return unaryEdits(expression, "await ");
}

/** Edits that put a unary operator before an expression, parentheses put where they are needed. */
export function prefixEdits(expression: ts.Expression, operator: string): TextEdit[] {
  return unaryEdits(expression, operator);
}

/** Takes a keyword out, with the white space after it. */
export function removeWord(word: ts.Node): TextEdit {
  const file = word.getSourceFile();
  const space = /^\s*/.exec(file.text.slice(word.end))?.[0].length ?? 0;
  return { file: file.fileName, start: word.getStart(file), end: word.end + space, text: "" };
}

/** Edits that put an expression into parentheses, or into a call of `around`. */
export function wrapEdits(expression: ts.Expression, around = ""): TextEdit[] {
  const before = `${ownKey(expression)}${around}(`;
  return [
    insertBefore(expression, `${separatorBefore(expression, before)}${before}`),
    insertAfter(expression, ")"),
  ];
}

function unaryEdits(expression: ts.Expression, operator: string): TextEdit[] {
  const outer = bindsTighterAround(expression);
  const inner = !bindsTighterThanUnary(expression);
  const before = `${ownKey(expression)}${outer ? "(" : ""}${operator}${inner ? "(" : ""}`;
  const after = `${inner ? ")" : ""}${outer ? ")" : ""}`;
  const first = insertBefore(expression, `${separatorBefore(expression, before)}${before}`);
  return after === "" ? [first] : [first, insertAfter(expression, after)];
}

// `{ size }` with an operator is `{ size: await size }`.
function ownKey(expression: ts.Expression): string {
  const { parent } = expression;
  return ts.isShorthandPropertyAssignment(parent) && parent.name === expression
    ? `${parent.name.text}: `
    : "";
}

// `await x.y` would await the property, `new await X()` and `await x ** 2` do not parse.
function bindsTighterAround(expression: ts.Expression): boolean {
  const { parent } = expression;
  if (ts.isTaggedTemplateExpression(parent)) return parent.tag === expression;
  if (ts.isBinaryExpression(parent)) {
    return (
      parent.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken &&
      parent.left === expression
    );
  }
  if (ts.isDecorator(parent)) return true;
  return (
    (ts.isPropertyAccessExpression(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isCallExpression(parent) ||
      ts.isNewExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isExpressionWithTypeArguments(parent)) &&
    parent.expression === expression
  );
}

function bindsTighterThanUnary(expression: ts.Expression): boolean {
  return !(
    ts.isBinaryExpression(expression) ||
    ts.isConditionalExpression(expression) ||
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isArrowFunction(expression) ||
    ts.isFunctionExpression(expression) ||
    ts.isYieldExpression(expression) ||
    ts.isObjectLiteralExpression(expression)
  );
}

// Where statements end without semicolons, one that begins with a bracket would go on with the last.
function separatorBefore(expression: ts.Expression, text: string): string {
  if (!/^[([`/+-]/.test(text)) return "";
  let at: ts.Node = expression;
  while (!ts.isExpressionStatement(at)) {
    const { parent } = at;
    if (parent === undefined || parent.getStart() !== expression.getStart()) return "";
    at = parent;
  }
  const list = at.parent;
  if (!ts.isSourceFile(list) && !ts.isBlock(list) && !ts.isCaseOrDefaultClause(list)) return "";
  const previous = list.statements[list.statements.indexOf(at) - 1];
  if (previous === undefined || !endsInExpression(previous)) return "";
  return previous.getSourceFile().text[previous.end - 1] === ";" ? "" : ";";
}

function endsInExpression(statement: ts.Statement): boolean {
  return !(
    ts.isBlock(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isEmptyStatement(statement) ||
    ts.isTryStatement(statement) ||
    ts.isSwitchStatement(statement)
  );
}
