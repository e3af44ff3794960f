import { type Checker, type SemanticProgram, sourcesMatching } from "./checker.js";
import { ts } from "./compiler.js";
import { basesOfHeir, type Heir, heirsIn, mayHoldHeirs } from "./heirs.js";
import { HeirsByName } from "./heirs-by-name.js";
import { ownerOf } from "./member-owner.js";
import { NodeMark } from "./node-mark.js";
import { placeInRepository } from "./place.js";
import { isTestFile } from "./test-files.js";

/**
 * The class hierarchies of a program's own sources: which declarations may run where a method of a
 * class or interface is called.
 */
export class Hierarchies {
  readonly #program: SemanticProgram;
  readonly #checker: Checker;
  #below: Subtypes | undefined;
  #byName: HeirsByName | undefined;

  constructor(program: SemanticProgram, below?: Subtypes) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
    this.#below = below;
  }

  /** The same of the same program, once that has let go of its trees. */
  withoutTrees(): Hierarchies {
    return new Hierarchies(this.#program, this.#below?.marked(this.#program));
  }

  /**
   * The members with bodies that override or implement a method, in all classes below its own and in the
   * objects that a module declares to be of its type (`const users: Users = { async find() {} }`), or that a function of it
   * makes and is declared to answer (`const createUsers = (): Users => ({ async find() {} })`). Of an object that takes in
   * another (`{ ...others }`) and has no such member of its own, it is what takes it in. What stands in for it in tests is run by these alone, and left out where it is no part of a test itself.
   */
  overriders(member: ts.Node): readonly ts.Node[] {
    const owner = ownerOf(member);
    if (owner === undefined) return [];
    const name = (member as ts.NamedDeclaration).name?.getText();
    if (name === undefined) return [];
    const subtypes = this.#subtypesBelow(owner);
    const found: ts.Node[] = [];
    const seen = new Set<ts.Node>();
    const open: ts.Node[] = [owner];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const below of subtypes.of(at)) {
        if (seen.has(below)) continue;
        seen.add(below);
        if (isInTest(below) && !isInTest(owner)) continue;
        if (ts.isObjectLiteralExpression(below)) {
          const own = below.properties.find((one) => one.name?.getText() === name);
          const any = own ?? below.properties.find((one) => ts.isSpreadAssignment(one));
          if (any !== undefined) found.push(any);
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

  // A run that asks about a few classes need not look at all others.
  #subtypesBelow(owner: ts.Node): Pick<Subtypes, "of"> {
    if (this.#below !== undefined) return this.#below;
    this.#byName ??= new HeirsByName(this.#program, (name) => this.#declarationsOf(name));
    if (this.#byName.reaches(owner)) return this.#byName;
    this.#byName = undefined;
    this.#below = this.#allSubtypes();
    return this.#below;
  }

  #allSubtypes(): Subtypes {
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
    return new Subtypes(below);
  }

  #declarationsOf(name: ts.Node): readonly ts.Node[] {
    let symbol = this.#checker.getSymbolAtLocation(name);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias) {
      symbol = this.#checker.getAliasedSymbol(symbol);
    }
    return symbol?.declarations ?? [];
  }
}

/** What stands directly below classes and interfaces, by these; or the marks of both, where trees were let go. */
class Subtypes {
  readonly #nodes: ReadonlyMap<ts.Node, readonly Heir[]>;
  readonly #marks: ReadonlyMap<string | ts.Node, readonly NodeMark[]>;
  readonly #program: SemanticProgram | undefined;

  constructor(
    nodes: ReadonlyMap<ts.Node, readonly Heir[]>,
    marks: ReadonlyMap<string | ts.Node, readonly NodeMark[]> = new Map(),
    program?: SemanticProgram,
  ) {
    this.#nodes = nodes;
    this.#marks = marks;
    this.#program = program;
  }

  of(above: ts.Node): readonly Heir[] {
    const known = this.#nodes.get(above);
    if (known !== undefined || this.#program === undefined) return known ?? [];
    return (this.#marks.get(keyFor(above)) ?? []).flatMap((mark) => {
      const source = this.#program?.getSourceFile(mark.file);
      const heir = source && mark.in(source);
      return heir === undefined ? [] : [heir as Heir];
    });
  }

  marked(program: SemanticProgram): Subtypes {
    if (this.#program !== undefined) return this;
    const marks = [...this.#nodes].map(
      ([above, heirs]) => [keyFor(above), heirs.map((heir) => new NodeMark(heir))] as const,
    );
    return new Subtypes(new Map(), new Map(marks), program);
  }
}

// The trees of declaration files stay.
function keyFor(node: ts.Node): string | ts.Node {
  const { fileName, isDeclarationFile } = node.getSourceFile();
  return isDeclarationFile ? node : `${fileName} ${node.pos} ${node.kind}`;
}

function isInTest(node: ts.Node): boolean {
  return isTestFile(placeInRepository(node.getSourceFile().fileName));
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
