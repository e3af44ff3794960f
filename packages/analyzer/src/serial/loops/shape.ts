import { constantBefore } from "../../model/declared-before.js";
import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { lineOf } from "../control.js";
import type { Obstacle } from "../hazard.js";
import { isAssignmentOperator } from "../names.js";

/** A loop that goes over data, one turn for each item. */
export interface DataLoop {
  readonly node: ts.Node;
  /** Its statements; of a `reduce` whose callback is an expression, that. */
  readonly body: readonly (ts.Statement | ts.Expression)[];
  /** The block or expression that `body` is taken from. */
  readonly inside: ts.Node;
  /** What is gone over. */
  readonly items: ts.Expression;
  /** What each turn calls its item, where the loop declares that. */
  readonly item: ts.BindingName | undefined;
  /** What the loop itself counts or carries: no turn depends on it through the code. */
  readonly counters: readonly ts.Node[];
  readonly kind: "for-of" | "for-in" | "index" | "reduce";
  /** It goes over some of the items alone: `i < Math.min(items.length, 10)`. */
  readonly isPart?: true;
}

/** Tells what a loop goes over, or why it does not go over data. */
export function dataLoop(node: ts.Node): DataLoop | Obstacle | undefined {
  if (ts.isForOfStatement(node)) {
    return {
      ...common(node),
      items: node.expression,
      item: itemOf(node),
      counters: [],
      kind: "for-of",
    };
  }
  if (ts.isForInStatement(node)) {
    return {
      ...common(node),
      items: node.expression,
      item: itemOf(node),
      counters: [],
      kind: "for-in",
    };
  }
  if (ts.isForStatement(node)) return indexLoop(node);
  if (ts.isWhileStatement(node)) return whileLoop(node);
  if (ts.isDoStatement(node)) return recurrence(node);
  if (ts.isCallExpression(node)) return reduceLoop(node);
  return undefined;
}

function common(node: ts.IterationStatement) {
  const { statement } = node;
  const body: readonly ts.Statement[] = ts.isBlock(statement) ? statement.statements : [statement];
  return { node, body, inside: statement };
}

function itemOf(node: ts.ForOfStatement | ts.ForInStatement): ts.BindingName | undefined {
  const { initializer } = node;
  if (!ts.isVariableDeclarationList(initializer)) return undefined;
  return initializer.declarations[0]?.name;
}

// `for (let i = 0; i < items.length; i++)`: the counter has to end at the length of something.
function indexLoop(node: ts.ForStatement): DataLoop | Obstacle {
  const { initializer, condition, incrementor } = node;
  const counter =
    initializer !== undefined && ts.isVariableDeclarationList(initializer)
      ? initializer.declarations[0]?.name
      : undefined;
  const whole = condition === undefined ? undefined : lengthOf(condition);
  const part =
    whole === undefined && stepsBy(incrementor, counter?.getText())
      ? partOf(node, counter)
      : undefined;
  const items = whole ?? part;
  if (counter === undefined || items === undefined || incrementor === undefined) {
    return {
      hazard: "retry",
      tier: "blocks",
      at: condition ?? node,
      reason: `the loop on line ${lineOf(node)} counts something other than items`,
    };
  }
  return {
    ...common(node),
    items,
    item: undefined,
    counters: [counter, incrementor],
    kind: "index",
    ...(part === undefined ? {} : { isPart: true }),
  };
}

// `i <= last`, where `const last = Math.min(items.length, 10) - 1`: the list whose length the end is made of, and which the
// turns take their items out of.
function partOf(
  { condition, statement }: ts.ForStatement,
  counter: ts.BindingName | undefined,
): ts.Expression | undefined {
  const test = condition === undefined ? undefined : unwrap(condition);
  if (test === undefined || !ts.isBinaryExpression(test) || counter === undefined) return undefined;
  const { kind } = test.operatorToken;
  if (kind !== ts.SyntaxKind.LessThanToken && kind !== ts.SyntaxKind.LessThanEqualsToken) {
    return undefined;
  }
  if (unwrap(test.left).getText() !== counter.getText()) return undefined;
  const end = unwrap(test.right);
  const said = ts.isIdentifier(end) ? constantBefore(end) : end;
  const items = said === undefined ? undefined : lengthIn(said);
  if (items === undefined || assignsAny(statement, said as ts.Expression)) return undefined;
  const taken = `${items.getText()}[${counter.getText()}]`;
  const takes = (at: ts.Node): boolean =>
    (ts.isElementAccessExpression(at) && at.getText().replaceAll(/\s/g, "") === taken) ||
    (ts.forEachChild(at, (child) => takes(child) || undefined) ?? false);
  return takes(statement) ? items : undefined;
}

// `MOST`, a `const`, or a parameter that nothing in its function assigns: no turn decides about it.
function isConstantName(name: ts.Identifier): boolean {
  if (/^[A-Z][A-Z0-9_]*$/.test(name.text) || constantBefore(name) !== undefined) return true;
  for (let at: ts.Node = name; at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    if (!ts.isFunctionLike(parent)) continue;
    const isParameter = parent.parameters.some((one) => one.name.getText() === name.text);
    return isParameter && !assignsAny(parent, name);
  }
  return false;
}

// The one list whose length is mentioned: in `Math.min(items.length, most) - 1`, `items`.
function lengthIn(end: ts.Expression): ts.Expression | undefined {
  const found: ts.Expression[] = [];
  const isArithmetic = (at: ts.Node): boolean => {
    if (ts.isPropertyAccessExpression(at) && at.name.text === "length") {
      found.push(at.expression);
      return true;
    }
    if (ts.isIdentifier(at)) return isConstantName(at);
    if (ts.isNumericLiteral(at)) return true;
    if (ts.isParenthesizedExpression(at)) return isArithmetic(at.expression);
    if (ts.isBinaryExpression(at)) return isArithmetic(at.left) && isArithmetic(at.right);
    return (
      ts.isCallExpression(at) &&
      at.expression.getText() === "Math.min" &&
      at.arguments.every(isArithmetic)
    );
  };
  return isArithmetic(end) && found.length === 1 ? found[0] : undefined;
}

// Whether a turn gives another value to something that the end is made of.
function assignsAny(body: ts.Node, end: ts.Expression): boolean {
  const names = new Set<string>();
  const collect = (at: ts.Node): void => {
    if (ts.isIdentifier(at)) names.add(at.text);
    ts.forEachChild(at, collect);
  };
  collect(end);
  const assigns = (at: ts.Node): boolean => {
    const target =
      ts.isBinaryExpression(at) && isAssignmentOperator(at.operatorToken.kind)
        ? at.left
        : ts.isPrefixUnaryExpression(at) || ts.isPostfixUnaryExpression(at)
          ? at.operand
          : undefined;
    if (target !== undefined && ts.isIdentifier(target) && names.has(target.text)) return true;
    return ts.forEachChild(at, (child) => assigns(child) || undefined) ?? false;
  };
  return assigns(body);
}

function whileLoop(node: ts.WhileStatement): DataLoop | Obstacle {
  const items = lengthOf(node.expression);
  const test = unwrap(node.expression);
  if (items === undefined || !ts.isBinaryExpression(test)) return recurrence(node);
  const counter = unwrap(test.left);
  const statements = ts.isBlock(node.statement) ? node.statement.statements : [];
  const last = statements.at(-1);
  if (
    !ts.isIdentifier(counter) ||
    last === undefined ||
    !ts.isExpressionStatement(last) ||
    !stepsBy(last.expression, counter.text)
  ) {
    return recurrence(node);
  }
  const others = statements.slice(0, -1);
  // A `continue` would pass over the step, and is meant to.
  return { ...common(node), body: others, items, item: undefined, counters: [last], kind: "index" };
}

/** Tells whether an expression takes a counter on by one: `i++`; what goes on by more takes several at once. */
export function stepsBy(step: ts.Expression | undefined, counter: string | undefined): boolean {
  const text = step?.getText().replaceAll(/\s/g, "");
  return text !== undefined && [`${counter}++`, `++${counter}`, `${counter}+=1`].includes(text);
}

// `i < items.length`.
function lengthOf(condition: ts.Expression): ts.Expression | undefined {
  const test = unwrap(condition);
  if (!ts.isBinaryExpression(test)) return undefined;
  const { kind } = test.operatorToken;
  if (kind !== ts.SyntaxKind.LessThanToken && kind !== ts.SyntaxKind.ExclamationEqualsEqualsToken) {
    return undefined;
  }
  const end = unwrap(test.right);
  return ts.isPropertyAccessExpression(end) && end.name.text === "length"
    ? end.expression
    : undefined;
}

// `items.reduce(async (before, item) => { const all = await before; ... }, start)`, and without a block
// `items.reduce(async (before, item) => [...(await before), await f(item)], start)`.
function reduceLoop(node: ts.CallExpression): DataLoop | undefined {
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== "reduce") return undefined;
  const [callback] = node.arguments;
  if (callback === undefined || node.arguments.length !== 2) return undefined;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return undefined;
  const isAsync = callback.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  const [before, item] = callback.parameters;
  if (isAsync !== true || before === undefined) return undefined;
  const { body } = callback;
  return {
    node,
    body: ts.isBlock(body) ? body.statements : [body],
    inside: body,
    items: callee.expression,
    item: item?.name,
    counters: [before.name],
    kind: "reduce",
  };
}

function recurrence(node: ts.WhileStatement | ts.DoStatement): Obstacle {
  return {
    hazard: "recurrence",
    tier: "blocks",
    at: node.expression,
    reason: `whether the loop on line ${lineOf(node)} goes on is decided by what its turns do`,
  };
}
