import { ts } from "./syntax.js";

/** The declaration of a name by `const`, `let` or `var` in one of the blocks around it, the nearest one first. */
export function declaredBefore(name: ts.Identifier): ts.VariableDeclaration | undefined {
  for (let at: ts.Node | undefined = name; at !== undefined; at = at.parent) {
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

/** What a name stands for that is declared so by `const`. */
export function constantBefore(name: ts.Identifier): ts.Expression | undefined {
  const declaration = declaredBefore(name);
  const isConstant =
    declaration !== undefined && (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant ? declaration.initializer : undefined;
}
