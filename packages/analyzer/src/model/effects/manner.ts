import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import { isCacheFill, type LazyInit } from "./lazy-init.js";
import { dropsCredential } from "./refusal.js";

/**
 * How something is written: as any write is, `once` for a lazy initialisation in one step, or in a way in
 * which the same code running twice at a time leaves what it leaves twice in a row, `filled` where it gives a value
 * to what has none, `loaded` where it keeps what it has read.
 */
export type Manner = "plain" | "once" | "reentrant" | "filled" | "loaded";

/** How an assignment writes; `lazy` where it gives a value only where there is none. */
export function mannerOf(node: ts.BinaryExpression, lazy: LazyInit | undefined): Manner {
  if (lazy?.sync === true || isCacheFill(node.left.getText(), node.right)) return "once";
  // An entry is asked for by its key, and whoever comes second makes the same one.
  if (lazy !== undefined && ts.isElementAccessExpression(node.left)) return "once";
  const { kind } = node.operatorToken;
  const counts =
    kind === ts.SyntaxKind.PlusEqualsToken ||
    kind === ts.SyntaxKind.MinusEqualsToken ||
    (kind === ts.SyntaxKind.EqualsToken && isNextOf(node.left.getText(), node.right));
  if (lazy !== undefined || dropsCredential(node)) return "filled";
  return counts ? "reentrant" : "plain";
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

/** How an entry is written: it has a key of its own. */
export function entryOf(manner: Manner): Manner {
  return manner === "plain" ? "reentrant" : manner;
}

/** How a method changes the collection that it is called on. */
export function mannerOfChange(callee: ts.PropertyAccessExpression): Manner {
  // What takes the next of what is waiting takes each of them once, whoever comes first.
  return /^(add|set|delete|push|unshift|shift|pop)$/.test(callee.name.text) ? "reentrant" : "plain";
}
