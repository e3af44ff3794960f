import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";

/** A statement of a straight line of code, or one declarator where a statement has several. */
export interface Unit {
  readonly node: ts.Statement | ts.VariableDeclaration | ts.Expression;
  /** The statement that it is, or is part of; an arrow function's expression has none. */
  readonly statement: ts.Statement | undefined;
  /** The awaits that run whenever the unit runs, or not at all, in the order in which they end. */
  readonly awaits: readonly Awaited[];
  /** An await in it that only runs under some condition, or any number of times. */
  readonly conditional: ts.Node | undefined;
}

/**
 * An await, or the whole choice where a value is awaited or not: `wanted ? await load() : []`. What such a
 * choice decides can be gathered as well: `wanted ? load() : []`.
 */
export type Awaited = ts.AwaitExpression | ts.ConditionalExpression | ts.BinaryExpression;

/**
 * A straight line of code: a list of statements, the expression that an arrow function gives back, or one branch of an
 * expression, which runs under a condition: `known ? [await first(), await second()] : []`.
 */
export type Line = readonly ts.Statement[] | ts.Expression;

/** Takes a straight line of code apart. */
export function unitsOf(line: Line): readonly Unit[] {
  if (!isList(line)) return [unitOf(line, undefined)];
  return line.flatMap((statement) => {
    if (ts.isVariableStatement(statement) && statement.declarationList.declarations.length > 1) {
      return statement.declarationList.declarations.map((node) => unitOf(node, statement));
    }
    return [unitOf(statement, statement)];
  });
}

function isList(line: Line): line is readonly ts.Statement[] {
  return !("kind" in line);
}

function unitOf(node: Unit["node"], statement: ts.Statement | undefined): Unit {
  const awaits: Awaited[] = [];
  let conditional: ts.Node | undefined;
  const visit = (at: ts.Node, always: boolean): void => {
    if (ts.isFunctionLike(at) || ts.isTypeNode(at)) return;
    if (always && isChoice(at)) {
      awaits.push(at);
      return;
    }
    ts.forEachChild(at, (child) => visit(child, always && runsWith(child, at)));
    if (ts.isAwaitExpression(at)) {
      if (always) awaits.push(at);
      else conditional ??= at;
    }
    if (ts.isForOfStatement(at) && at.awaitModifier !== undefined) conditional ??= at;
  };
  visit(node, true);
  return { node, statement, awaits, conditional };
}

/** Tells whether code awaits a value or takes another, and waits for nothing else. */
export function isChoice(node: ts.Node): node is ts.ConditionalExpression | ts.BinaryExpression {
  const parts = choiceOf(node);
  if (parts === undefined || holdsAwait(parts.test)) return false;
  const branches = parts.branches.map((one) => unwrap(one));
  return (
    branches.some(isPlainAwait) && branches.every((one) => isPlainAwait(one) || !holdsAwait(one))
  );
}

/** The parts of an expression that run under a condition of it, and are straight lines of their own. */
export function branchesOf(node: ts.Node): readonly ts.Expression[] {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  return ts.isBinaryExpression(node) && shortCircuits(node.operatorToken.kind) ? [node.right] : [];
}

/** The awaits among the branches of a choice; an await itself is the only one. */
export function awaitsOf(awaited: Awaited): readonly ts.AwaitExpression[] {
  if (ts.isAwaitExpression(awaited)) return [awaited];
  return (choiceOf(awaited)?.branches ?? []).map((one) => unwrap(one)).filter(isPlainAwait);
}

function choiceOf(
  node: ts.Node,
): { readonly test: ts.Expression; readonly branches: readonly ts.Expression[] } | undefined {
  if (ts.isConditionalExpression(node)) {
    return { test: node.condition, branches: [node.whenTrue, node.whenFalse] };
  }
  const isAnd =
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return isAnd ? { test: node.left, branches: [node.right] } : undefined;
}

function isPlainAwait(node: ts.Node): node is ts.AwaitExpression {
  return (
    ts.isAwaitExpression(node) && awaitedCall(node) !== undefined && !holdsAwait(node.expression)
  );
}

/** Tells whether code awaits something itself, functions in it left out. */
export function holdsAwait(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  return (
    ts.isAwaitExpression(node) ||
    (ts.forEachChild(node, (child) => holdsAwait(child) || undefined) ?? false)
  );
}

// Whether `child` runs whenever `parent` does, exactly once.
function runsWith(child: ts.Node, parent: ts.Node): boolean {
  if (ts.isConditionalExpression(parent)) return child === parent.condition;
  if (ts.isBinaryExpression(parent)) {
    return child !== parent.right || !shortCircuits(parent.operatorToken.kind);
  }
  if (ts.isBindingElement(parent)) return child !== parent.initializer;
  if (ts.isCallExpression(parent) || ts.isElementAccessExpression(parent)) {
    return child === parent.expression || (parent.flags & ts.NodeFlags.OptionalChain) === 0;
  }
  if (ts.isStatement(parent)) {
    return (
      ts.isExpressionStatement(parent) ||
      ts.isReturnStatement(parent) ||
      ts.isThrowStatement(parent) ||
      ts.isVariableStatement(parent) ||
      ts.isExportAssignment(parent)
    );
  }
  return !ts.isClassLike(parent) && !ts.isCaseBlock(parent) && !ts.isCatchClause(parent);
}

function shortCircuits(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken
  );
}

/** The declaration whose whole value an await is: `const x = await f()`. */
export function declaredBy(awaited: Awaited): ts.VariableDeclaration | undefined {
  const { parent } = awaited;
  return ts.isVariableDeclaration(parent) && parent.initializer === awaited ? parent : undefined;
}

/** Tells whether nothing uses what an await brings. */
export function isDropped(awaited: Awaited): boolean {
  let at: ts.Node = awaited;
  while (ts.isParenthesizedExpression(at.parent) || ts.isVoidExpression(at.parent)) at = at.parent;
  return ts.isExpressionStatement(at.parent);
}

/** What makes the promise that an await waits for: a call, or a template with a tag, which is called with it. */
export type WaitedCall = ts.CallExpression | ts.TaggedTemplateExpression;

/** The call that an await waits for, promise methods looked through: `f()` in `await f().catch(g)`. */
export function awaitedCall(awaited: ts.AwaitExpression): WaitedCall | undefined {
  let at = unwrap(awaited.expression);
  for (;;) {
    if (ts.isTaggedTemplateExpression(at)) return at;
    if (!ts.isCallExpression(at)) return undefined;
    const callee = unwrap(at.expression);
    if (!ts.isPropertyAccessExpression(callee) || !promiseMethods.has(callee.name.text)) return at;
    const receiver = unwrap(callee.expression);
    if (!ts.isCallExpression(receiver) && !ts.isTaggedTemplateExpression(receiver)) return at;
    at = receiver;
  }
}

/** What a call or a template's tag calls. */
export function calleeOf(call: WaitedCall): ts.Expression {
  return unwrap(ts.isCallExpression(call) ? call.expression : call.tag);
}

const promiseMethods = new Set(["catch", "finally", "then"]);

/** Tells whether nothing uses what a call answers: it is there for what it does. */
export function isForEffect(call: ts.Node): boolean {
  let { parent } = call;
  while (ts.isAwaitExpression(parent) || ts.isParenthesizedExpression(parent))
    ({ parent } = parent);
  return ts.isExpressionStatement(parent) || ts.isVoidExpression(parent);
}
