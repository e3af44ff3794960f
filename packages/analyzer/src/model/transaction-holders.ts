import { type Checker, type SemanticProgram, sourcesMatching } from "./checker.js";
import { ts } from "./compiler.js";
import { typeAnsweredBy } from "./heirs.js";
import {
  functionMemberAround,
  type MembersUsed,
  membersUsed,
  nameOfMember,
  reachedFrom,
  textOf,
} from "./members-used.js";
import { placeInRepository } from "./place.js";
import { isTestFile } from "./test-files.js";
import {
  type Handing,
  handingsIn,
  mayHandTransaction,
  type Source,
  sourcesOf,
} from "./transaction-handings.js";
import { unwrap } from "./unwrap.js";

/**
 * The classes, and the types that these implement, of a program's own sources whose objects somebody makes with what may be a transaction
 * (`new Users(tx)`), and the fields that then hold it: by the constructor, through those of base classes, and
 * through functions that are named for making something and hand on what they are given.
 */
export class TransactionHolders {
  readonly #program: SemanticProgram;
  readonly #checker: Checker;
  #fields: ReadonlyMap<ts.Node, ReadonlyMap<string, ts.Node>> | undefined;
  /** By the types that such a class implements, or that a function answers which makes an object so. */
  readonly #types = new Map<ts.Node, ts.Node>();
  /** What runs on objects of a class that hold one. */
  readonly #runs = new Map<ts.Node, MembersUsed>();

  constructor(program: SemanticProgram) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
  }

  /**
   * Where somebody makes objects of a class or of another type with a transaction and hands them on, or those whose field
   * it is, or on which a method is called: the construction, or nothing.
   */
  madeAt(node: ts.Node): readonly ts.Node[] {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) {
      this.#found();
      const at = this.#types.get(node);
      return at === undefined ? [] : [at];
    }
    const owner = ts.isClassLike(node) ? node : ts.findAncestor(node, ts.isClassLike);
    const fields = owner === undefined ? undefined : this.#found().get(owner);
    if (fields === undefined) return [];
    const { members, isHandedOn } = this.#runs.get(owner as ts.Node) ?? runsNothing;
    const [first] = fields.values();
    const isMeant = node === owner ? isHandedOn : members.has(nameOfMember(node) ?? "");
    if (node === owner || isFunctionMember(node)) {
      return isMeant && first !== undefined ? [first] : [];
    }
    const name = (node as ts.NamedDeclaration).name?.getText() ?? "";
    const at = fields.get(name);
    return at === undefined ? [] : [at];
  }

  /**
   * The sources that declare the classes, and the types of the objects, which a file makes with a transaction, or
   * hands one of its own on to.
   */
  classesOf(source: ts.SourceFile): ReadonlySet<string> {
    const found = new Set<string>();
    if (source.isDeclarationFile) return found;
    const holds = [...(mayHandTransaction.test(source.text) ? this.#found().keys() : [])];
    const isHolder = holds.some((one) => one.getSourceFile() === source);
    if (!isHolder && !mayHandTransaction.test(source.text)) return found;
    for (const { at, source: from } of handingsIn(source)) {
      if (from.from !== "transaction" && !(isHolder && from.from === "field")) continue;
      const declared = this.#declarationOf(at.expression);
      if (declared === undefined) continue;
      for (const one of [declared, ...this.#typesOf(declared)])
        found.add(one.getSourceFile().fileName);
    }
    found.delete(source.fileName);
    return found;
  }

  #found(): ReadonlyMap<ts.Node, ReadonlyMap<string, ts.Node>> {
    this.#fields ??= this.#find();
    return this.#fields;
  }

  #find(): ReadonlyMap<ts.Node, ReadonlyMap<string, ts.Node>> {
    const fields = new Map<ts.Node, Map<string, ts.Node>>();
    const begun = sourcesMatching(this.#program, mayHandTransaction)
      .filter(({ fileName }) => !isTestFile(placeInRepository(fileName)))
      .flatMap((source) => handingsIn(source))
      .filter(({ source }) => source.from === "transaction");
    this.#checker.prefetch?.({
      types: [],
      contextual: [],
      receivers: [],
      symbols: begun.map(({ at }) => at.expression),
    });
    const open = begun.flatMap((handing) => this.#given(handing, handing.at));
    const seen = new Set<string>();
    // The nearest first, so that a class which somebody makes with a transaction is said to be made there.
    for (const given of open) {
      const { to, index, property, used } = given;
      const key = `${to.getSourceFile().fileName} ${to.pos} ${index} ${property} ${textOf(used)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const type of !ts.isClassLike(to) || used.isHandedOn ? this.#typesOf(to) : []) {
        if (!this.#types.has(type)) this.#types.set(type, given.madeAt);
      }
      if (ts.isClassLike(to)) open.push(...this.#madeWith(to, given, fields));
      else open.push(...this.#handedOn(to, given));
    }
    return fields;
  }

  // What somebody goes by who is handed such an object and knows nothing of who has made it.
  #typesOf(maker: ts.Node): readonly ts.Node[] {
    const answered = typeAnsweredBy(maker);
    const names = ts.isClassLike(maker)
      ? (maker.heritageClauses ?? [])
          .filter(({ token }) => token === ts.SyntaxKind.ImplementsKeyword)
          .flatMap(({ types }) => types.map(({ expression }) => expression))
      : answered === undefined
        ? []
        : [answered];
    return names
      .flatMap((name) => this.#declarationsOf(name))
      .filter((one) => ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one));
  }

  // What the objects of a class hold that are made with something, and whom they hand it on to.
  #madeWith(
    made: ts.ClassLikeDeclaration,
    given: Given,
    fields: Map<ts.Node, Map<string, ts.Node>>,
  ): readonly Given[] {
    const maker = constructorOf(made);
    if (maker === undefined) {
      // What has no constructor of its own is made by that of its base.
      const base = baseOf(made);
      const above = base === undefined ? undefined : this.#declarationOf(base);
      return above !== undefined && ts.isClassLike(above)
        ? [{ ...given, to: above, used: this.#usedOfBase(made, given.used) }]
        : [];
    }
    const held = fields.get(made) ?? new Map<string, ts.Node>();
    fields.set(made, held);
    for (const field of fieldsFilled(maker, given)) {
      if (!held.has(field)) held.set(field, given.madeAt);
    }
    const { members, isHandedOn } = this.#runOn(made, given.used);
    const handed = handingsIn(made).filter(({ at, source }) => {
      if (source.from !== "field" || source.owner !== made || !held.has(source.field)) return false;
      const name = nameOfMember(functionMemberAround(at, made));
      return isHandedOn || name === undefined || members.has(name);
    });
    return [
      ...this.#handedOn(maker, { ...given, used: this.#usedOfBase(made, given.used) }),
      ...handed.flatMap((one) => this.#given(one, given.madeAt)),
    ];
  }

  // What runs on such an object, with all that it uses of the same object, beside what is known of by now.
  #runOn(made: ts.ClassLikeDeclaration, used: MembersUsed): MembersUsed {
    const before = this.#runs.get(made) ?? runsNothing;
    const reached = reachedFrom(made, [...before.members, ...used.members]);
    const isOpen = used.isHandedOn || reached.isHandedOn || baseOf(made) !== undefined;
    const runs = { members: reached.members, isHandedOn: before.isHandedOn || isOpen };
    this.#runs.set(made, runs);
    return runs;
  }

  // What a base may call runs in it, or comes back from the class that extends it.
  #usedOfBase(made: ts.ClassLikeDeclaration, used: MembersUsed): MembersUsed {
    return { members: this.#runOn(made, used).members, isHandedOn: true };
  }

  // What is used of the object that a function answers, or whose base a constructor makes, is what its callers use.
  #handedOn(declared: ts.Node, given: Given): readonly Given[] {
    return handingsIn(declared)
      .filter(({ source }) => isGiven(source, declared, given))
      .flatMap((one) => {
        const isSame =
          one.at.expression.kind === ts.SyntaxKind.SuperKeyword || isAnswerOf(declared, one.at);
        return this.#given(one, given.madeAt, isSame ? given.used : membersUsed(one.at));
      });
  }

  #given(
    { at, index, property }: Handing,
    madeAt: ts.Node,
    used: MembersUsed = membersUsed(at),
  ): readonly Given[] {
    const around = ts.findAncestor(at, ts.isClassLike);
    const named =
      at.expression.kind !== ts.SyntaxKind.SuperKeyword
        ? at.expression
        : around === undefined
          ? undefined
          : baseOf(around);
    const to = named === undefined ? undefined : this.#declarationOf(named);
    return to === undefined ? [] : [{ to, index, property, madeAt, used }];
  }

  // The class or the function that an expression names, where the project has written it.
  #declarationOf(expression: ts.Node): ts.Node | undefined {
    for (const one of this.#declarationsOf(expression)) {
      if (one.getSourceFile().isDeclarationFile) continue;
      if (ts.isClassLike(one) || isFunctionWithBody(one)) return one;
      if (ts.isVariableDeclaration(one) && one.initializer !== undefined) {
        const { initializer } = one;
        if (ts.isClassLike(initializer) || isFunctionWithBody(initializer)) return initializer;
      }
    }
    return undefined;
  }

  #declarationsOf(expression: ts.Node): readonly ts.Node[] {
    const name = ts.isPropertyAccessExpression(expression)
      ? expression.name
      : ts.isQualifiedName(expression)
        ? expression.right
        : expression;
    let symbol = this.#checker.getSymbolAtLocation(name);
    if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias) {
      symbol = this.#checker.getAliasedSymbol(symbol);
    }
    return symbol?.declarations ?? [];
  }
}

/** A class or a function is handed what may be, or hold, the transaction that the construction `madeAt` was given. */
interface Given extends Pick<Handing, "index" | "property"> {
  readonly to: ts.Node;
  readonly madeAt: ts.Node;
  /** What is used of the object that is made, or answered. */
  readonly used: MembersUsed;
}

const runsNothing: MembersUsed = { members: new Set(), isHandedOn: false };

// `(db) => new Users(db)`, `return new Users(db)`.
function isAnswerOf(declared: ts.Node, made: ts.Expression): boolean {
  let at: ts.Node = made;
  while (ts.isParenthesizedExpression(at.parent) || ts.isAsExpression(at.parent)) at = at.parent;
  const { parent } = at;
  const isAnswer =
    ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === at);
  return isAnswer && ts.findAncestor(parent, ts.isFunctionLike) === declared;
}

function isFunctionMember(node: ts.Node): boolean {
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node)) return true;
  return (
    ts.isPropertyDeclaration(node) &&
    node.initializer !== undefined &&
    ts.isFunctionLike(unwrap(node.initializer))
  );
}

function isFunctionWithBody(node: ts.Node): node is ts.FunctionLikeDeclaration {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

function constructorOf(declared: ts.ClassLikeDeclaration): ts.ConstructorDeclaration | undefined {
  return declared.members.find(
    (one): one is ts.ConstructorDeclaration =>
      ts.isConstructorDeclaration(one) && one.body !== undefined,
  );
}

function baseOf(declared: ts.ClassLikeDeclaration): ts.Expression | undefined {
  return declared.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    ?.types[0]?.expression;
}

// Whether a value inside of a function is what it was handed.
function isGiven(source: Source, declared: ts.Node, { index, property }: Given): boolean {
  if (source.from !== "parameter" || source.parameter.parent !== declared) return false;
  const { parameters } = source.parameter.parent;
  return (
    parameters.indexOf(source.parameter) === index &&
    (property === undefined || source.property === undefined || source.property === property)
  );
}

// The fields that a constructor puts into what it was handed: by a parameter that is one, or an assignment.
function fieldsFilled(maker: ts.ConstructorDeclaration, given: Given): readonly string[] {
  const found: string[] = [];
  const parameter = maker.parameters[given.index];
  if (parameter !== undefined && ts.isParameterPropertyDeclaration(parameter, maker)) {
    found.push(parameter.name.getText());
  }
  const visit = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(node.left) &&
      node.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
      sourcesOf(node.right).some((source) => isHeld(source, maker, given))
    ) {
      found.push(node.left.name.text);
    }
    ts.forEachChild(node, visit);
  };
  if (maker.body !== undefined) visit(maker.body);
  return found;
}

// A parameter that is named for a transaction says so itself.
function isHeld(source: Source, maker: ts.Node, given: Given): boolean {
  return source.from === "transaction" || isGiven(source, maker, given);
}
