import type { TextEdit } from "../finding.js";
import { ts } from "../model/syntax.js";
import { insertAfter, insertBefore } from "./rule.js";

/** Edits that await an expression, parentheses put where they are needed. */
export function awaitEdits(expression: ts.Expression): TextEdit[] {
  const { parent } = expression;
  // `await x.y` would await the property.
  const outer =
    (ts.isPropertyAccessExpression(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isCallExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isTaggedTemplateExpression(parent)) &&
    (parent as { expression?: ts.Node; tag?: ts.Node }).expression === expression;
  const inner = prefixEdits(expression, "await ");
  return outer
    ? inner
        .map((edit, index) => ({
          ...edit,
          text: index === 0 ? `(${edit.text}` : edit.text,
        }))
        .concat(insertAfter(expression, ")"))
    : inner;
}

/** Edits that put a unary operator before an expression, parentheses put where they are needed. */
export function prefixEdits(expression: ts.Expression, operator: string): TextEdit[] {
  return bindsTighterThanUnary(expression)
    ? [insertBefore(expression, operator)]
    : [insertBefore(expression, `${operator}(`), insertAfter(expression, ")")];
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

/** Takes a keyword out, with the white space after it. */
export function removeWord(word: ts.Node): TextEdit {
  const file = word.getSourceFile();
  const space = /^\s*/.exec(file.text.slice(word.end))?.[0].length ?? 0;
  return { file: file.fileName, start: word.getStart(file), end: word.end + space, text: "" };
}
