import { ts } from "../model/syntax.js";
import { unwrap } from "../model/unwrap.js";
import { type Awaited, holdsAwait } from "./units.js";

/** What has to hold for a choice to wait: `wanted` in `wanted ? await load() : []`. */
export interface Test {
  readonly expression: ts.Expression;
  /** It waits where that does not hold. */
  readonly isNegated: boolean;
}

/** The test of a choice of which one branch is awaited. */
export function testOf(awaited: Awaited): readonly Test[] {
  if (ts.isAwaitExpression(awaited)) return [];
  if (ts.isBinaryExpression(awaited)) return [testFor(awaited.left, false)];
  return [testFor(awaited.condition, !holdsAwait(awaited.whenTrue))];
}

function testFor(expression: ts.Expression, isNegated: boolean): Test {
  const at = unwrap(expression);
  return ts.isPrefixUnaryExpression(at) && at.operator === ts.SyntaxKind.ExclamationToken
    ? testFor(at.operand, !isNegated)
    : { expression: at, isNegated };
}

/**
 * Tells whether two tests can hold at once, as far as one can tell: each part of the one is a part of the other, or asks
 * of something else than any part of it.
 */
export function mayBothBe(one: Test, other: Test): boolean {
  const parts = partsOf(other);
  return partsOf(one).every((part) => parts.every((beside) => mayBothHold(part, beside)));
}

function mayBothHold(one: Test, other: Test): boolean {
  if (one.expression.getText() === other.expression.getText()) {
    return one.isNegated === other.isNegated;
  }
  const asked = askedIn(one.expression);
  return ![...askedIn(other.expression)].some((text) => asked.has(text));
}

// All of which have to hold: `a` and `b` in `a && b`, and in `!(a || b)` that they do not.
function partsOf(test: Test): readonly Test[] {
  const { expression, isNegated } = test;
  const joins = isNegated ? ts.SyntaxKind.BarBarToken : ts.SyntaxKind.AmpersandAmpersandToken;
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== joins) return [test];
  return [expression.left, expression.right].flatMap((side) => partsOf(testFor(side, isNegated)));
}

// `user.id` and `kinds` in `user.id && kinds.includes("all")`.
function askedIn(expression: ts.Expression): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      for (const part of [node.expression.expression, ...node.arguments]) visit(part);
    } else if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) {
      found.add(node.getText().replaceAll("?.", "."));
    } else ts.forEachChild(node, visit);
  };
  visit(expression);
  return found;
}
