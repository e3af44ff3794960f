import type { ts } from "./syntax.js";

/**
 * Where what only a type checker knows comes from. A rule's syntactic pass asks; what it asked is
 * answered for all rules of a file in one batch, so that a source on the other side of a pipe
 * needs one round trip and not one per place.
 */
export interface TypeSource {
  /** Answers every question; an answer stands at its question's index. */
  answer(file: ts.SourceFile, questions: readonly Question[]): readonly Answer[];
}

export type Question =
  /** The type of an expression, or the type a type node or a declaration's name stands for. */
  | { readonly ask: "type"; readonly node: ts.Node }
  /** The type that the surroundings of an expression expect of it. */
  | { readonly ask: "expected"; readonly node: ts.Expression }
  /** What an identifier stands for. */
  | { readonly ask: "symbol"; readonly node: ts.Node }
  /** What a call, `new` or tagged template runs. */
  | { readonly ask: "call"; readonly node: ts.CallLikeExpression }
  /** Which members a computed key can name, where its type is of a few strings alone (`client[method]`). */
  | { readonly ask: "members"; readonly node: ts.ElementAccessExpression }
  /** Which members with bodies override or implement a method, in all classes of the project. */
  | { readonly ask: "overriders"; readonly node: ts.Node }
  /** Where somebody makes objects of a class, or those with a field, with what may be a transaction. */
  | { readonly ask: "transactions"; readonly node: ts.Node };

export type Answer = TypeFacts | SymbolFacts | CallFacts | Members | readonly ts.Node[] | undefined;

/** Members of a value by their names. */
export type Members = ReadonlyMap<string, SymbolFacts>;

/** What a rule may know of a type. */
export interface TypeFacts {
  /** The type as TypeScript prints it. */
  readonly text: string;
  /** `any`, or a type that did not resolve: nothing is known. */
  readonly isAny: boolean;
  /** `any` because something did not resolve, and not because somebody wrote it. */
  readonly isUnresolved: boolean;
  readonly isUnknown: boolean;
  readonly isNever: boolean;
  readonly isVoid: boolean;
  /** `null` or `undefined`. */
  readonly isNullish: boolean;
  /** A string, number, bigint, boolean, symbol, enum or literal of these. */
  readonly isPrimitive: boolean;
  /** The string that a string literal's type stands for. */
  readonly literal: string | undefined;
  /** The members of a union, or the type itself; type parameters stand for their constraint. */
  readonly parts: readonly TypeFacts[];
  /** A `Promise` of the language's library, or a class or interface that extends it. */
  readonly isPromise: boolean;
  /**
   * How far it can be awaited like a promise: `none` has no callable `then`, `then` takes one
   * callback, `rejecting` takes a second for the rejection.
   */
  readonly thenable: "none" | "then" | "rejecting";
  /** What `await` makes of it; itself where it is no thenable. */
  readonly awaited: TypeFacts;
  /** The members of an array or tuple, or `undefined` where it is neither. */
  readonly elements: readonly TypeFacts[] | undefined;
  readonly signatures: readonly SignatureFacts[];
  readonly constructSignatures: readonly SignatureFacts[];
  /** The type of a property, or `undefined` where it has none of that name. */
  property(name: string): TypeFacts | undefined;
  /** Told which properties will be asked for, where there are many: asking for all of them at once may cost less. */
  expect(names: readonly string[]): void;
  /** The type of every property that has no name of its own (`{ [key: string]: T }`). */
  readonly indexed: TypeFacts | undefined;
  /** Whether the compiler lets it stand where the other is declared; what is generic there is open. */
  isAssignableTo(other: TypeFacts): boolean;
  /** Whether it has the method of a well-known symbol, on one part of it at least. */
  hasSymbol(name: WellKnown): boolean;
  /** The type of the member that a well-known symbol names. */
  symbolProperty(name: WellKnown): TypeFacts | undefined;
  /** The type arguments of a generic type, or none. */
  readonly arguments: readonly TypeFacts[];
  /** The type's own name and that of everything it extends, with where each is declared. */
  readonly origins: readonly Origin[];
  /** Equal for two answers about the same type. */
  readonly identity: unknown;
}

export type WellKnown = "asyncDispose" | "asyncIterator" | "dispose" | "iterator";

export interface SignatureFacts {
  readonly returns: TypeFacts;
  /** Whether it only stands for those that take its place, so that what is inferred of it says nothing. */
  readonly isStub: boolean;
  /**
   * One for each parameter; a rest parameter gives its element type, and one parameter for each
   * member where it is a tuple.
   */
  readonly parameters: readonly ParameterFacts[];
}

export interface ParameterFacts {
  readonly name: string;
  readonly type: TypeFacts;
  readonly rest: boolean;
  readonly optional: boolean;
}

/** The declaration a name comes from. */
export interface Origin {
  readonly name: string;
  /** `lib` for the language's library, `file` for a source of the project, else the package's name. */
  readonly from: "lib" | "file" | { readonly package: string };
  readonly file: string;
  /** The name in the package.json that the file belongs to; workspaces are reached past node_modules. */
  readonly scope?: string;
  /** The name of the ambient module (`declare module "fs"`) that holds it. */
  readonly module?: string;
}

export interface SymbolFacts {
  /** Equal for two identifiers that stand for the same thing. */
  readonly identity: unknown;
  readonly name: string;
  readonly origin: Origin | undefined;
  /** Where it is declared, imports followed. */
  readonly declarations: readonly ts.Node[];
  /**
   * The imports on the way to it, the nearest first: they say what it is even where the module they
   * name is not there to be read. Missing where it is no import.
   */
  readonly imported?: readonly ImportedName[];
}

/** A name as an import takes it from a module. */
export interface ImportedName {
  /** The module as the import writes it. */
  readonly module: string;
  /** The exported name, `default`, or `*` for the whole module. */
  readonly name: string;
}

export interface CallFacts {
  /** The function, method or class that is called, imports followed; missing where it is unknown. */
  readonly target: SymbolFacts | undefined;
  /** The declaration whose body runs, where there is exactly one and its body is at hand. */
  readonly body: ts.FunctionLikeDeclaration | undefined;
  readonly returns: TypeFacts;
  /** The parameters of the chosen overload. */
  readonly parameters: readonly ParameterFacts[];
}
