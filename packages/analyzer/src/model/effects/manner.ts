import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import { isCacheFill } from "./cache-fill.js";
import type { LazyInit } from "./lazy-init.js";
import { dropsCredential } from "./refusal.js";

/**
 * How something is written: as any write is, `once` for a lazy initialisation in one step, or in a way in
 * which the same code running twice at a time leaves what it leaves twice in a row, `filled` where it gives a value
 * to what has none, `loaded` where it keeps what it has read, `counted` where it goes one number on, or notes the
 * time, and `turned` where the number comes round again.
 */
export type Manner = "plain" | "once" | "reentrant" | "filled" | "loaded" | "counted" | "turned";

/** How an assignment writes; `lazy` where it gives a value only where there is none. */
export function mannerOf(node: ts.BinaryExpression, lazy: LazyInit | undefined): Manner {
  if (lazy?.sync === true || isCacheFill(node.left.getText(), node.right)) return "once";
  // An entry is asked for by its key, and whoever comes second makes the same one.
  if (lazy !== undefined && ts.isElementAccessExpression(node.left)) return "once";
  const { kind } = node.operatorToken;
  if (lazy !== undefined || dropsCredential(node)) return "filled";
  const adds = kind === ts.SyntaxKind.PlusEqualsToken;
  if (adds && ts.isNumericLiteral(unwrap(node.right))) return "counted";
  if (adds || kind === ts.SyntaxKind.MinusEqualsToken) return "reentrant";
  if (kind === ts.SyntaxKind.PercentEqualsToken) return "turned";
  if (kind !== ts.SyntaxKind.EqualsToken) return "plain";
  if (notesVisit.test(node.left.getText()) && isTime(node.right)) return "counted";
  if (!isNextOf(node.left.getText(), node.right)) return "plain";
  return takesTurns(node.right) ? "turned" : "reentrant";
}

/** How `++` and `--` write: what goes up and down, such as a depth, is no count of what was done. */
export function mannerOfStep(operator: ts.SyntaxKind): Manner {
  return operator === ts.SyntaxKind.PlusPlusToken ? "counted" : "reentrant";
}

// `entry.accessed = Date.now()`, by way of a constant too: when somebody was last there. Who notes when he last began
// mostly waits until it is time again.
const notesVisit = /[._#](last_?)?(access(ed)?|seen|touched|used|visited)(_?at|_?time)?$/i;

function isTime(value: ts.Expression): boolean {
  const at = unwrap(value);
  if (ts.isCallExpression(at)) return /^(Date|performance)\.now$/.test(at.expression.getText());
  return ts.isIdentifier(at) && isTimeAbove(at);
}

function isTimeAbove(name: ts.Identifier): boolean {
  for (let at: ts.Node = name; at.parent !== undefined && !ts.isFunctionLike(at); at = at.parent) {
    if (!ts.isBlock(at)) continue;
    for (const statement of at.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const one of statement.declarationList.declarations) {
        if (one.name.getText() !== name.text) continue;
        const { initializer } = one;
        return initializer !== undefined && ts.isCallExpression(initializer) && isTime(initializer);
      }
    }
  }
  return false;
}

// `next = next + 1`, and `next = (next + 1) % hosts.length` of what is taken in turn.
function isNextOf(counter: string, value: ts.Expression): boolean {
  const at = unwrap(value);
  if (!ts.isBinaryExpression(at)) return false;
  const { left, right, operatorToken } = at;
  if (operatorToken.kind === ts.SyntaxKind.PercentToken) return isNextOf(counter, left);
  return (
    operatorToken.kind === ts.SyntaxKind.PlusToken &&
    unwrap(left).getText() === counter &&
    ts.isNumericLiteral(unwrap(right))
  );
}

function takesTurns(next: ts.Expression): boolean {
  const at = unwrap(next);
  return ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.PercentToken;
}

/** Tells whether a number is counted on by a statement of its own, so that nothing is made of it there: `count += 1;`. */
export function onlyCounts(node: ts.BinaryExpression | ts.UnaryExpression): boolean {
  if (!ts.isExpressionStatement(node.parent)) return false;
  return ts.isBinaryExpression(node)
    ? mannerOf(node, undefined) === "counted"
    : (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
        mannerOfStep(node.operator) === "counted";
}

/** How an entry is written: it has a key of its own. */
export function entryOf(manner: Manner): Manner {
  return manner === "plain" ? "reentrant" : manner;
}

/** How a method changes the collection that it is called on. */
export function mannerOfChange(callee: ts.PropertyAccessExpression): Manner {
  // What takes the next of what is waiting takes each of them once, whoever comes first.
  return /^(add|set|delete|push|unshift|shift|pop)$/.test(callee.name.text) ? "reentrant" : "plain";
}
