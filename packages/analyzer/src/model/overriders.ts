import { type Checker, type SemanticProgram, sourcesMatching } from "./checker.js";
import { ts } from "./compiler.js";

/**
 * The class hierarchies of a program's own sources: which declarations may run where a method of a
 * class or interface is called.
 */
export class Hierarchies {
  readonly #program: SemanticProgram;
  readonly #checker: Checker;
  #below: Map<ts.Node, ts.ClassLikeDeclaration[]> | undefined;

  constructor(program: SemanticProgram) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
  }

  /** The members with bodies that override or implement a method, in all classes below its own. */
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
    for (const { heritageClauses = [] } of heirsIn(source)) {
      for (const { expression } of heritageClauses.flatMap(({ types }) => types)) {
        for (const base of this.#declarationsOf(expression)) {
          const { fileName, isDeclarationFile } = base.getSourceFile();
          if (!isDeclarationFile) found.add(fileName);
        }
      }
    }
    found.delete(source.fileName);
    return found;
  }

  // A class may implement an interface with a method of the class that it extends.
  #inherited(below: ts.ClassLikeDeclaration, name: string): readonly ts.Node[] {
    if (!ts.isClassLike(below)) return [];
    const symbol = this.#checker.getTypeAtLocation(below).getProperty(name);
    return (symbol?.declarations ?? []).filter((one) => hasBody(one));
  }

  #subtypes(): ReadonlyMap<ts.Node, readonly ts.ClassLikeDeclaration[]> {
    if (this.#below !== undefined) return this.#below;
    const below = new Map<ts.Node, ts.ClassLikeDeclaration[]>();
    const sources = sourcesMatching(this.#program, heritage);
    this.#checker.prefetch?.({
      types: [],
      contextual: [],
      receivers: [],
      symbols: basesIn(sources),
    });
    for (const source of sources) {
      for (const declaration of heirsIn(source)) {
        for (const clause of declaration.heritageClauses ?? []) {
          for (const type of clause.types) {
            for (const above of this.#declarationsOf(type.expression)) {
              const known = below.get(above);
              // An interface that extends another stands between it and the classes.
              if (known === undefined) below.set(above, [declaration as ts.ClassLikeDeclaration]);
              else known.push(declaration as ts.ClassLikeDeclaration);
            }
          }
        }
      }
    }
    this.#below = below;
    return below;
  }

  #declarationsOf(expression: ts.Expression): readonly ts.Node[] {
    let symbol = this.#checker.getSymbolAtLocation(expression);
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

function basesIn(sources: readonly ts.SourceFile[]): ts.Expression[] {
  return sources.flatMap((source) =>
    heirsIn(source).flatMap(({ heritageClauses = [] }) =>
      heritageClauses.flatMap(({ types }) => types.map(({ expression }) => expression)),
    ),
  );
}

const heritage = /\b(?:extends|implements)\b/;
const heirs = new WeakMap<ts.SourceFile, readonly Heir[]>();
type Heir = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;

function heirsIn(source: ts.SourceFile): readonly Heir[] {
  let known = heirs.get(source);
  if (known === undefined) {
    known = heritage.test(source.text) ? [...findHeirs(source)] : [];
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
