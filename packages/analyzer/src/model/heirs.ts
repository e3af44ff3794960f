import { ts } from "./compiler.js";
import { placeInRepository } from "./place.js";
import { isTestFile } from "./test-files.js";
import { unwrap } from "./unwrap.js";

/** What names the types that something is declared to be of. */
export function basesOfHeir(heir: Heir): readonly ts.Node[] {
  if (ts.isObjectLiteralExpression(heir)) return typesOfObject(heir);
  return (heir.heritageClauses ?? []).flatMap(({ types }) =>
    types.map(({ expression }) => expression),
  );
}

/** What the text of a source holds that declares heirs. */
export const mayHoldHeirs = /\b(?:extends|implements|satisfies)\b|:\s*\w[\w.&<>,\s]{0,80}=\s*\{/;
const heirs = new WeakMap<ts.SourceFile, readonly Heir[]>();

/** What stands below a class or an interface: another of both, or an object that is declared to be of its type. */
export type Heir = ts.ClassLikeDeclaration | ts.InterfaceDeclaration | ts.ObjectLiteralExpression;

/** The heirs of a source, in whatever order, but always in the same. */
export function heirsIn(source: ts.SourceFile): readonly Heir[] {
  let known = heirs.get(source);
  if (known === undefined) {
    known = [...(/\b(?:extends|implements)\b/.test(source.text) ? findHeirs(source) : [])];
    if (!isTestFile(placeInRepository(source.fileName)) && !source.isDeclarationFile)
      known = [...known, ...typedObjects(source)];
    heirs.set(source, known);
  }
  return known;
}

function* findHeirs(source: ts.SourceFile): Iterable<Heir> {
  const open: ts.Node[] = [source];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (
      (ts.isClassLike(node) || ts.isInterfaceDeclaration(node)) &&
      node.heritageClauses !== undefined
    ) {
      yield node;
    }
    ts.forEachChild(node, (child) => {
      open.push(child);
    });
  }
}

// Objects with functions in them that a module declares for itself, each with a type by its name.
function* typedObjects(source: ts.SourceFile): Iterable<ts.ObjectLiteralExpression> {
  for (const statement of source.statements) {
    const values = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ initializer }) => initializer)
      : ts.isExportAssignment(statement)
        ? [statement.expression]
        : [];
    for (const value of values) {
      const made = value === undefined ? undefined : unwrap(value);
      if (made === undefined || !ts.isObjectLiteralExpression(made)) continue;
      if (made.properties.some(mayRun) && typesOfObject(made).length > 0) yield made;
    }
  }
}

function mayRun(property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isMethodDeclaration(property) || ts.isShorthandPropertyAssignment(property)) return true;
  if (!ts.isPropertyAssignment(property)) return false;
  const value = unwrap(property.initializer);
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value);
}

// The names in `const users: Users & Teams = {}` and `{} satisfies Users`.
function typesOfObject(made: ts.ObjectLiteralExpression): readonly ts.EntityName[] {
  const found: ts.EntityName[] = [];
  const add = (type: ts.TypeNode | undefined): void => {
    if (type === undefined) return;
    if (ts.isTypeReferenceNode(type)) found.push(type.typeName);
    else if (ts.isIntersectionTypeNode(type)) for (const one of type.types) add(one);
    else if (ts.isParenthesizedTypeNode(type)) add(type.type);
  };
  let { parent } = made;
  while (
    ts.isParenthesizedExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isAsExpression(parent)
  ) {
    if (ts.isSatisfiesExpression(parent)) add(parent.type);
    parent = parent.parent;
  }
  if (ts.isVariableDeclaration(parent)) add(parent.type);
  return found;
}
