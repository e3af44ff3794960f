import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/** The wait that comes before anything takes care of a promise. */
export interface Wait {
  readonly kind: "waits";
  readonly at: ts.AwaitExpression | ts.ForOfStatement;
  /** Whether some branch leads past it. */
  readonly conditional: boolean;
}

type Outcome = Wait | { readonly kind: "passes" | "settled" };

const passes: Outcome = { kind: "passes" };
/** A handler is there, or the path ends. */
const settled: Outcome = { kind: "settled" };

/** What the walk asks of the nodes that it meets, in the order in which they are evaluated. */
export interface Asks {
  /** Whether a reference gives the promise a handler, or hands it on to somebody who will. */
  handles(node: ts.Node): boolean;
  /** Whether a condition holds only where the promise is there, or only where it is not. */
  asks(condition: ts.Expression): "present" | "absent" | undefined;
  /** Whether an awaited expression has to be waited for at all. */
  waits(operand: ts.Expression): boolean;
}

/** Finds the first wait in a list of statements that comes before the promise is taken care of. */
export function firstWait(statements: readonly ts.Statement[], asks: Asks): Wait | undefined {
  const found = inOrder(statements, asks);
  return found.kind === "waits" ? found : undefined;
}

function inOrder(nodes: Iterable<ts.Node>, asks: Asks): Outcome {
  for (const node of nodes) {
    const found = walk(node, asks);
    if (found.kind !== "passes") return found;
  }
  return passes;
}

function walk(node: ts.Node, asks: Asks): Outcome {
  if (asks.handles(node)) return settled;
  // A function that is made here runs at a time that nobody knows.
  if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return passes;
  if (ts.isAwaitExpression(node)) {
    const operand = walk(node.expression, asks);
    if (operand.kind !== "passes") return operand;
    return asks.waits(node.expression) ? { kind: "waits", at: node, conditional: false } : passes;
  }
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
    const source = walk(node.expression, asks);
    return source.kind === "passes" ? { kind: "waits", at: node, conditional: false } : source;
  }
  if (
    ts.isReturnStatement(node) ||
    ts.isThrowStatement(node) ||
    ts.isBreakOrContinueStatement(node)
  ) {
    const value = inOrder(childrenOf(node), asks);
    return value.kind === "passes" ? settled : value;
  }
  if (ts.isIfStatement(node)) {
    return choice(node.expression, [node.thenStatement, node.elseStatement], asks);
  }
  if (ts.isConditionalExpression(node)) {
    return choice(node.condition, [node.whenTrue, node.whenFalse], asks);
  }
  if (ts.isBinaryExpression(node) && isLogical(node)) {
    const right = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? 0 : 1;
    return choice(node.left, right === 0 ? [node.right, undefined] : [undefined, node.right], asks);
  }
  if (ts.isSwitchStatement(node)) {
    return choice(node.expression, [...node.caseBlock.clauses, undefined], asks);
  }
  return inOrder(childrenOf(node), asks);
}

function choice(
  condition: ts.Expression,
  branches: readonly (ts.Node | undefined)[],
  asks: Asks,
): Outcome {
  const first = walk(condition, asks);
  if (first.kind !== "passes") return first;
  const asked = asks.asks(condition);
  const found = branches.map((branch, index) => {
    // On the branch that the promise is missing from, nothing can be lost.
    if (asked === (index === 0 ? "absent" : "present")) return settled;
    return branch === undefined ? passes : walk(branch, asks);
  });
  const waiting = found.find((one) => one.kind === "waits");
  if (waiting?.kind === "waits") return { ...waiting, conditional: true };
  return found.every((one) => one.kind === "settled") ? settled : passes;
}

function isLogical({ operatorToken }: ts.BinaryExpression): boolean {
  return (
    operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    operatorToken.kind === ts.SyntaxKind.BarBarToken ||
    operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
}

/** Tells whether something is awaited inside a `try` of its function that catches. */
export function isCaught(node: ts.Node): boolean {
  for (let at = node; !ts.isFunctionLike(at) && at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    if (ts.isTryStatement(parent) && parent.tryBlock === at && parent.catchClause !== undefined) {
      return true;
    }
  }
  return false;
}

/** The expression that is awaited, without what is around it. */
export function awaitedBy(wait: Wait): ts.Expression {
  return unwrap(wait.at.expression);
}
