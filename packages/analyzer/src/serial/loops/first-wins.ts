import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";
import { functionAround } from "../accesses.js";
import { lineOf } from "../control.js";
import { type Obstacle, obstacle } from "../hazard.js";
import { calledName } from "../names.js";
import { holdsAwait } from "../units.js";
import { fills } from "./beside.js";
import { decidesAwait } from "./carried-state.js";
import type { DataLoop } from "./shape.js";
import type { Turn } from "./verdict.js";

/**
 * Tells where a turn asks a collection whether an earlier turn has put there what it would wait for, and so which turn
 * comes first decides what is waited for: `if (known.has(key)) continue`, or `found.get(key) ?? (await load(key))` where
 * the function around made the collection for its turns.
 */
export function* firstWins(loop: DataLoop, turns: readonly Turn[]): Iterable<Obstacle> {
  const filled = new Set<string>();
  const asked: Asked[] = [];
  const visit = (node: ts.Node, tests: boolean): void => {
    if (ts.isFunctionLike(node)) return;
    const put = filledBy(node);
    if (put !== undefined) filled.add(put.getText());
    const found = tests ? askedBy(node, loop) : undefined;
    if (found !== undefined) asked.push(found);
    ts.forEachChild(node, (child) => visit(child, tests || isTest(child, turns)));
  };
  for (const statement of loop.body) visit(statement, false);
  const first = asked.find(({ text }) => filled.has(text));
  if (first === undefined) return;
  yield obstacle(
    "recurrence",
    "suggests",
    first.at,
    `line ${lineOf(first.at)} asks \`${first.text}\` for what an earlier turn has put there`,
  );
}

interface Asked {
  readonly at: ts.Node;
  /** The collection. */
  readonly text: string;
}

const questions = /^(find|findIndex|get|has|includes|indexOf|some)$/;

// What decides whether an await is reached.
function isTest(node: ts.Node, turns: readonly Turn[]): boolean {
  const { parent } = node;
  if (ts.isIfStatement(parent)) return node === parent.expression && decidesAwait(parent, turns);
  if (ts.isConditionalExpression(parent)) return node === parent.condition && holdsAwait(parent);
  return (
    ts.isBinaryExpression(parent) &&
    node === parent.left &&
    /^(\?\?|\|\||&&)=?$/.test(parent.operatorToken.getText()) &&
    holdsAwait(parent.right)
  );
}

function filledBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return fills.has(node.expression.name.text) ? node.expression.expression : undefined;
  }
  if (!ts.isBinaryExpression(node) || !/^(\?\?|\|\|)?=$/.test(node.operatorToken.getText())) {
    return undefined;
  }
  return ts.isElementAccessExpression(node.left) ? node.left.expression : undefined;
}

function askedBy(node: ts.Node, loop: DataLoop): Asked | undefined {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    if (!questions.test(calledName(node))) return undefined;
    const { expression } = node.expression;
    // `found.get(key) ?? (await load(key))` may ask what is kept for longer than the loop.
    if (!isInCondition(node, loop) && !isMadeFor(expression, loop)) return undefined;
    return { at: node, text: expression.getText() };
  }
  if (ts.isElementAccessExpression(node)) {
    const isOwn = hasOwnKey(node, loop) || !isMadeFor(node.expression, loop);
    return isOwn ? undefined : { at: node, text: node.expression.getText() };
  }
  if (!ts.isIdentifier(node)) return undefined;
  const value = valueInTurn(node, loop);
  const at = value && unwrap(value);
  if (at === undefined) return undefined;
  if (ts.isElementAccessExpression(at)) return askedBy(at, loop);
  if (!ts.isCallExpression(at) || !ts.isPropertyAccessExpression(at.expression)) return undefined;
  const isQuestion = questions.test(at.expression.name.text);
  const { expression } = at.expression;
  return isQuestion && isMadeFor(expression, loop) ? { at, text: expression.getText() } : undefined;
}

// The place of the turn in a list, or the name of its field: no other turn asks for that.
function hasOwnKey({ argumentExpression }: ts.ElementAccessExpression, loop: DataLoop): boolean {
  const key = argumentExpression.getText();
  if (loop.kind === "for-in") return loop.item?.getText() === key;
  return loop.kind === "index" && loop.counters.some((counter) => counter.getText() === key);
}

// In the test of an `if` or of a choice, and not on the left of an operator.
function isInCondition(node: ts.Node, { inside }: DataLoop): boolean {
  for (let at = node; at.parent !== undefined && at !== inside; at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent)) return at === parent.expression;
    if (ts.isConditionalExpression(parent) && at === parent.condition) return true;
    if (ts.isStatement(parent)) return false;
  }
  return false;
}

// `const known = found.get(key)`, in the turn.
function valueInTurn(name: ts.Identifier, { inside }: DataLoop): ts.Expression | undefined {
  return declarationAbove(name, name.text, inside)?.initializer;
}

// A variable of the function around the loop, outside the loop: what is in it serves the turns alone.
function isMadeFor(collection: ts.Expression, { node, inside }: DataLoop): boolean {
  const at = unwrap(collection);
  if (!ts.isIdentifier(at) || declarationAbove(at, at.text, inside) !== undefined) return false;
  const value = declarationAbove(node, at.text, functionAround(node))?.initializer;
  return value !== undefined && isMadeInPlace(unwrap(value));
}

function isMadeInPlace(value: ts.Expression): boolean {
  return (
    ts.isNewExpression(value) ||
    ts.isObjectLiteralExpression(value) ||
    ts.isArrayLiteralExpression(value) ||
    (ts.isCallExpression(value) && value.getText() === "Object.create(null)")
  );
}

// The declaration of a name in the blocks around a node, up to `end`.
function declarationAbove(
  node: ts.Node,
  name: string,
  end: ts.Node,
): ts.VariableDeclaration | undefined {
  for (let at = node; at.parent !== undefined && at !== end; at = at.parent) {
    const { parent } = at;
    if (!ts.isBlock(parent) && !ts.isSourceFile(parent) && !ts.isCaseOrDefaultClause(parent))
      continue;
    for (const statement of parent.statements) {
      if (statement === at || !ts.isVariableStatement(statement)) continue;
      const found = statement.declarationList.declarations.find(
        (one) => ts.isIdentifier(one.name) && one.name.text === name,
      );
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
