import type { TextEdit } from "../../finding.js";
import { ts } from "../../model/syntax.js";
import type { TypeFacts } from "../../model/type-source.js";
import { unwrap } from "../../model/unwrap.js";
import { awaitFix, type FixOrRefusal } from "../await-fix.js";
import { awaitEdits } from "../fix-text.js";
import { type RuleContext, replace, spanOf } from "../rule.js";

type Callback = ts.ArrowFunction | ts.FunctionExpression;

const title = "Use for...of with await, one after another";

/** Turns `list.forEach(async (one) => { ... })` into a loop that awaits each turn. */
export function forOfFix(
  call: ts.CallExpression,
  callback: Callback,
  list: TypeFacts,
  context: RuleContext,
): FixOrRefusal {
  const statement = call.parent;
  const callee = unwrap(call.expression);
  // What the value of the call is used for, a loop has not.
  if (!ts.isExpressionStatement(statement) || !ts.isPropertyAccessExpression(callee)) {
    return { fixes: [], refusals: [] };
  }
  const edits = editsFor(statement, call, callee, callback, list);
  if (typeof edits === "string") return { fixes: [], refusals: [{ title, reason: edits }] };
  return awaitFix(statement, edits, { title, safety: "suggested" }, context);
}

function editsFor(
  statement: ts.ExpressionStatement,
  call: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  callback: Callback,
  list: TypeFacts,
): TextEdit[] | string {
  const { body } = callback;
  const { text } = statement.getSourceFile();
  // A map or a set gives its callback other things than `for...of` gives.
  if (!list.parts.every((part) => part.elements !== undefined))
    return "Only of an array it is known what a loop over it gives";
  if (callee.questionDotToken !== undefined) return "A loop needs a list, and this may be none";
  if (call.arguments.length !== 1) return "The callback is given a `this` of its own";
  const start = statement.getStart();
  const around = text.slice(start, body.getStart()) + text.slice(body.end, statement.end);
  if (/\/[/*]/.test(around)) return "A comment stands where the loop has no place for it";
  const names = callback.parameters.map(({ name }) => name);
  if (names.some((name) => boundBy(name).some((one) => mentions(callee.expression, one)))) {
    return "The callback's parameter has the name of the list";
  }
  const own = ownSyntax(body, ts.isFunctionExpression(callback));
  if (own === undefined) return "The callback has a `this` or `arguments` of its own";
  const written = names.flatMap(boundBy).some((name) => assigns(body, name));
  const head = headOf(callback.parameters, callee.expression.getText(), written ? "let" : "const");
  if (head === undefined) return "The callback takes more than a loop gives";
  const returns: TextEdit[] = [];
  for (const one of own) {
    if (one.expression !== undefined)
      return "What the callback returns would be returned by the function around the loop";
    if (isInLoop(one, body))
      return "A `return` inside an inner loop has no counterpart in the loop around it";
    returns.push(replace(one, /;$/.test(one.getText()) ? "continue;" : "continue"));
  }
  const place = spanOf(statement);
  const last = ts.isBlock(body) || !text.slice(body.end, statement.end).endsWith(";") ? "" : ";";
  return [
    // The body stays as it is, comments and all.
    { ...place, end: body.getStart(), text: `${head} ` },
    // `forEach(async (one) => work(one))` waits in the loop for what it started there.
    ...(ts.isBlock(body) || ts.isAwaitExpression(unwrap(body)) ? [] : awaitEdits(body)),
    ...returns,
    { ...place, start: body.end, text: last },
  ];
}

function headOf(
  parameters: readonly ts.ParameterDeclaration[],
  list: string,
  keyword: "const" | "let",
): string | undefined {
  const plain = parameters.every(
    ({ dotDotDotToken, initializer }) => dotDotDotToken === undefined && initializer === undefined,
  );
  if (!plain || parameters.length > 2) return undefined;
  const [one, index] = parameters.map(({ name }) => name.getText());
  if (one === undefined) return `for (const _ of ${list})`;
  return index === undefined
    ? `for (${keyword} ${one} of ${list})`
    : `for (${keyword} [${index}, ${one}] of ${list}.entries())`;
}

function boundBy(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? boundBy(one.name) : []));
}

/** The returns of a callback's own; `undefined` where it speaks of a `this` that a loop has not. */
function ownSyntax(body: ts.ConciseBody, bound: boolean): ts.ReturnStatement[] | undefined {
  const returns: ts.ReturnStatement[] = [];
  let bounds = false;
  const visit = (node: ts.Node, inner: boolean): void => {
    if (
      node.kind === ts.SyntaxKind.ThisKeyword ||
      (ts.isIdentifier(node) && node.text === "arguments")
    ) {
      bounds ||= bound;
    }
    if (ts.isReturnStatement(node) && !inner) returns.push(node);
    if (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) return;
    ts.forEachChild(node, (child) => visit(child, inner || ts.isArrowFunction(node)));
  };
  visit(body, false);
  return bounds ? undefined : returns;
}

function isInLoop(node: ts.Node, body: ts.Node): boolean {
  for (let at = node.parent; at !== body; at = at.parent) {
    if (ts.isIterationStatement(at, false)) return true;
  }
  return false;
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isFunctionLike(node) && node.parameters.some((one) => boundBy(one.name).includes(name))) {
    return false;
  }
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false;
}

function assigns(node: ts.Node, name: string): boolean {
  const target = ts.isBinaryExpression(node)
    ? node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
      ? node.left
      : undefined
    : ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)
      ? node.operand
      : undefined;
  if (target !== undefined && ts.isIdentifier(target) && target.text === name) return true;
  return ts.forEachChild(node, (child) => assigns(child, name) || undefined) ?? false;
}
