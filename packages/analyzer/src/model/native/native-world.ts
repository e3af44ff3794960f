import type { ts } from "../compiler.js";
import type { NodePlaces } from "./node-places.js";
import type { SignatureData, SymbolData, SymbolMark, TypeData } from "./protocol.js";

/** What the checker needs of the program that it belongs to. */
export interface NativeWorld {
  /** Asks the process about this program. */
  ask<T>(method: string, parameters: object): T;
  /** Asks several questions in one go; one that is refused is answered with `undefined`. */
  askAll(questions: readonly NativeQuestion[]): readonly unknown[];
  /** How the process names the nodes of a file, by one of them. */
  placesOf(node: ts.Node): NodePlaces | undefined;
  /** Our node for a place as the process writes it. */
  nodeAt(place: string): ts.Node | undefined;
}

export interface NativeQuestion {
  readonly method: string;
  readonly params: object;
}

/** The one object that stands here for each type and symbol of the process. */
export interface NativeObjects {
  type(data: TypeData): ts.Type;
  knownType(id: number): ts.Type | undefined;
  symbol(data: SymbolData): ts.Symbol;
  knownSymbol(mark: SymbolMark): ts.Symbol | undefined;
  signature(data: SignatureData): ts.Signature;
  /** The type whose members a primitive has, asked once of all that are alike. */
  apparentOf(kind: ts.TypeFlags, ask: () => ts.Type): ts.Type;
}
