import { ts } from "./syntax.js";

/** The declaration of a name by `const`, `let` or `var` in one of the blocks around it, the nearest one first. */
function declaredBefore(name: ts.Identifier): ts.VariableDeclaration | undefined {
  for (let at: ts.Node | undefined = name; at !== undefined; at = at.parent) {
    // A parameter, or what a loop or a handler binds, is another of the name.
    if (bindsItself(at, name.text)) return undefined;
    if (!ts.isBlock(at) && !ts.isSourceFile(at)) continue;
    for (const statement of at.statements) {
      if (statement.pos >= name.pos || !ts.isVariableStatement(statement)) continue;
      const found = statement.declarationList.declarations.find(
        (one) => ts.isIdentifier(one.name) && one.name.text === name.text,
      );
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function bindsItself(at: ts.Node, name: string): boolean {
  if (ts.isFunctionLike(at)) return at.parameters.some((one) => binds(one.name, name));
  if (ts.isCatchClause(at)) {
    return at.variableDeclaration !== undefined && binds(at.variableDeclaration.name, name);
  }
  if (!ts.isForStatement(at) && !ts.isForOfStatement(at) && !ts.isForInStatement(at)) return false;
  const { initializer } = at;
  return (
    initializer !== undefined &&
    ts.isVariableDeclarationList(initializer) &&
    initializer.declarations.some((one) => binds(one.name, name))
  );
}

function binds(bound: ts.BindingName, name: string): boolean {
  if (ts.isIdentifier(bound)) return bound.text === name;
  return bound.elements.some((one) => ts.isBindingElement(one) && binds(one.name, name));
}

/** What a name stands for that is declared so by `const`. */
export function constantBefore(name: ts.Identifier): ts.Expression | undefined {
  const declaration = declaredBefore(name);
  const isConstant =
    declaration !== undefined && (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant ? declaration.initializer : undefined;
}
