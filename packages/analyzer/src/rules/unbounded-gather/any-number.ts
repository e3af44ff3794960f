import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { calledName } from "../../serial/names.js";

/**
 * Tells whether there may be any number of what a gather goes over. Most collections of an application are the
 * few parts of one thing, and no type says which are not. What does: a name for what tables, files and folders
 * hold, a list that is filled from a stream or page by page, or one of all files that a folder or pattern leads to.
 */
export function isOfAnyNumber(items: ts.Expression): boolean {
  const source = sourceOf(items);
  if (!ts.isIdentifier(source)) return namesAny(nameOf(source)) || listsFiles(source);
  return namesAny(source.text) || isFilledFromStream(source) || isOfListedFiles(source);
}

// What a chain of calls that make no more of it goes out from: `rows` of `[...rows.entries()].filter(f)`.
function sourceOf(items: ts.Expression): ts.Expression {
  const at = unwrap(items);
  if (ts.isArrayLiteralExpression(at)) {
    const [only, ...more] = at.elements;
    return only !== undefined && more.length === 0 && ts.isSpreadElement(only)
      ? sourceOf(only.expression)
      : at;
  }
  if (ts.isBinaryExpression(at)) {
    const { kind } = at.operatorToken;
    const isOr = kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
    return isOr ? sourceOf(at.left) : at;
  }
  if (ts.isNewExpression(at) && at.expression.getText() === "Set" && at.arguments?.[0]) {
    return sourceOf(at.arguments[0]);
  }
  if (!ts.isCallExpression(at)) return at;
  const callee = unwrap(at.expression);
  if (!ts.isPropertyAccessExpression(callee)) return at;
  const [argument] = at.arguments;
  if (/^(Array\.from|Object\.(entries|keys|values))$/.test(callee.getText()) && argument) {
    return sourceOf(argument);
  }
  return passing.has(callee.name.text) ? sourceOf(callee.expression) : at;
}

const passing = new Set([
  "entries",
  "filter",
  "flat",
  "keys",
  "map",
  "reverse",
  "sort",
  "toReversed",
  "toSorted",
  "values",
]);

function nameOf(at: ts.Expression): string {
  if (ts.isPropertyAccessExpression(at)) return at.name.text;
  return ts.isIdentifier(at) ? at.text : "";
}

function namesAny(name: string): boolean {
  return /^(all[A-Z_]?)?(documents|docs|files?Paths|jobs|lines|paths|records|repos|repositories|results|rows|urls)$/i.test(
    name,
  );
}

// `for await (const row of stream) rows.push(row)`, and `while (more) all.push(...(await next()))`.
function isFilledFromStream(list: ts.Identifier): boolean {
  return isSoBefore(list, (one) => fills(one, list.text, false));
}

// `const files = await glob("**/*.map")`.
function isOfListedFiles(list: ts.Identifier): boolean {
  return isSoBefore(
    list,
    (one) =>
      ts.isVariableStatement(one) &&
      one.declarationList.declarations.some(
        ({ name, initializer }) =>
          ts.isIdentifier(name) &&
          name.text === list.text &&
          initializer !== undefined &&
          listsFiles(sourceOf(initializer)),
      ),
  );
}

function isSoBefore(list: ts.Identifier, holds: (statement: ts.Statement) => boolean): boolean {
  for (let at: ts.Node = list; at.parent !== undefined; at = at.parent) {
    if (!ts.isBlock(at) && !ts.isSourceFile(at)) continue;
    if (at.statements.some((one) => one.end <= list.pos && holds(one))) return true;
    if (ts.isFunctionLike(at.parent)) return false;
  }
  return false;
}

// A call that brings every file below a folder, or all that a pattern leads to.
function listsFiles(source: ts.Expression): boolean {
  const at = ts.isAwaitExpression(source) ? unwrap(source.expression) : source;
  return ts.isCallExpression(at) && listing.test(calledName(at));
}

const listing =
  /^(fast-?glob|fg|glob(Sync|by|bySync)?|readdir(Sync)?|(collect|find|get|list|read|scan|walk)All\w*(Files|Paths)(Recursive(ly)?|Sync)*)$/i;

function fills(node: ts.Node, list: string, inStream: boolean): boolean {
  if (ts.isFunctionLike(node)) return false;
  const isStream =
    (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
    ts.isWhileStatement(node) ||
    ts.isDoStatement(node);
  if (inStream && ts.isCallExpression(node) && node.expression.getText() === `${list}.push`) {
    return true;
  }
  return (
    ts.forEachChild(node, (child) => fills(child, list, inStream || isStream) || undefined) ?? false
  );
}
