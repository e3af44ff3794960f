import { ts } from "../../model/syntax.js";

/**
 * The members that a loop's body takes from a name which it uses only in ways that make sense for a
 * value; `undefined` where it uses it in another way, or not at all.
 */
export function valueUses(name: string, body: ts.Node): readonly string[] | undefined {
  const members: string[] = [];
  let used = false;
  const open: ts.Node[] = [body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (ts.isIdentifier(node) && node.text === name && !isMemberName(node)) {
      if (!isValueUse(node)) return undefined;
      if (ts.isPropertyAccessExpression(node.parent)) members.push(node.parent.name.text);
      used = true;
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return used ? members : undefined;
}

function isMemberName(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

function isValueUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return !promiseMethods.has(parent.name.text);
  if (ts.isTemplateSpan(parent)) return !ts.isTaggedTemplateExpression(parent.parent.parent);
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return calculations.has(kind);
  }
  return ts.isIfStatement(parent) || ts.isPrefixUnaryExpression(parent);
}

const promiseMethods = new Set(["catch", "finally", "then"]);

const calculations = new Set([
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.SlashToken,
]);
