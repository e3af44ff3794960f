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
    if (ts.isSpreadAssignment(property)) found.clear();
    else if (ts.isPropertyAssignment(property))
      found.set(property.name.getText(), [property.initializer]);
    else if (ts.isShorthandPropertyAssignment(property))
      found.set(property.name.text, [property.name]);
  }
  if (found.size === 0) return none;
  const open: ts.Node[] = [scopeOf(declaration)];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isBinaryExpression(node) && keepers.has(node.operatorToken.kind)) {
      const left = unwrap(node.left);
      if (ts.isPropertyAccessExpression(left) && unwrap(left.expression).getText() === name.text) {
        found.get(left.name.text)?.push(node.right);
      }
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return found;
}

function scopeOf(declaration: ts.Node): ts.Node {
  let at = declaration;
  while (at.parent !== undefined && !ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return at;
}
