import type { Checker, Wanted } from "../checker.js";
import { ts } from "../compiler.js";
import { Mentions } from "./mentions.js";
import { NativeSignature } from "./native-signature.js";
import { NativeSymbol } from "./native-symbol.js";
import { NativeType, native } from "./native-type.js";
import type { NativeObjects, NativeQuestion, NativeWorld } from "./native-world.js";
import type { SignatureData, SymbolData, SymbolMark, TypeData } from "./protocol.js";
import { askAbout, type Interest, interests, type Subject } from "./wishes.js";

/**
 * TypeScript 7's checker in the shape of the compiler's own, as far as that is used here. What it has said
 * once is kept, and what follows from a type's flags alone is not asked.
 */
export class NativeChecker implements NativeObjects {
  readonly #world: NativeWorld;
  readonly #types = new Map<number, NativeType>();
  readonly #symbols = new Map<string, NativeSymbol>();
  readonly #typesAt = new Map<ts.Node, ts.Type>();
  readonly #contextualAt = new Map<ts.Node, ts.Type | undefined>();
  readonly #symbolsAt = new Map<ts.Node, ts.Symbol | undefined>();
  readonly #mentions = new Map<ts.SourceFile, Mentions>();
  readonly #assignable = new Map<string, boolean>();
  readonly #apparent = new Map<ts.TypeFlags, ts.Type>();
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
    for (const node of symbols) if (!this.#symbolsAt.has(node)) this.#readMention(node);
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
    askAbout(this.#world, [
      ...subjects(types, this.#typesAt, interests.calls),
      ...subjects(contextual, this.#contextualAt, interests.calls),
      ...subjects(receivers, this.#typesAt, interests.awaits),
    ]);
  }

  prefetchMembers(type: ts.Type, names: readonly string[]): void {
    const wishes = native(type).wishesFor(names);
    this.#world.askAll(wishes).forEach((answer, index) => {
      if (answer !== undefined) wishes[index]?.keep(answer);
    });
    const open = new Set<NativeSymbol>();
    for (const name of names) {
      const member = native(type).getProperty(name) as NativeSymbol | undefined;
      if (member !== undefined && member.type === undefined) open.add(member);
    }
    const members = [...open];
    const questions = members.map(({ reference }) => ({
      method: "getTypeOfSymbol",
      params: { symbol: reference },
    }));
    this.#world.askAll(questions).forEach((answer, index) => {
      const member = members[index];
      if (answer && member !== undefined) member.type = this.type(answer as TypeData);
    });
    askAbout(
      this.#world,
      members.flatMap(({ type }) => (type === undefined ? [] : [[native(type), interests.calls]])),
    );
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
    if (!this.#symbolsAt.has(node)) this.#readMention(node);
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

  // Who asks what a name means asks the same of others near by, and all of a file are asked together.
  #mentionsIn(source: ts.SourceFile): Mentions | undefined {
    if (source.isDeclarationFile) return undefined;
    let mentions = this.#mentions.get(source);
    if (mentions === undefined) {
      mentions = new Mentions(source);
      this.#mentions.set(source, mentions);
      this.prefetch({ types: [], contextual: [], receivers: [], symbols: mentions.first });
    }
    return mentions;
  }

  // What is known of a name by another one that means the same.
  #readMention(node: ts.Node): void {
    const first = this.#mentionsIn(node.getSourceFile())?.of(node);
    if (first !== undefined && this.#symbolsAt.has(first)) {
      this.#symbolsAt.set(node, this.#symbolsAt.get(first));
    }
  }

  getShorthandAssignmentValueSymbol(node: ts.Node): ts.Symbol | undefined {
    const { name } = node as ts.ShorthandPropertyAssignment;
    const first = this.#mentionsIn(node.getSourceFile())?.ofShorthand(name);
    const known = first && this.#symbolsAt.get(first);
    if (known !== undefined && (known.flags & ts.SymbolFlags.Alias) === 0) return known;
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

  apparentOf(kind: ts.TypeFlags, ask: () => ts.Type): ts.Type {
    let known = this.#apparent.get(kind);
    if (known === undefined) {
      known = ask();
      this.#apparent.set(kind, known);
    }
    return known;
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
    return this.#world.placesOf(node)?.locationOf(node);
  }
}

function* subjects(
  nodes: readonly ts.Node[],
  types: ReadonlyMap<ts.Node, ts.Type | undefined>,
  interest: Interest,
): Iterable<Subject> {
  for (const node of nodes) {
    const type = types.get(node);
    if (type !== undefined) yield [native(type), interest];
  }
}
