import { ts } from "../compiler.js";
import type { NativeSignature } from "./native-signature.js";
import type { NativeObjects, NativeWorld } from "./native-world.js";
import type { SignatureData, SymbolData, SymbolMark, TypeData } from "./protocol.js";
import { type Interest, interests, type Subject, type Wish } from "./wishes.js";

/** What a type of the compiler's is here. */
export function native(type: ts.Type): NativeType {
  return type as unknown as NativeType;
}

/** A type of the process, in the shape of the compiler's own. What it was asked once is kept. */
export class NativeType {
  readonly id: number;
  readonly flags: ts.TypeFlags;
  readonly objectFlags: ts.ObjectFlags;
  readonly value: unknown;
  readonly intrinsicName: string | undefined;
  /** As far as this, what will be asked of it has been asked already. */
  interest: Interest | 0 = 0;
  readonly #data: TypeData;
  readonly #objects: NativeObjects;
  readonly #world: NativeWorld;
  readonly #kept = new Map<string, unknown>();

  constructor(data: TypeData, objects: NativeObjects, world: NativeWorld) {
    this.#data = data;
    this.#objects = objects;
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
      this.#objects.knownType(target) ??
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
    if (this.#isApparent || (this.flags & itself) !== 0) return this as unknown as ts.Type;
    // What an enumeration calls a string or a number is one.
    const own = this.flags & ~ts.TypeFlags.EnumLiteral;
    const kind = primitives.find((one) => (own & one) !== 0 && (own & ~one) === 0);
    const ask = (): ts.Type =>
      this.#type("getApparentType", { objectId: this.id }) ?? (this as unknown as ts.Type);
    // All strings have the members of one type.
    return this.#keep("apparent", () =>
      kind === undefined ? ask() : this.#objects.apparentOf(kind, ask),
    );
  }

  get #isApparent(): boolean {
    return (
      (this.flags & ts.TypeFlags.Object) !== 0 && (this.objectFlags & ts.ObjectFlags.Mapped) === 0
    );
  }

  // Intersections and mapped types may have their members by another type.
  get #hasOtherMembers(): boolean {
    return (
      !this.#isApparent && (this.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0
    );
  }

  get awaited(): ts.Type | undefined {
    if ((this.flags & plain) !== 0) return this as unknown as ts.Type;
    // An object that has no `then` is waited for by nobody.
    if (this.#isApparent && this.#kept.has(".then") && this.#kept.get(".then") === undefined) {
      return this as unknown as ts.Type;
    }
    return this.#keep("awaited", () => this.#type("getAwaitedType", { type: this.id }));
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
        (one) => this.#objects.symbol(one),
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
      return info ? this.#objects.type(info.valueType) : undefined;
    });
  }

  /** The questions for properties that nobody has asked yet. */
  wishesFor(names: readonly string[]): Wish[] {
    if ((this.flags & nothing) !== 0) return [];
    const open = [...new Set(names)].filter((name) => !this.#kept.has(`.${name}`));
    return open.map((name) => ({
      method: "getPropertyOfType",
      params: { type: this.id, name },
      keep: (answer) => {
        this.#kept.set(`.${name}`, this.#symbolOf(answer as SymbolData | null));
        return [];
      },
    }));
  }

  /** What will be asked of it that nobody has asked yet. */
  wishes(interest: Interest): Wish[] {
    const wishes: Wish[] = [];
    const wish = <T>(
      name: string,
      method: string,
      params: object,
      read: (answer: T) => unknown,
      follow: () => Iterable<Subject> = () => [],
    ): void => {
      if (this.#kept.has(name)) return;
      wishes.push({
        method,
        params,
        keep: (answer) => {
          this.#kept.set(name, read(answer as T));
          return follow();
        },
      });
    };
    const list = (answer: TypeData[] | null): readonly ts.Type[] =>
      (answer ?? []).map((one) => this.#objects.type(one));
    const follow = (): Iterable<Subject> => this.following(interest);
    if (this.isUnion()) {
      wish("types", "getTypesOfType", { objectId: this.id }, list, () => {
        // What it stands for is known once its parts are.
        this.interest = 0;
        return [[this, interest]];
      });
      if (!this.#kept.has("types")) return wishes;
    }
    const readType = (answer: TypeData | null): unknown =>
      answer ? this.#objects.type(answer) : undefined;
    if (!this.standsForItself && !this.#standsByItsParts) {
      wish("constraint", "getBaseConstraintOfType", { type: this.id }, readType, follow);
    }
    const { symbol, target } = this.#data;
    const isNamed = (this.objectFlags & named) !== 0;
    const readSymbol = (answer: SymbolData | null): unknown => this.#symbolOf(answer);
    if (isNamed && symbol !== undefined && !this.#objects.knownSymbol(symbol)) {
      wish("getSymbolOfType", "getSymbolOfType", { objectId: this.id }, readSymbol);
    }
    if (isNamed && target !== undefined && target !== 0 && !this.#objects.knownType(target)) {
      wish("target", "getTargetOfType", { objectId: this.id }, readType, follow);
    }
    if (this.isClassOrInterface()) {
      wish("bases", "getBaseTypes", { type: this.id }, list, follow);
    }
    if (interest < interests.awaits) return wishes;
    if (this.#hasOtherMembers) {
      const readApparent = (answer: TypeData | null): unknown => readType(answer) ?? this;
      wish("apparent", "getApparentType", { objectId: this.id }, readApparent, () => {
        // What is asked of members is asked of that type.
        this.interest = 0;
        return [[this, interest]];
      });
    }
    if (!this.#isApparent && this.#kept.get("apparent") !== this) return wishes;
    wish(".then", "getPropertyOfType", { type: this.id, name: "then" }, readSymbol);
    if (interest < interests.calls) return wishes;
    const signatures = (answer: SignatureData[] | null): readonly ts.Signature[] =>
      (answer ?? []).map((one) => this.#objects.signature(one));
    wish("signatures 0", "getSignaturesOfType", { type: this.id, kind: 0 }, signatures, () => {
      this.interest = 0;
      return [[this, interest]];
    });
    for (const one of (this.#kept.get("signatures 0") ?? []) as readonly NativeSignature[]) {
      const asked = one.wish;
      if (asked === undefined) continue;
      const { method, params, keep } = asked;
      wishes.push({
        method,
        params,
        keep: (answer) => [[native(keep(answer)), interests.awaits]],
      });
    }
    return wishes;
  }

  /** The types it leads to of which the same will be asked, as far as they are known. */
  following(interest: Interest): Subject[] {
    const found: Subject[] = [];
    const add = (type: unknown, what: Interest): void => {
      if (type !== undefined) found.push([type as NativeType, what]);
    };
    for (const part of (this.#kept.get("types") ?? []) as readonly unknown[]) add(part, interest);
    for (const base of (this.#kept.get("bases") ?? []) as readonly unknown[]) {
      add(base, interests.origins);
    }
    add(this.#kept.get("constraint"), interest);
    add(this.#kept.get("apparent"), interest);
    if ((this.objectFlags & named) !== 0) {
      const { target } = this.#data;
      const known = target ? this.#objects.knownType(target) : undefined;
      if (known !== (this as unknown)) add(known, interests.origins);
    }
    return found;
  }

  get #standsByItsParts(): boolean {
    const parts = this.#kept.get("types") as readonly ts.Type[] | undefined;
    return this.isUnion() && parts?.every((part) => native(part).standsForItself) === true;
  }

  #signatures(kind: number): readonly ts.Signature[] {
    if ((this.flags & (plain | nothing)) !== 0) return [];
    return this.#keep(`signatures ${kind}`, () =>
      (
        this.#world.ask<SignatureData[] | null>("getSignaturesOfType", { type: this.id, kind }) ??
        []
      ).map((one) => this.#objects.signature(one)),
    );
  }

  #marked(mark: SymbolMark | undefined, method: string): ts.Symbol | undefined {
    if (mark === undefined || mark.id === 0) return undefined;
    return (
      this.#objects.knownSymbol(mark) ??
      this.#keep(method, () => this.#symbolOf(this.#world.ask(method, { objectId: this.id })))
    );
  }

  #symbolOf(data: SymbolData | null): ts.Symbol | undefined {
    return data ? this.#objects.symbol(data) : undefined;
  }

  #type(method: string, parameters: object): ts.Type | undefined {
    const data = this.#world.ask<TypeData | null>(method, parameters);
    return data ? this.#objects.type(data) : undefined;
  }

  #types(method: string, parameters: object): readonly ts.Type[] {
    const data = this.#world.ask<TypeData[] | null>(method, parameters) ?? [];
    return data.map((one) => this.#objects.type(one));
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

// Types that have the members of one interface of the language, whatever value they stand for.
const primitives: readonly ts.TypeFlags[] = [
  ts.TypeFlags.String | ts.TypeFlags.StringLiteral,
  ts.TypeFlags.Number | ts.TypeFlags.NumberLiteral,
];
