import { ts } from "../syntax.js";

/**
 * Tells whether a declaration says in place that what it names is a string, a number or the like, which
 * leads to no object whatever it is handed to.
 */
export function isDeclaredPrimitive(declaration: ts.Node | undefined): boolean {
  if (declaration === undefined) return false;
  if (
    !ts.isParameter(declaration) &&
    !ts.isVariableDeclaration(declaration) &&
    !ts.isPropertyDeclaration(declaration) &&
    !ts.isPropertySignature(declaration)
  ) {
    return false;
  }
  return declaration.type !== undefined && isPrimitive(declaration.type);
}

function isPrimitive(type: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.every(isPrimitive);
  if (ts.isParenthesizedTypeNode(type)) return isPrimitive(type.type);
  return primitives.has(type.kind);
}

const primitives: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.LiteralType,
  ts.SyntaxKind.NeverKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.SymbolKeyword,
  ts.SyntaxKind.TemplateLiteralType,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.VoidKeyword,
]);
