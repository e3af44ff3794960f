import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { lineOf } from "./control.js";
import type { Obstacle } from "./hazard.js";
import { calledName, isAssignmentOperator, type Names } from "./names.js";
import type { Unit } from "./units.js";

/**
 * A statement in a `try` that sets or fills what is declared outside of it and is read once the `try` has
 * failed, in the `catch` or `finally`, or after a `catch` that lets the function go on: what it holds then
 * is as much as was done before the failure.
 */
export function handlerObstacle({ node }: Unit, names: Names): Obstacle | undefined {
  let changed: readonly ts.Expression[] | undefined;
  for (let at: ts.Node = node; at.parent !== undefined; at = at.parent) {
    const attempt = at.parent;
    if (ts.isFunctionLike(attempt)) break;
    if (!ts.isTryStatement(attempt) || attempt.tryBlock !== at) continue;
    changed ??= changedIn(node);
    for (const target of changed) {
      const read = readAfterFailure(target, attempt, names);
      if (read === undefined) continue;
      return {
        hazard: "handler",
        tier: "blocks",
        at: read,
        reason: `line ${lineOf(read)} reads \`${read.getText()}\` to see how far the \`try\` came`,
      };
    }
  }
  return undefined;
}

/** What a statement assigns, and the lists that it fills. */
function changedIn(root: ts.Node): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) {
      found.push(unwrap(node.left));
    } else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      if (counts.has(node.operator)) found.push(unwrap(node.operand));
    } else if (ts.isCallExpression(node) && fills.has(calledName(node))) {
      const callee = unwrap(node.expression);
      if (ts.isPropertyAccessExpression(callee)) found.push(unwrap(callee.expression));
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

const counts: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusPlusToken,
  ts.SyntaxKind.MinusMinusToken,
]);
const fills: ReadonlySet<string> = new Set(["add", "push", "set", "splice", "unshift"]);

function readAfterFailure(
  target: ts.Expression,
  attempt: ts.TryStatement,
  names: Names,
): ts.Node | undefined {
  const handlers = [attempt.catchClause, attempt.finallyBlock].filter((one) => one !== undefined);
  const text = target.getText();
  const inHandler = handlers.map((one) => findText(one, text)).find((one) => one !== undefined);
  if (inHandler !== undefined) return inHandler;
  const variable = rootOf(target);
  if (variable === undefined) return undefined;
  const { reads, writes } = names.in(variable);
  for (const identity of [...reads.keys(), ...writes.keys()]) {
    if (isDeclaredIn(attempt.tryBlock, identity, names)) continue;
    const seen = attempt.catchClause !== undefined && !alwaysLeaves(attempt.catchClause.block);
    const places = [...handlers, ...(seen ? codeAfter(attempt) : [])];
    const read = places.map((one) => names.in(one).reads.get(identity)).find(isFound);
    if (read !== undefined) return read;
  }
  return undefined;
}

// The variable in `list`, `state.list` and `lists[0]`.
function rootOf(target: ts.Expression): ts.Identifier | undefined {
  let at = target;
  while (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) {
    at = unwrap(at.expression);
  }
  return ts.isIdentifier(at) ? at : undefined;
}

function isDeclaredIn(block: ts.Node, identity: unknown, names: Names): boolean {
  const place = names.in(block).writes.get(identity);
  const parent = place?.parent;
  return (
    parent !== undefined &&
    (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) &&
    parent.name === place
  );
}

function alwaysLeaves({ statements }: ts.Block): boolean {
  const last = statements.at(-1);
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}

// The statements that run after one, up to the end of the function; a whole loop, where it is in one.
function codeAfter(statement: ts.Statement): readonly ts.Node[] {
  const found: ts.Node[] = [];
  let at: ts.Node = statement;
  for (; at.parent !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (ts.isIterationStatement(parent, false)) found.push(parent);
    else if (ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent)) {
      const { statements } = parent;
      found.push(...statements.slice(statements.indexOf(at as ts.Statement) + 1));
    }
  }
  return found;
}

function isFound(node: ts.Node | undefined): node is ts.Node {
  return node !== undefined;
}

function findText(root: ts.Node, text: string): ts.Node | undefined {
  if (ts.isExpression(root) && root.getText() === text) return root;
  return ts.forEachChild(root, (child) => findText(child, text));
}
