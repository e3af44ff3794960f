import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import { keepers } from "./assignments.js";

/**
 * What the members of an object literal that a constant holds are, by name: where nothing that is spread behind one may
 * replace it, what stands there and what the code assigns to it (`options.headers = headers`).
 */
export function membersPutInto(
  declaration: ts.VariableDeclaration,
): ReadonlyMap<string, readonly ts.Expression[]> {
  let known = members.get(declaration);
  if (known === undefined) {
    known = membersOf(declaration);
    members.set(declaration, known);
  }
  return known;
}

const members = new WeakMap<
  ts.VariableDeclaration,
  ReadonlyMap<string, readonly ts.Expression[]>
>();
const none: ReadonlyMap<string, readonly ts.Expression[]> = new Map();

function membersOf(
  declaration: ts.VariableDeclaration,
): ReadonlyMap<string, readonly ts.Expression[]> {
  const { initializer, name, parent } = declaration;
  const isConstant = (parent.flags & ts.NodeFlags.Const) !== 0;
  if (!isConstant || initializer === undefined || !ts.isIdentifier(name)) return none;
  const literal = unwrap(initializer);
  if (!ts.isObjectLiteralExpression(literal) || !literal.properties.some(ts.isSpreadAssignment)) {
    return none;
  }
  const found = new Map<string, ts.Expression[]>();
  for (const property of literal.properties) {
    const key = property.name;
    if (key === undefined || ts.isComputedPropertyName(key)) found.clear();
    else if (ts.isPropertyAssignment(property)) found.set(key.getText(), [property.initializer]);
    else if (ts.isShorthandPropertyAssignment(property)) found.set(key.getText(), [property.name]);
    else found.delete(key.getText());
  }
  if (found.size === 0) return none;
  const open: ts.Node[] = [scopeOf(declaration)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) {
      const assigned = assignedTo(node);
      if (assigned === "anything") return none;
      if (assigned !== undefined) found.get(assigned.member)?.push(assigned.value);
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return found;
}

interface Assigned {
  readonly member: string;
  readonly value: ts.Expression;
}

// What the use of a name puts into a member of what it names; `anything` where that is not plain to see.
function assignedTo(name: ts.Identifier): Assigned | "anything" | undefined {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) {
    if (parent.name === name) return undefined;
    const target = parent.parent;
    if (ts.isBinaryExpression(target) && target.left === parent) {
      if (!keepers.has(target.operatorToken.kind)) return undefined;
      return { member: parent.name.text, value: target.right };
    }
    return isPattern(parent) ? "anything" : undefined;
  }
  if (ts.isPropertyAssignment(parent) && parent.name === name) return undefined;
  // Handed on, it is at most changed where that is told.
  if (ts.isCallExpression(parent) && parent.arguments.includes(name)) {
    const isFirst = parent.arguments[0] === name;
    return isFirst && /(assign|merge|extend|defaults|set)$/i.test(parent.expression.getText())
      ? "anything"
      : undefined;
  }
  return ts.isSpreadAssignment(parent) || ts.isReturnStatement(parent) ? undefined : "anything";
}

// `[all.headers] = [given]`, `({ a: all.headers } = given)`, `for (all.headers of list)`.
function isPattern(place: ts.Node): boolean {
  let at = place;
  while (isPartOfPattern(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === at;
  return (
    at !== place &&
    ts.isBinaryExpression(parent) &&
    keepers.has(parent.operatorToken.kind) &&
    parent.left === at
  );
}

function isPartOfPattern(node: ts.Node): boolean {
  return (
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isSpreadElement(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isParenthesizedExpression(node)
  );
}

function scopeOf(declaration: ts.Node): ts.Node {
  let at = declaration;
  while (at.parent !== undefined && !ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return at;
}
