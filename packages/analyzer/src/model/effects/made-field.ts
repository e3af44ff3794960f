import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";

/** Tells whether a class makes what a field holds where it declares it, and puts nothing else there: `names = new Map()`. */
export function isMadeField(declarations: readonly ts.Node[] = []): boolean {
  const [declaration, ...others] = declarations;
  if (declaration === undefined || others.length > 0 || !ts.isPropertyDeclaration(declaration)) {
    return false;
  }
  let known = made.get(declaration);
  if (known === undefined) {
    known = isMade(declaration);
    made.set(declaration, known);
  }
  return known;
}

const made = new WeakMap<ts.PropertyDeclaration, boolean>();

function isMade({ initializer, name, parent, modifiers }: ts.PropertyDeclaration): boolean {
  if (initializer === undefined || !ts.isClassLike(parent)) return false;
  if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true) return false;
  const value = unwrap(initializer);
  const isEmpty =
    (ts.isArrayLiteralExpression(value) && value.elements.length === 0) ||
    (ts.isObjectLiteralExpression(value) && value.properties.length === 0) ||
    (ts.isNewExpression(value) &&
      /^(Weak)?(Map|Set)$/.test(value.expression.getText()) &&
      (value.arguments ?? []).length === 0);
  if (!isEmpty) return false;
  // Whoever else puts something there is of this file, or of a class that extends this one.
  const isOwn =
    ts.isPrivateIdentifier(name) ||
    modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) === true ||
    modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) === true;
  if (!isOwn && !/^_/.test(name.getText()) && isExported(parent)) return false;
  return !isAssigned(name.getText(), parent.getSourceFile());
}

function isExported(declared: ts.ClassLikeDeclaration): boolean {
  return declared.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

// `this.names = given`, or anything that may take the place of all fields: `Object.assign(this, given)`.
function isAssigned(name: string, file: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment &&
      (!ts.isPropertyAccessExpression(node.left) || node.left.name.text === name) &&
      node.left.getText().includes(name)
    ) {
      return true;
    }
    if (
      ts.isCallExpression(node) &&
      /(^|\.)(assign|merge|extend|defaults)$/.test(node.expression.getText())
    ) {
      const [first] = node.arguments;
      if (first?.kind === ts.SyntaxKind.ThisKeyword) return true;
    }
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(file);
}
