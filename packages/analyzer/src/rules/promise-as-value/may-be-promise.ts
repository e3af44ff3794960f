import { ts } from "../../model/syntax.js";
import { unwrap } from "../../model/unwrap.js";

/**
 * Tells by syntax whether it is worth asking for an expression's type: the checker is asked about a
 * call, and about names that the file gives to calls or declares to be promises, and not about every
 * operand there is.
 */
export function mayBePromise(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (ts.isCallExpression(inner)) {
    const callee = inner.expression;
    return callee.kind !== ts.SyntaxKind.SuperKeyword && !isRequire(callee);
  }
  if (ts.isNewExpression(inner)) return true;
  if (ts.isConditionalExpression(inner)) {
    return mayBePromise(inner.whenTrue) || mayBePromise(inner.whenFalse);
  }
  if (ts.isIdentifier(inner)) return namesOf(inner.getSourceFile()).has(inner.text);
  if (ts.isPropertyAccessExpression(inner)) {
    return namesOf(inner.getSourceFile()).has(inner.name.text);
  }
  return false;
}

function isRequire(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) && callee.text === "require";
}

const names = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

// The names of variables, parameters and properties that may hold a promise.
function namesOf(file: ts.SourceFile): ReadonlySet<string> {
  let known = names.get(file);
  if (known === undefined) {
    known = collect(file);
    names.set(file, known);
  }
  return known;
}

function collect(file: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  const open: ts.Node[] = [file];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const name = heldBy(node);
    if (name !== undefined) found.add(name);
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return found;
}

function heldBy(node: ts.Node): string | undefined {
  if (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node)
  ) {
    const { name, type } = node;
    if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
    if (type !== undefined) return /Promise/.test(type.getText()) ? name.text : undefined;
    const initializer = "initializer" in node ? node.initializer : undefined;
    return initializer !== undefined && startsSomething(initializer) ? name.text : undefined;
  }
  if (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    startsSomething(node.right)
  ) {
    const target = unwrap(node.left);
    if (ts.isIdentifier(target)) return target.text;
    return ts.isPropertyAccessExpression(target) ? target.name.text : undefined;
  }
  return undefined;
}

function startsSomething(expression: ts.Expression): boolean {
  const inner = unwrap(expression);
  if (ts.isConditionalExpression(inner)) {
    return startsSomething(inner.whenTrue) || startsSomething(inner.whenFalse);
  }
  return (ts.isCallExpression(inner) || ts.isNewExpression(inner)) && !isRequire(inner.expression);
}
