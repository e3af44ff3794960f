import { ts } from "../syntax.js";

/**
 * The expressions that are assigned to a variable or a parameter in the function or file that declares it. They are
 * found by its name, so one that is shadowed has some too many.
 */
export function assignmentsIn(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration,
): readonly ts.Expression[] {
  if (!ts.isIdentifier(declaration.name)) return [];
  let scope: ts.Node = declaration;
  while (!ts.isSourceFile(scope) && !ts.isFunctionLike(scope)) scope = scope.parent;
  let known = assigned.get(scope);
  if (known === undefined) {
    known = collect(scope);
    assigned.set(scope, known);
  }
  return known.get(declaration.name.text) ?? [];
}

const assigned = new WeakMap<ts.Node, ReadonlyMap<string, readonly ts.Expression[]>>();

function collect(scope: ts.Node): ReadonlyMap<string, readonly ts.Expression[]> {
  const found = new Map<string, ts.Expression[]>();
  const open: ts.Node[] = [scope];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isAssignmentToName(node)) {
      const known = found.get(node.left.text);
      if (known === undefined) found.set(node.left.text, [node.right]);
      else known.push(node.right);
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
  return found;
}

/** Tells an assignment that can make a name stand for another object; arithmetic makes none. */
export function isAssignmentToName(
  node: ts.Node,
): node is ts.BinaryExpression & { readonly left: ts.Identifier } {
  return (
    ts.isBinaryExpression(node) &&
    ts.isIdentifier(node.left) &&
    keepers.has(node.operatorToken.kind)
  );
}

/** The operators that put an object in a place. */
export const keepers: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);
