import type { Checker, Wanted } from "../checker.js";
import { ts } from "../compiler.js";
import type { NodeTable } from "./node-table.js";
import type {
  SignatureData,
  SymbolData,
  SymbolMark,
  SymbolReference,
  TypeData,
} from "./protocol.js";

/** What the checker needs of the program that it belongs to. */
export interface NativeWorld {
  /** Asks the process about this program. */
  ask<T>(method: string, parameters: object): T;
  /** Asks several questions in one go; one that is refused is answered with `undefined`. */
  askAll(questions: readonly NativeQuestion[]): readonly unknown[];
  /** The tree of a file, by one of its nodes. */
  tableOf(node: ts.Node): NodeTable | undefined;
  /** Our node for a place as the process writes it. */
  nodeAt(place: string): ts.Node | undefined;
}

export interface NativeQuestion {
  readonly method: string;
  readonly params: object;
}

/** A question about a type, with what takes the answer and says which types came with it. */
interface Wish extends NativeQuestion {
  keep(answer: unknown): readonly NativeType[];
}

const MOST_ROUNDS = 3;

/**
 * TypeScript 7's checker in the shape of the compiler's own, as far as that is used here. What it has said
 * once is kept, and what follows from a type's flags alone is not asked.
 */
export class NativeChecker {
  readonly #world: NativeWorld;
  readonly #types = new Map<number, NativeType>();
  readonly #symbols = new Map<string, NativeSymbol>();
  readonly #typesAt = new Map<ts.Node, ts.Type>();
  readonly #contextualAt = new Map<ts.Node, ts.Type | undefined>();
  readonly #symbolsAt = new Map<ts.Node, ts.Symbol | undefined>();
  readonly #assignable = new Map<string, boolean>();
  #any: ts.Type | undefined;

  constructor(world: NativeWorld) {
    this.#world = world;
  }

  /** Itself as the compiler's own. */
  get checker(): Checker {
    return this as unknown as Checker;
  }

  prefetch({ types, contextual, symbols, receivers }: Wanted): void {
    const questions: NativeQuestion[] = [];
    const readers: ((answer: unknown) => void)[] = [];
    const many = (
      nodes: readonly ts.Node[],
      known: ReadonlyMap<ts.Node, unknown>,
      method: string,
      keep: (node: ts.Node, answer: unknown) => void,
    ): void => {
      const open: ts.Node[] = [];
      const locations: string[] = [];
      for (const node of nodes) {
        const location = known.has(node) ? undefined : this.#locationOf(node);
        if (location === undefined) continue;
        open.push(node);
        locations.push(location);
      }
      if (open.length === 0) return;
      questions.push({ method, params: { locations } });
      readers.push((answer) => {
        if (!Array.isArray(answer)) return;
        open.forEach((node, index) => {
          keep(node, answer[index]);
        });
      });
    };
    many([...types, ...receivers], this.#typesAt, "getTypeAtLocations", (node, answer) => {
      if (answer) this.#typesAt.set(node, this.type(answer as TypeData));
    });
    many(symbols, this.#symbolsAt, "getSymbolsAtLocations", (node, answer) => {
      this.#symbolsAt.set(node, answer ? this.symbol(answer as SymbolData) : undefined);
    });
    for (const node of contextual) {
      const location = this.#contextualAt.has(node) ? undefined : this.#locationOf(node);
      if (location === undefined) continue;
      questions.push({ method: "getContextualType", params: { location } });
      readers.push((answer) => {
        this.#contextualAt.set(node, answer ? this.type(answer as TypeData) : undefined);
      });
    }
    if (questions.length === 0) return;
    this.#world.askAll(questions).forEach((answer, index) => {
      readers[index]?.(answer);
    });
    this.#prefetchAliases(symbols);
    this.#prefetchAbout(types, receivers);
  }

  // What nearly every type is asked: what it is made of, where it comes from, whether it can be awaited.
  // Each round asks about the types that the one before has brought.
  #prefetchAbout(nodes: readonly ts.Node[], receivers: readonly ts.Node[]): void {
    const typesOf = (some: readonly ts.Node[]): NativeType[] =>
      some.flatMap((node) => (this.#typesAt.get(node) as NativeType | undefined) ?? []);
    const whole = new Set(typesOf(nodes));
    let open = new Set([...whole, ...typesOf(receivers)]);
    for (let round = 0; open.size > 0 && round < MOST_ROUNDS; round += 1) {
      const wishes = [...open].flatMap((type) =>
        type.wishes(whole.has(type)).map((wish) => ({ ...wish, isWhole: whole.has(type) })),
      );
      open = new Set();
      this.#world.askAll(wishes).forEach((answer, index) => {
        const { keep, isWhole } = wishes[index] as (typeof wishes)[number];
        if (answer === undefined) return;
        for (const type of keep(answer)) {
          open.add(type);
          if (isWhole) whole.add(type);
        }
      });
    }
  }

  // An imported name is asked for what it stands for as soon as it is known to be one.
  #prefetchAliases(nodes: readonly ts.Node[]): void {
    const aliases = new Set<NativeSymbol>();
    for (const node of nodes) {
      const symbol = this.#symbolsAt.get(node) as NativeSymbol | undefined;
      if (symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias && !symbol.isFollowed) {
        aliases.add(symbol);
      }
    }
    if (aliases.size === 0) return;
    const all = [...aliases];
    const params = all.map(({ reference }) => ({ symbol: reference }));
    const answers = this.#world.askAll([
      ...params.map((one) => ({ method: "getAliasedSymbol", params: one })),
      ...params.map((one) => ({ method: "getImmediateAliasedSymbol", params: one })),
    ]);
    all.forEach((alias, index) => {
      alias.follow(
        this.#symbolOrNone(answers[index] as SymbolData | null),
        this.#symbolOrNone(answers[all.length + index] as SymbolData | null),
      );
    });
  }

  getTypeAtLocation(node: ts.Node): ts.Type {
    const known = this.#typesAt.get(node);
    if (known !== undefined) return known;
    const location = this.#locationOf(node);
    const type =
      location === undefined
        ? this.getAnyType()
        : this.type(this.#world.ask<TypeData>("getTypeAtLocation", { location }));
    this.#typesAt.set(node, type);
    return type;
  }

  getContextualType(node: ts.Expression): ts.Type | undefined {
    if (!this.#contextualAt.has(node)) {
      const location = this.#locationOf(node);
      this.#contextualAt.set(
        node,
        location === undefined ? undefined : this.#typeOrNone("getContextualType", { location }),
      );
    }
    return this.#contextualAt.get(node);
  }

  getSymbolAtLocation(node: ts.Node): ts.Symbol | undefined {
    if (!this.#symbolsAt.has(node)) {
      const location = this.#locationOf(node);
      this.#symbolsAt.set(
        node,
        location === undefined
          ? undefined
          : this.#symbolOrNone(
              this.#world.ask<SymbolData | null>("getSymbolAtLocation", { location }),
            ),
      );
    }
    return this.#symbolsAt.get(node);
  }

  getShorthandAssignmentValueSymbol(node: ts.Node): ts.Symbol | undefined {
    const location = this.#locationOf(node);
    return location === undefined
      ? undefined
      : this.#symbolOrNone(
          this.#world.ask<SymbolData | null>("getShorthandAssignmentValueSymbol", { location }),
        );
  }

  getAliasedSymbol(symbol: ts.Symbol): ts.Symbol {
    return this.#followed(symbol).aliased ?? symbol;
  }

  getImmediateAliasedSymbol(symbol: ts.Symbol): ts.Symbol | undefined {
    return this.#followed(symbol).immediate;
  }

  #followed(symbol: ts.Symbol): NativeSymbol {
    const alias = symbol as unknown as NativeSymbol;
    if (!alias.isFollowed) {
      const params = { symbol: alias.reference };
      const [aliased, immediate] = this.#world.askAll([
        { method: "getAliasedSymbol", params },
        { method: "getImmediateAliasedSymbol", params },
      ]);
      alias.follow(
        this.#symbolOrNone(aliased as SymbolData | null),
        this.#symbolOrNone(immediate as SymbolData | null),
      );
    }
    return alias;
  }

  getResolvedSignature(node: ts.CallLikeExpression): ts.Signature | undefined {
    const location = this.#locationOf(node);
    if (location === undefined) return undefined;
    const data = this.#world.ask<SignatureData | null>("getResolvedSignature", { location });
    return data ? this.signature(data) : undefined;
  }

  getTypeOfSymbol(symbol: ts.Symbol): ts.Type {
    const one = symbol as unknown as NativeSymbol;
    one.type ??= this.type(this.#world.ask<TypeData>("getTypeOfSymbol", { symbol: one.reference }));
    return one.type;
  }

  getAnyType(): ts.Type {
    this.#any ??= this.type(this.#world.ask<TypeData>("getAnyType", {}));
    return this.#any;
  }

  getApparentType(type: ts.Type): ts.Type {
    return native(type).apparent;
  }

  getAwaitedType(type: ts.Type): ts.Type | undefined {
    return native(type).awaited;
  }

  getBaseConstraintOfType(type: ts.Type): ts.Type | undefined {
    return native(type).constraint;
  }

  getBaseTypes(type: ts.InterfaceType): ts.BaseType[] {
    return native(type).bases as ts.BaseType[];
  }

  getPropertyOfType(type: ts.Type, name: string): ts.Symbol | undefined {
    return native(type).getProperty(name);
  }

  getPropertiesOfType(type: ts.Type): ts.Symbol[] {
    return [...native(type).properties];
  }

  getTypeArguments(type: ts.TypeReference): readonly ts.Type[] {
    return native(type).typeArguments;
  }

  getIndexTypeOfType(type: ts.Type, kind: ts.IndexKind): ts.Type | undefined {
    return native(type).indexType(kind);
  }

  isArrayType(type: ts.Type): boolean {
    return native(type).isArray;
  }

  isTupleType(type: ts.Type): boolean {
    return native(type).isTuple;
  }

  isArrayLikeType(type: ts.Type): boolean {
    return native(type).isArrayLike;
  }

  isTypeAssignableTo(source: ts.Type, target: ts.Type): boolean {
    if (source === target) return true;
    const pair = { source: native(source).id, target: native(target).id };
    const key = `${pair.source} ${pair.target}`;
    let known = this.#assignable.get(key);
    if (known === undefined) {
      known = this.#world.ask<boolean>("isTypeAssignableTo", pair);
      this.#assignable.set(key, known);
    }
    return known;
  }

  typeToString(type: ts.Type): string {
    return native(type).text;
  }

  /** The type that the process speaks of; the same object for the same type. */
  type(data: TypeData): ts.Type {
    let known = this.#types.get(data.id);
    if (known === undefined) {
      known = new NativeType(data, this, this.#world);
      this.#types.set(data.id, known);
    }
    return known as unknown as ts.Type;
  }

  knownType(id: number): ts.Type | undefined {
    return this.#types.get(id) as unknown as ts.Type | undefined;
  }

  symbol(data: SymbolData): ts.Symbol {
    const key = `${data.reference.id} ${data.reference.file?.nodeId ?? ""}`;
    let known = this.#symbols.get(key);
    if (known === undefined) {
      known = new NativeSymbol(data, this.#world);
      this.#symbols.set(key, known);
    }
    return known as unknown as ts.Symbol;
  }

  knownSymbol({ id, file = "" }: SymbolMark): ts.Symbol | undefined {
    return this.#symbols.get(`${id} ${file}`) as unknown as ts.Symbol | undefined;
  }

  signature(data: SignatureData): ts.Signature {
    return new NativeSignature(data, this, this.#world) as unknown as ts.Signature;
  }

  #symbolOrNone(data: SymbolData | null | undefined): ts.Symbol | undefined {
    return data ? this.symbol(data) : undefined;
  }

  #typeOrNone(method: string, parameters: object): ts.Type | undefined {
    const data = this.#world.ask<TypeData | null>(method, parameters);
    return data ? this.type(data) : undefined;
  }

  #locationOf(node: ts.Node): string | undefined {
    return this.#world.tableOf(node)?.locationOf(node);
  }
}

function native(type: ts.Type): NativeType {
  return type as unknown as NativeType;
}

/** A type of the process, in the shape of the compiler's own. */
class NativeType {
  readonly id: number;
  readonly flags: ts.TypeFlags;
  readonly objectFlags: ts.ObjectFlags;
  readonly value: unknown;
  readonly intrinsicName: string | undefined;
  readonly #data: TypeData;
  readonly #checker: NativeChecker;
  readonly #world: NativeWorld;
  readonly #kept = new Map<string, unknown>();

  constructor(data: TypeData, checker: NativeChecker, world: NativeWorld) {
    this.#data = data;
    this.#checker = checker;
    this.#world = world;
    this.id = data.id;
    this.flags = data.flags;
    this.objectFlags = data.objectFlags ?? 0;
    this.value = data.value;
    this.intrinsicName = data.intrinsicName;
  }

  isUnion(): boolean {
    return (this.flags & ts.TypeFlags.Union) !== 0;
  }
  isIntersection(): boolean {
    return (this.flags & ts.TypeFlags.Intersection) !== 0;
  }
  isStringLiteral(): boolean {
    return (this.flags & ts.TypeFlags.StringLiteral) !== 0;
  }
  isClassOrInterface(): boolean {
    return (this.objectFlags & ts.ObjectFlags.ClassOrInterface) !== 0;
  }

  get types(): readonly ts.Type[] {
    return this.#keep("types", () => this.#types("getTypesOfType", { objectId: this.id }));
  }
  get bases(): readonly ts.Type[] {
    return this.#keep("bases", () => this.#types("getBaseTypes", { type: this.id }));
  }
  get typeArguments(): readonly ts.Type[] {
    return this.#keep("arguments", () => this.#types("getTypeArguments", { type: this.id }));
  }
  get text(): string {
    return this.#keep("text", () => this.#world.ask<string>("typeToString", { type: this.id }));
  }

  get target(): ts.Type | undefined {
    const { target } = this.#data;
    if (target === undefined || target === 0) return undefined;
    return (
      this.#checker.knownType(target) ??
      this.#keep("target", () => this.#type("getTargetOfType", { objectId: this.id }))
    );
  }

  get aliasSymbol(): ts.Symbol | undefined {
    return this.#marked(this.#data.aliasSymbol, "getAliasSymbolOfType");
  }
  getSymbol(): ts.Symbol | undefined {
    return this.#marked(this.#data.symbol, "getSymbolOfType");
  }
  get symbol(): ts.Symbol | undefined {
    return this.getSymbol();
  }

  get isTuple(): boolean {
    if ((this.objectFlags & ts.ObjectFlags.Reference) === 0) return false;
    return this.#data.isTupleType === true;
  }
  get isArray(): boolean {
    if ((this.objectFlags & ts.ObjectFlags.Reference) === 0) return false;
    return this.#keep("array", () => this.#world.ask<boolean>("isArrayType", { type: this.id }));
  }
  get isArrayLike(): boolean {
    // What can be anything can be an array.
    if ((this.flags & (ts.TypeFlags.Any | ts.TypeFlags.Never)) !== 0) return true;
    if ((this.flags & plain) !== 0) return false;
    return this.#keep("like", () => this.#world.ask<boolean>("isArrayLikeType", { type: this.id }));
  }

  /** What a type parameter and the like stand for; the compiler answers nothing for other types. */
  get constraint(): ts.Type | undefined {
    if (this.standsForItself) return undefined;
    // A union whose parts stand for themselves does so too.
    if (this.isUnion() && this.types.every((part) => native(part).standsForItself)) {
      return this as unknown as ts.Type;
    }
    return this.#keep("constraint", () => this.#type("getBaseConstraintOfType", { type: this.id }));
  }

  get standsForItself(): boolean {
    return (this.flags & constrained) === 0 && !this.isTuple;
  }

  get apparent(): ts.Type {
    const object = (this.flags & ts.TypeFlags.Object) !== 0;
    if ((object && (this.objectFlags & ts.ObjectFlags.Mapped) === 0) || (this.flags & itself) !== 0)
      return this as unknown as ts.Type;
    return this.#keep(
      "apparent",
      () => this.#type("getApparentType", { objectId: this.id }) ?? (this as unknown as ts.Type),
    );
  }

  get awaited(): ts.Type | undefined {
    if ((this.flags & plain) !== 0) return this as unknown as ts.Type;
    return this.#keep("awaited", () => this.#type("getAwaitedType", { type: this.id }));
  }

  /** What will be asked of it that nobody has asked yet; of what is only called on, less. */
  wishes(whole: boolean): Wish[] {
    const wishes: Wish[] = [];
    const wish = (
      name: string,
      method: string,
      params: object,
      keep: (answer: unknown) => unknown,
    ): void => {
      if (this.#kept.has(name)) return;
      wishes.push({
        method,
        params,
        keep: (answer) => {
          const kept = keep(answer);
          this.#kept.set(name, kept);
          return name === "types" ? (kept as readonly NativeType[]) : [];
        },
      });
    };
    if (this.isUnion()) {
      wish("types", "getTypesOfType", { objectId: this.id }, (answer) =>
        ((answer ?? []) as TypeData[]).map((one) => this.#checker.type(one)),
      );
    }
    const { symbol } = this.#data;
    const isNamed = (this.objectFlags & named) !== 0;
    if (isNamed && symbol !== undefined && !this.#checker.knownSymbol(symbol)) {
      wish("getSymbolOfType", "getSymbolOfType", { objectId: this.id }, (answer) =>
        this.#symbolOf(answer as SymbolData | null),
      );
    }
    if (!whole || (this.flags & ts.TypeFlags.Object) === 0) return wishes;
    wish(".then", "getPropertyOfType", { type: this.id, name: "then" }, (answer) =>
      this.#symbolOf(answer as SymbolData | null),
    );
    return wishes;
  }

  getProperty(name: string): ts.Symbol | undefined {
    if ((this.flags & nothing) !== 0) return undefined;
    return this.#keep(`.${name}`, () =>
      this.#symbolOf(this.#world.ask("getPropertyOfType", { type: this.id, name })),
    );
  }

  get properties(): readonly ts.Symbol[] {
    return this.#keep("properties", () =>
      (this.#world.ask<SymbolData[] | null>("getPropertiesOfType", { type: this.id }) ?? []).map(
        (one) => this.#checker.symbol(one),
      ),
    );
  }

  getCallSignatures(): readonly ts.Signature[] {
    return this.#signatures(0);
  }
  getConstructSignatures(): readonly ts.Signature[] {
    return this.#signatures(1);
  }
  getStringIndexType(): ts.Type | undefined {
    return this.indexType(ts.IndexKind.String);
  }
  getNumberIndexType(): ts.Type | undefined {
    return this.indexType(ts.IndexKind.Number);
  }

  indexType(kind: ts.IndexKind): ts.Type | undefined {
    if ((this.flags & nothing) !== 0) return undefined;
    return this.#keep(`index ${kind}`, () => {
      const info = this.#world.ask<{ readonly valueType: TypeData } | null>("getIndexInfoOfType", {
        type: this.id,
        kind,
      });
      return info ? this.#checker.type(info.valueType) : undefined;
    });
  }

  #signatures(kind: number): readonly ts.Signature[] {
    if ((this.flags & (plain | nothing)) !== 0) return [];
    return this.#keep(`signatures ${kind}`, () =>
      (
        this.#world.ask<SignatureData[] | null>("getSignaturesOfType", { type: this.id, kind }) ??
        []
      ).map((one) => this.#checker.signature(one)),
    );
  }

  #marked(mark: SymbolMark | undefined, method: string): ts.Symbol | undefined {
    if (mark === undefined || mark.id === 0) return undefined;
    return (
      this.#checker.knownSymbol(mark) ??
      this.#keep(method, () => this.#symbolOf(this.#world.ask(method, { objectId: this.id })))
    );
  }

  #symbolOf(data: SymbolData | null): ts.Symbol | undefined {
    return data ? this.#checker.symbol(data) : undefined;
  }

  #type(method: string, parameters: object): ts.Type | undefined {
    const data = this.#world.ask<TypeData | null>(method, parameters);
    return data ? this.#checker.type(data) : undefined;
  }

  #types(method: string, parameters: object): readonly ts.Type[] {
    const data = this.#world.ask<TypeData[] | null>(method, parameters) ?? [];
    return data.map((one) => this.#checker.type(one));
  }

  #keep<T>(name: string, find: () => T): T {
    if (!this.#kept.has(name)) this.#kept.set(name, find());
    return this.#kept.get(name) as T;
  }
}

// Types of classes and interfaces, generic ones included.
const named = ts.ObjectFlags.Reference | ts.ObjectFlags.ClassOrInterface;

// Types of which everything is said by their flags.
const plain =
  ts.TypeFlags.Any |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.Void |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null |
  ts.TypeFlags.Never;
const nothing =
  ts.TypeFlags.Any |
  ts.TypeFlags.Void |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null |
  ts.TypeFlags.Never;
const itself = nothing | ts.TypeFlags.Union;
const constrained =
  ts.TypeFlags.Instantiable | ts.TypeFlags.UnionOrIntersection | ts.TypeFlags.Index;

// The process begins names that the compiler itself gives with a byte that no name holds.
const internal = "\u{FE}";

class NativeSymbol {
  readonly reference: SymbolReference;
  readonly name: string;
  readonly escapedName: string;
  readonly flags: ts.SymbolFlags;
  type: ts.Type | undefined;
  readonly #data: SymbolData;
  readonly #world: NativeWorld;
  #declarations: ts.Declaration[] | undefined;
  #followed:
    | { readonly aliased: ts.Symbol | undefined; readonly immediate: ts.Symbol | undefined }
    | undefined;

  constructor(data: SymbolData, world: NativeWorld) {
    this.#data = data;
    this.#world = world;
    this.reference = data.reference;
    this.name = data.name.startsWith(internal) ? `__${data.name.slice(1)}` : data.name;
    this.escapedName = this.name;
    this.flags = data.flags;
  }

  get declarations(): ts.Declaration[] | undefined {
    const places = this.#data.declarations ?? [];
    if (places.length === 0) return undefined;
    this.#declarations ??= places.flatMap((place) => {
      const node = this.#world.nodeAt(place);
      return node === undefined ? [] : [node as ts.Declaration];
    });
    return this.#declarations;
  }

  get valueDeclaration(): ts.Declaration | undefined {
    const { valueDeclaration } = this.#data;
    return valueDeclaration === undefined
      ? undefined
      : (this.#world.nodeAt(valueDeclaration) as ts.Declaration | undefined);
  }

  get isFollowed(): boolean {
    return this.#followed !== undefined;
  }
  get aliased(): ts.Symbol | undefined {
    return this.#followed?.aliased;
  }
  get immediate(): ts.Symbol | undefined {
    return this.#followed?.immediate;
  }

  follow(aliased: ts.Symbol | undefined, immediate: ts.Symbol | undefined): void {
    this.#followed = { aliased, immediate };
  }
}

class NativeSignature {
  readonly #data: SignatureData;
  readonly #checker: NativeChecker;
  readonly #world: NativeWorld;
  #parameters: ts.Symbol[] | undefined;
  #returns: ts.Type | undefined;

  constructor(data: SignatureData, checker: NativeChecker, world: NativeWorld) {
    this.#data = data;
    this.#checker = checker;
    this.#world = world;
  }

  get declaration(): ts.SignatureDeclaration | undefined {
    const { declaration } = this.#data;
    return declaration === undefined
      ? undefined
      : (this.#world.nodeAt(declaration) as ts.SignatureDeclaration | undefined);
  }

  get parameters(): ts.Symbol[] {
    if (this.#parameters === undefined) {
      const marks = this.#data.parameters ?? [];
      const known = marks.map((mark) => this.#checker.knownSymbol(mark));
      this.#parameters = known.every((one) => one !== undefined)
        ? known
        : (
            this.#world.ask<SymbolData[] | null>("getParametersOfSignature", {
              objectId: this.#data.id,
            }) ?? []
          ).map((one) => this.#checker.symbol(one));
    }
    return this.#parameters;
  }

  getReturnType(): ts.Type {
    this.#returns ??= this.#checker.type(
      this.#world.ask<TypeData>("getReturnTypeOfSignature", { objectId: this.#data.id }),
    );
    return this.#returns;
  }
}
