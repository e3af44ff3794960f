import { ts } from "./syntax.js";
import { unwrap } from "./unwrap.js";

/** The identifiers below `scope` that have a name and stand for a value; which value is not asked. */
export function referencesIn(scope: ts.Node, name: string): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const open: ts.Node[] = [scope];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isIdentifier(node) && node.text === name && isReference(node)) found.push(node);
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) continue;
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return found.sort((a, b) => a.pos - b.pos);
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) {
    return parent.initializer === node;
  }
  if (ts.isPropertyDeclaration(parent) || ts.isEnumMember(parent)) {
    return parent.initializer === node;
  }
  return !(
    ts.isMethodDeclaration(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isFunctionExpression(parent) ||
    ts.isClassLike(parent) ||
    ts.isJsxAttribute(parent) ||
    ts.isLabeledStatement(parent) ||
    ts.isBreakOrContinueStatement(parent) ||
    ts.isAccessor(parent) ||
    ts.isImportSpecifier(parent)
  );
}

/**
 * What a use does with a promise: `looks` only asks whether it is there or what it is, `stores` puts
 * something else in its place, `consumes` is everything else: it may be awaited, handled or handed on.
 */
export function useOf(reference: ts.Expression): "consumes" | "looks" | "stores" {
  let at = reference;
  while (isAround(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.EqualsToken && parent.left === at) return "stores";
    if (comparisons.has(kind)) return "looks";
    const logical =
      kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
    return logical && parent.left === at && kind === ts.SyntaxKind.AmpersandAmpersandToken
      ? "looks"
      : "consumes";
  }
  if (ts.isTypeOfExpression(parent)) return "looks";
  if (ts.isPrefixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.ExclamationToken ? "looks" : "consumes";
  }
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) {
    return "looks";
  }
  if (ts.isConditionalExpression(parent)) return parent.condition === at ? "looks" : "consumes";
  return "consumes";
}

function isAround(node: ts.Node): node is ts.Expression {
  return ts.isExpression(node) && unwrap(node) !== node;
}

const comparisons = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
]);
