import { ts } from "../syntax.js";
import { unwrap } from "../unwrap.js";

/**
 * Tells whether a variable is a collection that a module makes and keeps for itself, and that says that it holds no other
 * collections: `const keys = new Map<string, User>()`, which no other file can have.
 */
export function isOwnCollection(
  declaration: ts.VariableDeclaration,
  declarationsOf: DeclarationsOf,
): boolean {
  let known = owned.get(declaration);
  if (known === undefined) {
    known = isOwned(declaration, declarationsOf);
    owned.set(declaration, known);
  }
  return known;
}

/** The declarations that the name of a type leads to. */
type DeclarationsOf = (name: ts.Identifier) => readonly ts.Node[];

const owned = new WeakMap<ts.VariableDeclaration, boolean>();

function isOwned(declaration: ts.VariableDeclaration, declarationsOf: DeclarationsOf): boolean {
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
  if (held === undefined || !isSingle(held, declarationsOf)) return false;
  return !isHandedOn(name.text, statement.parent);
}

// A text, a number, or what has fields of its own and is no other collection under a name.
function isSingle(type: ts.TypeNode, declarationsOf: DeclarationsOf): boolean {
  if (primitives.has(type.kind)) return true;
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return false;
  if (type.typeArguments !== undefined) return false;
  const declarations = declarationsOf(type.typeName);
  return (
    declarations.length > 0 &&
    declarations.every((one) => {
      if (one.getSourceFile().isDeclarationFile) return false;
      if (ts.isEnumDeclaration(one)) return true;
      if (ts.isInterfaceDeclaration(one) || ts.isClassLike(one)) {
        return (
          one.heritageClauses === undefined && !one.members.some(ts.isIndexSignatureDeclaration)
        );
      }
      return (
        ts.isTypeAliasDeclaration(one) &&
        ts.isTypeLiteralNode(one.type) &&
        !one.type.members.some(ts.isIndexSignatureDeclaration)
      );
    })
  );
}

const primitives: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.StringKeyword,
]);

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
  // Who goes over it by a function may be handed all of it.
  if (parent.name.text === "forEach") {
    const [work] = call.arguments;
    return work !== undefined && ts.isArrowFunction(work) && work.parameters.length < 3;
  }
  // What answers itself may go on under another name.
  return !/^(add|set)$/.test(parent.name.text) || ts.isExpressionStatement(call.parent);
}
