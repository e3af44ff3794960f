import type { Effects } from "../model/effects/effects.js";
import type { Origin, Summary } from "../model/effects/summary.js";
import type { ts } from "../model/syntax.js";
import type {
  Answer,
  CallFacts,
  Question,
  SymbolFacts,
  TypeFacts,
  TypeSource,
} from "../model/type-source.js";
import type { SerialModel } from "../serial/serial-model.js";

/** The semantic model of one file for questions about one place, each asked as it comes up. */
export class DirectModel implements SerialModel {
  readonly file: ts.SourceFile;
  readonly #types: TypeSource;
  readonly #effects: Effects;

  constructor(file: ts.SourceFile, types: TypeSource, effects: Effects) {
    this.file = file;
    this.#types = types;
    this.#effects = effects;
  }

  typeOf(node: ts.Node): () => TypeFacts {
    return () => this.#answer({ ask: "type", node }) as TypeFacts;
  }
  symbolOf(node: ts.Node): () => SymbolFacts | undefined {
    return () => this.#answer({ ask: "symbol", node }) as SymbolFacts | undefined;
  }
  callOf(node: ts.CallLikeExpression): () => CallFacts | undefined {
    return () => this.#answer({ ask: "call", node }) as CallFacts | undefined;
  }
  summaryOf(node: ts.Node): Summary {
    return this.#effects.summaryOf(node);
  }
  throwOf(call: ts.CallExpression): Origin | undefined {
    return this.#effects.throwOf(call);
  }
  transactionsIn(declared: ts.Node): readonly ts.Node[] {
    return (this.#answer({ ask: "transactions", node: declared }) ?? []) as readonly ts.Node[];
  }

  #answer(question: Question): Answer {
    return this.#types.answer(this.file, [question])[0];
  }
}
