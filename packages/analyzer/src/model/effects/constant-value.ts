import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";
import { assignmentsIn } from "./assignments.js";

/**
 * The expression that a name stands for wherever it is used: a constant's, that of a member of an enumeration
 * (`Command.Get`) or of a class (`static readonly`), or that of an entry of a table which nobody writes to
 * (`const QUERIES = { users: "SELECT ..." } as const`).
 */
export function constantValue(declarations: readonly ts.Node[] = []): ts.Expression | undefined {
  const [declaration, ...others] = declarations;
  if (declaration === undefined || others.length > 0) return undefined;
  if (ts.isVariableDeclaration(declaration)) {
    return isConst(declaration) ? declaration.initializer : undefined;
  }
  if (ts.isEnumMember(declaration)) return declaration.initializer;
  if (ts.isPropertyDeclaration(declaration)) {
    const { modifiers = [] } = declaration;
    const stays = [ts.SyntaxKind.StaticKeyword, ts.SyntaxKind.ReadonlyKeyword].every((kind) =>
      modifiers.some((one) => one.kind === kind),
    );
    return stays ? declaration.initializer : undefined;
  }
  if (ts.isPropertyAssignment(declaration) && isInTable(declaration))
    return declaration.initializer;
  return undefined;
}

/** What is asked of the texts that a variable holds one after another. */
export interface Texts {
  /** Whether a whole text is one of those that are looked for. */
  isWhole(text: ts.Expression): boolean;
  /** Whether what is added to it leaves it so. */
  isPart(text: string): boolean;
}

/**
 * A text that stands for all that a variable ever holds: the one that it begins with, where it is only ever made longer
 * (`sql += " WHERE ..."`), or the first of several that are all of one kind.
 */
export function heldText(
  declarations: readonly ts.Node[] = [],
  { isWhole, isPart }: Texts,
): ts.Expression | undefined {
  const [declaration, ...others] = declarations;
  if (declaration === undefined || others.length > 0) return undefined;
  if (!ts.isVariableDeclaration(declaration) || isConst(declaration)) return undefined;
  const { initializer, name } = declaration;
  if (!ts.isIdentifier(name)) return undefined;
  const texts = [initializer, ...assignmentsIn(declaration)].flatMap((one) =>
    one === undefined || /^(""|''|``|null|undefined)$/.test(one.getText()) ? [] : [one],
  );
  const [first] = texts;
  if (first === undefined || !texts.every(isText)) return undefined;
  if (texts.length > 1 && !texts.every(isWhole)) return undefined;
  let scope: ts.Node = declaration;
  while (!ts.isSourceFile(scope) && !ts.isFunctionLike(scope)) scope = scope.parent;
  const visit = (node: ts.Node): boolean => {
    if (ts.isBinaryExpression(node)) {
      const { left, right, operatorToken } = node;
      const isSame = left.getText() === name.text;
      if (isSame && operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) {
        return isPart(right.getText());
      }
      // `[sql, params] = build()`: nobody knows what it is then.
      const isTakenApart = ts.isArrayLiteralExpression(left) || ts.isObjectLiteralExpression(left);
      const isAssigned = operatorToken.kind === ts.SyntaxKind.EqualsToken;
      if (isTakenApart && isAssigned && new RegExp(`\\b${name.text}\\b`).test(left.getText())) {
        return false;
      }
    }
    return ts.forEachChild(node, (child) => (visit(child) ? undefined : true)) !== true;
  };
  return visit(scope) ? first : undefined;
}

// An object that is held may be changed by whoever holds it, too.
function isText(expression: ts.Expression): boolean {
  const at = unwrap(expression);
  if (ts.isBinaryExpression(at)) {
    return at.operatorToken.kind === ts.SyntaxKind.PlusToken && isText(at.left);
  }
  return (
    ts.isStringLiteralLike(at) || ts.isTemplateExpression(at) || ts.isTaggedTemplateExpression(at)
  );
}

// In a table that is a constant by `as const` or by its name, at any depth.
function isInTable(entry: ts.PropertyAssignment): boolean {
  let at: ts.Node = entry.parent;
  let isFixed = false;
  for (; !ts.isVariableDeclaration(at.parent); at = at.parent) {
    const { parent } = at;
    if (ts.isAsExpression(parent) && ts.isConstTypeReference(parent.type)) isFixed = true;
    const isPart = ts.isPropertyAssignment(parent) || ts.isObjectLiteralExpression(parent);
    if (!isPart && !(ts.isExpression(parent) && unwrap(parent) !== parent)) return false;
  }
  const { name } = at.parent;
  const isNamedSo = ts.isIdentifier(name) && /^[A-Z][A-Z0-9_]*$/.test(name.text);
  return isConst(at.parent) && (isFixed || isNamedSo);
}

function isConst({ parent }: ts.VariableDeclaration): boolean {
  return (parent.flags & ts.NodeFlags.Const) !== 0;
}

/** The name by which an expression says what it stands for, itself or as a member. */
export function nameIn(expression: ts.Expression): ts.Identifier | undefined {
  if (ts.isIdentifier(expression)) return expression;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  return ts.isIdentifier(expression.name) ? expression.name : undefined;
}
