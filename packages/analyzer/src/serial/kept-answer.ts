import type { Access, Summary } from "../model/effects/summary.js";
import { ts } from "../model/syntax.js";

/** What two awaits may keep in memory by the same code, further down: an entry of a collection, a field, a variable. */
export function sharedFills(one: Summary, other: Summary): readonly Access[] {
  const places = new Set(other.writes.filter(isInMemory).map(({ at }) => at));
  return one.writes.filter((write) => isInMemory(write) && places.has(write.at));
}

function isInMemory({ location, isDirect }: Access): boolean {
  return !isDirect && location.kind !== "resource" && location.kind !== "connection";
}

/** Tells whether what is kept is what one of these calls brings: `known.set(id, await load(id))`. */
export function isFilledWith({ at }: Access, asked: readonly ts.Node[]): boolean {
  const value = valueGiven(at);
  const around = ts.findAncestor(at, ts.isFunctionLike);
  if (value === undefined || around === undefined) return false;
  return comesFrom(
    value,
    asked.filter((one) => isIn(one, around)),
    around,
  );
}

function valueGiven(at: ts.Node): ts.Expression | undefined {
  const call = ts.findAncestor(at, ts.isCallExpression);
  if (call !== undefined && (call === at || isIn(at, call.expression)))
    return call.arguments.at(-1);
  const assignment = ts.findAncestor(at, ts.isBinaryExpression);
  const assigns = assignment !== undefined && (assignment === at || isIn(at, assignment.left));
  return assigns && /^(\?\?|\|\|)?=$/.test(assignment.operatorToken.getText())
    ? assignment.right
    : undefined;
}

// `JSON.parse(text)`, where `text` is what was awaited: a few names may stand in between.
function comesFrom(value: ts.Node, asked: readonly ts.Node[], around: ts.Node, steps = 3): boolean {
  // One place of several that ask the same stands for all.
  const text = value.getText();
  if (asked.some((one) => text.includes(one.getText()))) return true;
  if (steps === 0) return false;
  const names = new Set<string>();
  const collect = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, collect);
  };
  collect(value);
  const visit = (node: ts.Node): boolean =>
    (ts.isVariableDeclaration(node) &&
      node.initializer !== undefined &&
      names.has(node.name.getText()) &&
      comesFrom(node.initializer, asked, around, steps - 1)) ||
    ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return visit(around);
}

function isIn(inner: ts.Node, outer: ts.Node): boolean {
  return (
    inner.getSourceFile() === outer.getSourceFile() &&
    outer.pos <= inner.pos &&
    inner.end <= outer.end
  );
}
