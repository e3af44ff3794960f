import type { ts } from "../compiler.js";
import type { NativeWorld } from "./native-world.js";
import type { SymbolData, SymbolReference } from "./protocol.js";

// The process begins names that the compiler itself gives with a byte that no name holds.
const internal = "\u{FE}";

/** A symbol of the process, in the shape of the compiler's own. */
export class NativeSymbol {
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
