import { ownTexts, type SemanticProgram } from "./checker.js";
import { ts } from "./compiler.js";
import { basesOfHeir, type Heir, heirsIn, mayHoldHeirs } from "./heirs.js";
import { TypeNames } from "./type-names.js";

/**
 * The heirs of a few classes and interfaces, found by the names that these may have elsewhere, as the texts of all
 * files say them: only the files are parsed that declare something below such a name, and whether it is the one that
 * was asked about is asked of the checker.
 */
export class HeirsByName {
  readonly #program: SemanticProgram;
  readonly #declarationsOf: (name: ts.Node) => readonly ts.Node[];
  readonly #known = new Map<ts.Node, readonly Heir[]>();
  #texts: OwnNames | undefined;
  #owners = 0;

  constructor(program: SemanticProgram, declarationsOf: (name: ts.Node) => readonly ts.Node[]) {
    this.#program = program;
    this.#declarationsOf = declarationsOf;
  }

  /** What stands directly below a class or interface that was reached. */
  of(above: ts.Node): readonly Heir[] {
    return this.#known.get(above) ?? [];
  }

  /**
   * Finds all that is below a class or interface. Answers false where its name does not decide that, and where
   * that many were asked about that it costs less to look at all of them at once.
   */
  reaches(owner: ts.Node): boolean {
    if (this.#known.has(owner)) return true;
    this.#owners += 1;
    if (this.#owners > MOST_OWNERS) return false;
    let open = [owner];
    while (open.length > 0) {
      this.#texts ??= new OwnNames(this.#program);
      const names = this.#texts.namesOf(open);
      if (names === undefined) return false;
      open = this.#find(new Set(open), names);
    }
    return true;
  }

  // What is new among the heirs of these, of which more may be heirs.
  #find(open: ReadonlySet<ts.Node>, names: ReadonlySet<string>): ts.Node[] {
    const below = new Map([...open].map((one) => [one, [] as Heir[]]));
    const files = this.#texts?.filesBelow(names) ?? [];
    const heirs = files
      .flatMap((file) => this.#program.getSourceFile(file) ?? [])
      .flatMap(heirsIn)
      .map((heir) => ({ heir, bases: basesOfHeir(heir).filter((base) => mayMean(base, names)) }));
    this.#program.getTypeChecker().prefetch?.({
      types: [],
      contextual: [],
      receivers: [],
      symbols: heirs.flatMap(({ bases }) => bases),
    });
    for (const { heir, bases } of heirs) {
      for (const base of bases) {
        for (const above of this.#declarationsOf(base)) below.get(above)?.push(heir);
      }
    }
    for (const [above, found] of below) this.#known.set(above, found);
    const found = new Set<ts.Node>([...below.values()].flat());
    return [...found].filter((one) => !(ts.isObjectLiteralExpression(one) || this.#known.has(one)));
  }
}

/** Where more are asked about, whole files are checked, which are parsed in any case. */
const MOST_OWNERS = 16;

function mayMean(base: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(base)) return names.has(base.text);
  if (ts.isPropertyAccessExpression(base)) return names.has(base.name.text);
  return ts.isQualifiedName(base) ? names.has(base.right.text) : true;
}

/** The names of types in all own files of a program. */
class OwnNames {
  readonly #files: readonly Named[];
  readonly #renamings = new Map<string, string[]>();
  readonly #decide: boolean;

  constructor(program: SemanticProgram) {
    const texts = ownTexts(program);
    // What a class is called in JavaScript, nobody declares.
    const files = program.fileNames ?? program.getSourceFiles().map(({ fileName }) => fileName);
    this.#decide = ![...files].some((file) => isJavaScript.test(file));
    const found: Named[] = [];
    for (const { file, text, source } of this.#decide ? texts : []) {
      const names = namesIn(text, source);
      for (const [from, to] of names.renamings) {
        const known = this.#renamings.get(from);
        if (known === undefined) this.#renamings.set(from, [to]);
        else known.push(to);
      }
      if (!isDeclaration.test(file) && mayHoldHeirs.test(text)) found.push({ file, names });
    }
    this.#files = found;
  }

  /** All names that these may have anywhere; `undefined` where names do not decide. */
  namesOf(declarations: readonly ts.Node[]): ReadonlySet<string> | undefined {
    if (!this.#decide) return undefined;
    const all = new Set<string>();
    for (const declaration of declarations) {
      const own = ownNamesOf(declaration);
      if (own === undefined) return undefined;
      for (const name of own) all.add(name);
    }
    // What is added while they are gone through, is gone through as well.
    for (const name of all) for (const other of this.#renamings.get(name) ?? []) all.add(other);
    return [...wholeModule].some((name) => all.has(name)) ? undefined : all;
  }

  /** The files that may declare something below one of these names, in their order. */
  filesBelow(names: ReadonlySet<string>): readonly string[] {
    return this.#files.filter(({ names: one }) => one.mayBeBelow(names)).map(({ file }) => file);
  }
}

interface Named {
  readonly file: string;
  readonly names: TypeNames;
}

const isJavaScript = /\.[cm]?jsx?$/;
const isDeclaration = /\.d(\.[^./]+)?\.[cm]?ts$/;

// What a module is as a whole has any name.
const wholeModule = new Set(["export=", "module.exports"]);

const known = new WeakMap<ts.SourceFile, TypeNames>();

function namesIn(text: string, source: ts.SourceFile | undefined): TypeNames {
  let names = source && known.get(source);
  if (names === undefined) {
    names = new TypeNames(text);
    if (source !== undefined) known.set(source, names);
  }
  return names;
}

// What a class or interface is called where it stands, and where it is imported whole.
function ownNamesOf(declaration: ts.Node): readonly string[] | undefined {
  const source = declaration.getSourceFile();
  // What is global, or declared for a package, may have other names in what came with packages.
  if (source.isDeclarationFile || !ts.isExternalModule(source)) return undefined;
  for (let at = declaration.parent; at !== undefined; at = at.parent) {
    if (ts.isModuleDeclaration(at) && !(at.name.kind === ts.SyntaxKind.Identifier && !isGlobal(at)))
      return undefined;
    if (ts.isExportAssignment(at) && ts.isClassExpression(declaration)) return undefined;
  }
  const { name } = declaration as ts.NamedDeclaration;
  const own = name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
  const isDefault =
    ts.canHaveModifiers(declaration) &&
    ts.getModifiers(declaration)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  return isDefault ? [...own, "default"] : own;
}

function isGlobal(module: ts.ModuleDeclaration): boolean {
  return (module.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}
