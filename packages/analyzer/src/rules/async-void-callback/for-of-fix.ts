import type { Fix } from "../../finding.js";
import { mayAwait } from "../../model/enclosing-function.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { spanOf } from "../rule.js";

/** Turns `list.forEach(async (one) => { ... })` into a loop that awaits each turn. */
export function forOfFix(
  call: ts.CallExpression,
  callback: ts.ArrowFunction | ts.FunctionExpression,
  topLevelAwait: boolean,
): Fix | undefined {
  const statement = call.parent;
  const callee = unwrap(call.expression);
  if (!ts.isExpressionStatement(statement) || !ts.isPropertyAccessExpression(callee))
    return undefined;
  if (callee.questionDotToken !== undefined || call.arguments.length !== 1) return undefined;
  if (mayAwait(statement, topLevelAwait) === "no" || !ts.isBlock(callback.body)) return undefined;
  // A `return` would leave the function around the loop, and `this` may be another.
  const bound = ts.isFunctionExpression(callback);
  if (leavesOrBinds(callback.body, bound)) return undefined;
  const file = call.getSourceFile();
  const head = headOf(callback.parameters, callee.expression.getText(file));
  if (head === undefined) return undefined;
  return {
    title: "Use for...of with await, one after another",
    safety: "suggested",
    edits: [
      // The body stays as it is, comments and all.
      {
        file: file.fileName,
        start: statement.getStart(file),
        end: callback.body.getStart(file),
        text: `${head} `,
      },
      { ...spanOf(statement), start: callback.body.end, text: "" },
    ],
  };
}

function headOf(parameters: readonly ts.ParameterDeclaration[], list: string): string | undefined {
  const plain = parameters.every(
    ({ dotDotDotToken, initializer }) => dotDotDotToken === undefined && initializer === undefined,
  );
  if (!plain || parameters.length > 2) return undefined;
  const [one, index] = parameters.map(({ name }) => name.getText());
  if (one === undefined) return `for (const _ of ${list})`;
  return index === undefined
    ? `for (const ${one} of ${list})`
    : `for (const [${index}, ${one}] of ${list}.entries())`;
}

function leavesOrBinds(node: ts.Node, bound: boolean): boolean {
  if (ts.isReturnStatement(node)) return true;
  if (bound && (node.kind === ts.SyntaxKind.ThisKeyword || isArguments(node))) return true;
  if (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) return false;
  return (
    ts.forEachChild(node, (child) => {
      // A `return` of an inner function is its own.
      if (ts.isArrowFunction(child)) return bound && bindsThis(child) ? true : undefined;
      return leavesOrBinds(child, bound) || undefined;
    }) ?? false
  );
}

function bindsThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword || isArguments(node)) return true;
  if (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) return false;
  return ts.forEachChild(node, (child) => bindsThis(child) || undefined) ?? false;
}

function isArguments(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === "arguments";
}
