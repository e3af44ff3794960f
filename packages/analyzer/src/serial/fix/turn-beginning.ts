import { ts } from "../../model/syntax.js";
import { identifiersOf, isAssignmentOperator, isStep } from "../names.js";
import type { SerialModel } from "../serial-model.js";
import { declaredBy } from "../units.js";
import { freshNames } from "./fresh-names.js";
import { reindent } from "./gather-call.js";
import type { ItemLoop } from "./item-loop.js";
import { changedText } from "./replaced-text.js";

/** The turns of a loop, cut after their last await. */
export interface TurnBeginning {
  /** What goes with the item into the function that all turns begin with. */
  readonly moved: readonly ts.Node[];
  /** The item, and what the beginning made, as the rest of the turn calls them. */
  readonly names: readonly string[];
  readonly keyword: "const" | "let";
  /** The function of the item that brings all of these. */
  callback(indent: string): string;
  /** The statements that are left of the turn, as they stand. */
  readonly rest: string;
}

/** Cuts a loop's turns after their last await, or says why that cannot be. */
export function turnBeginning(
  { node, body, item, keyword }: ItemLoop,
  model: SerialModel,
): TurnBeginning | string {
  const lastIndex = body.findLastIndex(holdsAwait);
  const last = body[lastIndex];
  if (last === undefined) return "Let each turn begin with what it awaits";
  const opening = body.slice(0, lastIndex);
  if (opening.some((one) => !ts.isVariableStatement(one)))
    return "Let each turn begin with what it awaits";
  const { text } = model.file;
  if ([...opening, last].some((one) => hasComment(one, one === last, text))) {
    return "A comment of the loop would be lost";
  }
  const itemNames = identifiersOf(item).map((name) => name.text);
  const whole = wholeDeclaration(last);
  const declared = [...opening, ...(whole === undefined ? [] : [last])].flatMap(namesOf);
  const isLet = keyword === "let" || [...opening, last].some(declaresLet);
  const common = { keyword: isLet ? "let" : "const" } as const;
  const after = restAfter(node, body, lastIndex, text);
  if (whole !== undefined) {
    // One plain result needs no function of several lines.
    const short =
      opening.length === 0 && ts.isIdentifier(item) && whole.type === undefined
        ? awaitOf(whole)
        : undefined;
    const names = [...itemNames, ...(short === undefined ? declared : [whole.name.getText()])];
    return {
      ...common,
      moved: [...opening, last],
      names,
      callback: (indent) =>
        short === undefined
          ? longCallback(item, [...opening, last], names, indent)
          : `async (${item.getText()}) => [${item.getText()}, ${reindent(short.getText())}] as const`,
      rest: after,
    };
  }
  const found = firstRun(last);
  if (found === undefined) return "Let each turn begin with what it awaits";
  const value = freshNames(model).make("result", "value", "found");
  const names = [...itemNames, ...declared, value];
  const list = `[${[...itemNames, ...declared].join(", ")}, ${reindent(found.getText())}] as const`;
  const changed = changedText(last, new Map([[found, value]]));
  return {
    ...common,
    moved: [...opening, found],
    names,
    callback: (indent) =>
      opening.length === 0
        ? `async (${item.getText()}) => ${list}`
        : functionText(item, opening, list, indent),
    rest: after === "" ? changed : `${changed}${between(last, body[lastIndex + 1], text)}${after}`,
  };
}

function longCallback(
  item: ts.BindingName,
  statements: readonly ts.Statement[],
  names: readonly string[],
  indent: string,
): string {
  return functionText(item, statements, `[${names.join(", ")}] as const`, indent);
}

function functionText(
  item: ts.BindingName,
  statements: readonly ts.Statement[],
  result: string,
  indent: string,
): string {
  const lines = [...statements.map((one) => reindent(one.getText())), `return ${result};`];
  return `async (${item.getText()}) => {\n${lines.map((line) => `${indent}  ${line}`).join("\n")}\n${indent}}`;
}

function holdsAwait(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return (
    ts.isAwaitExpression(node) ||
    (ts.forEachChild(node, (child) => holdsAwait(child) || undefined) ?? false)
  );
}

// A statement of one declaration, which as a whole goes with the awaits in it.
function wholeDeclaration(statement: ts.Statement): ts.VariableDeclaration | undefined {
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration, ...others] = statement.declarationList.declarations;
  return others.length === 0 ? declaration : undefined;
}

// `await f(x)` of `const y = await f(x)`.
function awaitOf({ initializer }: ts.VariableDeclaration): ts.AwaitExpression | undefined {
  if (initializer === undefined || !ts.isAwaitExpression(initializer)) return undefined;
  return declaredBy(initializer) === undefined ? undefined : initializer;
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) =>
    identifiersOf(name).map(({ text }) => text),
  );
}

function declaresLet(node: ts.Node): boolean {
  return ts.isVariableStatement(node) && (node.declarationList.flags & ts.NodeFlags.Let) !== 0;
}

// What follows the last of them stays with the rest of the turn.
function hasComment(node: ts.Node, isLast: boolean, text: string): boolean {
  return (
    (ts.getLeadingCommentRanges(text, node.pos) ?? []).length > 0 ||
    (!isLast && (ts.getTrailingCommentRanges(text, node.end) ?? []).length > 0)
  );
}

// The text of the statements after one, comments before the first of them included.
function restAfter(
  node: ItemLoop["node"],
  body: readonly ts.Statement[],
  index: number,
  text: string,
): string {
  const one = body[index];
  if (one === undefined || !ts.isBlock(node.statement)) return "";
  return text.slice(one.end, node.statement.end - 1).trim();
}

// The white space between two statements, a blank line kept.
function between(one: ts.Statement, next: ts.Statement | undefined, text: string): string {
  const space = /^\s*/.exec(text.slice(one.end, next?.end ?? one.end))?.[0] ?? "";
  return space === "" ? " " : space;
}

/**
 * The one await of a statement that runs whenever the statement does, before anything else in it that
 * could be noticed.
 */
function firstRun(statement: ts.Statement): ts.AwaitExpression | undefined {
  const found = awaitsIn(statement);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return undefined;
  for (let at: ts.Node = only; at !== statement; at = at.parent) {
    if (!runsFirst(at, at.parent)) return undefined;
  }
  return only;
}

function awaitsIn(node: ts.Node): readonly ts.AwaitExpression[] {
  const found: ts.AwaitExpression[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isFunctionLike(at)) return;
    if (ts.isAwaitExpression(at)) found.push(at);
    ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

function runsFirst(child: ts.Node, parent: ts.Node): boolean {
  if (ts.isIfStatement(parent)) return child === parent.expression;
  if (ts.isStatement(parent)) return ts.isExpressionStatement(parent);
  if (ts.isConditionalExpression(parent)) return child === parent.condition;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    if (child === parent.left) return true;
    return !shortCircuits.has(kind) && isPlain(parent.left, isAssignmentOperator(kind));
  }
  if (ts.isCallExpression(parent) || ts.isElementAccessExpression(parent)) {
    if (child === parent.expression) return true;
    if ((parent.flags & ts.NodeFlags.OptionalChain) !== 0) return false;
  }
  if (!ts.isExpression(parent) && !ts.isTemplateSpan(parent) && !isElement(parent)) return false;
  if (ts.isFunctionLike(parent) || ts.isClassLike(parent) || ts.isDeleteExpression(parent)) {
    return false;
  }
  let plain = true;
  ts.forEachChild(parent, (other) => {
    if (other.end <= child.pos && !isPlain(other, false)) plain = false;
  });
  return plain;
}

function isElement(node: ts.Node): boolean {
  return (
    ts.isPropertyAssignment(node) || ts.isSpreadAssignment(node) || ts.isComputedPropertyName(node)
  );
}

const shortCircuits: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

// Nobody notices when it is evaluated; the target of an assignment is only written later.
function isPlain(node: ts.Node, isTarget: boolean): boolean {
  if (ts.isFunctionLike(node)) return true;
  if (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isDeleteExpression(node)
  ) {
    return false;
  }
  if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) return false;
  if (
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    isStep(node.operator)
  ) {
    return false;
  }
  if (isTarget && (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node))) {
    return false;
  }
  return ts.forEachChild(node, (child) => (isPlain(child, false) ? undefined : true)) !== true;
}
