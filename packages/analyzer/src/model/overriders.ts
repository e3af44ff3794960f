import { type Checker, type SemanticProgram, sourcesMatching } from "./checker.js";
import { ts } from "./compiler.js";
import { unwrap } from "./unwrap.js";

/**
 * The class hierarchies of a program's own sources: which declarations may run where a method of a
 * class or interface is called.
 */
export class Hierarchies {
  readonly #program: SemanticProgram;
  readonly #checker: Checker;
  #below: ReadonlyMap<ts.Node, readonly Heir[]> | undefined;

  constructor(program: SemanticProgram) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
  }

  /**
   * The members with bodies that override or implement a method, in all classes below its own and in the
   * objects that a module declares to be of its type (`const users: Users = { async find() {} }`).
   */
  overriders(member: ts.Node): readonly ts.Node[] {
    const owner = member.parent;
    if (!(ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner))) return [];
    const name = (member as ts.NamedDeclaration).name?.getText();
    if (name === undefined) return [];
    const found: ts.Node[] = [];
    const seen = new Set<ts.Node>();
    const open: ts.Node[] = [owner];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const below of this.#subtypes().get(at) ?? []) {
        if (seen.has(below)) continue;
        seen.add(below);
        if (ts.isObjectLiteralExpression(below)) {
          const own = below.properties.find((one) => one.name?.getText() === name);
          if (own !== undefined) found.push(own);
          continue;
        }
        open.push(below);
        const own = below.members.find((one) => one.name?.getText() === name && hasBody(one));
        if (own !== undefined) found.push(own);
        else if (!ts.isClassLike(owner)) found.push(...this.#inherited(below, name));
      }
    }
    return [...new Set(found)];
  }

  /** The sources that declare what the classes and interfaces of a file extend or implement. */
  basesOf(source: ts.SourceFile): ReadonlySet<string> {
    const found = new Set<string>();
    if (source.isDeclarationFile) return found;
    for (const heir of heirsIn(source)) {
      for (const name of basesOfHeir(heir)) {
        for (const base of this.#declarationsOf(name)) {
          const { fileName, isDeclarationFile } = base.getSourceFile();
          if (!isDeclarationFile) found.add(fileName);
        }
      }
    }
    found.delete(source.fileName);
    return found;
  }

  // A class may implement an interface with a method of the class that it extends.
  #inherited(below: Heir, name: string): readonly ts.Node[] {
    if (!ts.isClassLike(below)) return [];
    const symbol = this.#checker.getTypeAtLocation(below).getProperty(name);
    return (symbol?.declarations ?? []).filter((one) => hasBody(one));
  }

  #subtypes(): ReadonlyMap<ts.Node, readonly Heir[]> {
    if (this.#below !== undefined) return this.#below;
    const below = new Map<ts.Node, Heir[]>();
    const heirs = sourcesMatching(this.#program, mayHoldHeirs).flatMap(heirsIn);
    this.#checker.prefetch?.({
      types: [],
      contextual: [],
      receivers: [],
      symbols: heirs.flatMap(basesOfHeir),
    });
    for (const heir of heirs) {
      for (const name of basesOfHeir(heir)) {
        for (const above of this.#declarationsOf(name)) {
          const known = below.get(above);
          // An interface that extends another stands between it and the classes.
          if (known === undefined) below.set(above, [heir]);
          else known.push(heir);
        }
      }
    }
    this.#below = below;
    return below;
  }

  #declarationsOf(name: ts.Node): readonly ts.Node[] {
    let symbol = this.#checker.getSymbolAtLocation(name);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias) {
      symbol = this.#checker.getAliasedSymbol(symbol);
    }
    return symbol?.declarations ?? [];
  }
}

function hasBody(node: ts.Node): boolean {
  if (ts.isPropertyDeclaration(node)) {
    const { initializer } = node;
    return (
      initializer !== undefined &&
      (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
    );
  }
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

// What names the types that something is declared to be of.
function basesOfHeir(heir: Heir): readonly ts.Node[] {
  if (ts.isObjectLiteralExpression(heir)) return typesOfObject(heir);
  return (heir.heritageClauses ?? []).flatMap(({ types }) =>
    types.map(({ expression }) => expression),
  );
}

const mayHoldHeirs = /\b(?:extends|implements|satisfies)\b|:\s*\w[\w.&<>,\s]{0,80}=\s*\{/;
const heirs = new WeakMap<ts.SourceFile, readonly Heir[]>();
type Heir = ts.ClassLikeDeclaration | ts.InterfaceDeclaration | ts.ObjectLiteralExpression;

function heirsIn(source: ts.SourceFile): readonly Heir[] {
  let known = heirs.get(source);
  if (known === undefined) {
    known = [...(/\b(?:extends|implements)\b/.test(source.text) ? findHeirs(source) : [])];
    if (!isTest.test(source.fileName)) known = [...known, ...typedObjects(source)];
    heirs.set(source, known);
  }
  return known;
}

// What stands in for something in a test is nothing that the program runs.
const isTest =
  /(^|\/)(tests?|e2e|__tests__|__mocks__|mocks?|fixtures?)\/|[.-](test|spec|mock|d)\.\w+$/i;

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
