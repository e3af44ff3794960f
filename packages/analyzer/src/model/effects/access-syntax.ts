import { ts } from "../syntax.js";
import { isFunctionLiteral } from "./call-syntax.js";
import { hasModifier } from "./resolve.js";

/** Tells whether an operator assigns. */
export function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Tells whether an operator is `++` or `--`. */
export function isStep(operator: ts.PrefixUnaryOperator): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

/** What is assigned to: `a` of `[a = 1] = list` and of `[...a] = list`. */
export function withoutDefault(target: ts.Expression): ts.Expression {
  if (ts.isSpreadElement(target)) return target.expression;
  return ts.isBinaryExpression(target) && target.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? target.left
    : target;
}

/** Tells whether a declaration brings a name that is never assigned again. */
export function isConstant(declaration: ts.Node): boolean {
  let at = declaration;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  return ts.isVariableDeclaration(at) && (at.parent.flags & ts.NodeFlags.Const) !== 0;
}

/** Tells whether what is reached by a name is a variable of a module of the project, as `auth.token` of `import * as auth` is. */
export function isOfModule(declaration: ts.Node | undefined): boolean {
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    !declaration.getSourceFile().isDeclarationFile
  );
}

/** Tells whether a declaration is a function's own. */
export function isInFunction(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent)
    if (ts.isFunctionLike(at)) return true;
  return false;
}

/** The function, or else the file, that code stands in. */
export function frameOf(node: ts.Node): ts.Node {
  let at = node;
  while (!ts.isSourceFile(at) && !(ts.isFunctionLike(at) && at !== node)) at = at.parent;
  return at;
}

/** Tells whether a node stands in another. */
export function contains(outer: ts.Node, node: ts.Node): boolean {
  return (
    node.pos >= outer.pos && node.end <= outer.end && node.getSourceFile() === outer.getSourceFile()
  );
}

/** Methods, constants and what a type calls `readonly` do not change; neither do names of modules. */
export function isMutableField(declaration: ts.Node): boolean {
  if (ts.isPropertyAssignment(declaration)) return !isFunctionLiteral(declaration.initializer);
  if (ts.isParameter(declaration) || ts.isPropertyDeclaration(declaration)) {
    return !hasModifier(declaration, ts.SyntaxKind.ReadonlyKeyword);
  }
  if (ts.isPropertySignature(declaration)) {
    return (
      !hasModifier(declaration, ts.SyntaxKind.ReadonlyKeyword) &&
      (declaration.type === undefined || !ts.isFunctionTypeNode(declaration.type))
    );
  }
  return ts.isShorthandPropertyAssignment(declaration) || ts.isBinaryExpression(declaration);
}

/** Tells whether what is assigned to is the line that a spinner shows: `spinner.text`, of ora and its like. */
export function tellsProgress(target: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(target) || !/^(prefix|suffix)?text$/i.test(target.name.text)) {
    return false;
  }
  const shown = target.expression;
  const name = ts.isIdentifier(shown)
    ? shown.text
    : ts.isPropertyAccessExpression(shown)
      ? shown.name.text
      : "";
  return /spinner$/i.test(name);
}
