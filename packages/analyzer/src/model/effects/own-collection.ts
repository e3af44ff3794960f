import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";

/**
 * Tells whether a variable is a collection that a module makes and keeps for itself, and that says that it holds no other
 * collections: `const keys = new Map<string, User>()`, which no other file can have.
 */
export function isOwnCollection(declaration: ts.VariableDeclaration): boolean {
  let known = owned.get(declaration);
  if (known === undefined) {
    known = isOwned(declaration);
    owned.set(declaration, known);
  }
  return known;
}

const owned = new WeakMap<ts.VariableDeclaration, boolean>();

function isOwned(declaration: ts.VariableDeclaration): boolean {
  const { initializer, name, parent } = declaration;
  const statement = parent.parent;
  if (statement === undefined || !ts.isVariableStatement(statement)) return false;
  if (!ts.isSourceFile(statement.parent) || !ts.isIdentifier(name)) return false;
  const isConstant = (parent.flags & ts.NodeFlags.Const) !== 0;
  if (!isConstant || initializer === undefined || statement.modifiers !== undefined) return false;
  const made = unwrap(initializer);
  if (!ts.isNewExpression(made) || !/^(Weak)?(Map|Set)$/.test(made.expression.getText())) {
    return false;
  }
  const declared =
    declaration.type !== undefined && ts.isTypeReferenceNode(declaration.type)
      ? declaration.type.typeArguments
      : undefined;
  const held = (made.typeArguments ?? declared)?.at(-1);
  return held !== undefined && isSingle(held) && !isHandedOn(name.text, statement.parent);
}

function isSingle(type: ts.TypeNode): boolean {
  return (
    /^[\w$.]+$/.test(type.getText()) &&
    !/(any|unknown|object|Array|List|Map|Set|Record|Buffer|Queue|Stack)$/i.test(type.getText())
  );
}

// By the file's exports, or by what is done with it but to ask it, to fill it and to go over it.
function isHandedOn(name: string, file: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === name && !isAsked(node)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(file);
}

function isAsked(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isVariableDeclaration(parent)) return parent.name === name;
  if (ts.isForOfStatement(parent)) return parent.expression === name;
  if (ts.isSpreadElement(parent)) return true;
  if (!ts.isPropertyAccessExpression(parent)) return false;
  if (parent.name === name) return true;
  const call = parent.parent;
  if (!ts.isCallExpression(call)) return true;
  // What answers itself may go on under another name.
  return !/^(add|set)$/.test(parent.name.text) || ts.isExpressionStatement(call.parent);
}
