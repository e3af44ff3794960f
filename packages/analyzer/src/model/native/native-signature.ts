import type { ts } from "../compiler.js";
import type { NativeObjects, NativeQuestion, NativeWorld } from "./native-world.js";
import type { SignatureData, SymbolData, TypeData } from "./protocol.js";

/** A signature of the process, in the shape of the compiler's own. */
export class NativeSignature {
  readonly #data: SignatureData;
  readonly #objects: NativeObjects;
  readonly #world: NativeWorld;
  #parameters: ts.Symbol[] | undefined;
  #returns: ts.Type | undefined;

  constructor(data: SignatureData, objects: NativeObjects, world: NativeWorld) {
    this.#data = data;
    this.#objects = objects;
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
      const known = marks.map((mark) => this.#objects.knownSymbol(mark));
      this.#parameters = known.every((one) => one !== undefined)
        ? known
        : (
            this.#world.ask<SymbolData[] | null>("getParametersOfSignature", {
              objectId: this.#data.id,
            }) ?? []
          ).map((one) => this.#objects.symbol(one));
    }
    return this.#parameters;
  }

  getReturnType(): ts.Type {
    if (this.#returns !== undefined) return this.#returns;
    const { method, params } = this.#returnQuestion;
    return this.#returning(this.#world.ask<TypeData>(method, params));
  }

  /** The question for what it returns, where nobody has asked that yet, with what takes the answer. */
  get wish(): (NativeQuestion & { keep(answer: unknown): ts.Type }) | undefined {
    if (this.#returns !== undefined) return undefined;
    return {
      ...this.#returnQuestion,
      keep: (answer) => this.#returning(answer as TypeData),
    };
  }

  get #returnQuestion(): NativeQuestion {
    return { method: "getReturnTypeOfSignature", params: { objectId: this.#data.id } };
  }

  #returning(data: TypeData): ts.Type {
    this.#returns = this.#objects.type(data);
    return this.#returns;
  }
}
