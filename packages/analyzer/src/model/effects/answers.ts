import type { ts } from "../syntax.js";
import type {
  CallFacts,
  Members,
  Question,
  SymbolFacts,
  TypeFacts,
  TypeSource,
} from "../type-source.js";

/**
 * What a type source said for one state of the program, each place asked once. What a function needs
 * is asked in one batch before it is read.
 */
export class Answers {
  readonly #types: TypeSource;
  readonly #symbols = new Map<ts.Node, SymbolFacts | undefined>();
  readonly #calls = new Map<ts.Node, CallFacts | undefined>();
  readonly #overriders = new Map<ts.Node, readonly ts.Node[]>();
  #dispatches = 0;

  /** The argument that a library's call answers in another form: `work` of `cache(work)`. */
  readonly wrapped: (call: ts.CallExpression) => ts.Expression | undefined;

  constructor(types: TypeSource, wrapped: Answers["wrapped"]) {
    this.#types = types;
    this.wrapped = wrapped;
  }

  /** Asks for all of these at once. */
  prefetch(file: ts.SourceFile, questions: readonly Question[]): void {
    const open = questions.filter(
      ({ ask, node }) => !(ask === "call" ? this.#calls : this.#symbols).has(node),
    );
    if (open.length === 0) return;
    const answers = this.#types.answer(file, open);
    open.forEach(({ ask, node }, index) => {
      if (ask === "call") this.#calls.set(node, answers[index] as CallFacts | undefined);
      else this.#symbols.set(node, answers[index] as SymbolFacts | undefined);
    });
  }

  symbol(node: ts.Node): SymbolFacts | undefined {
    if (!this.#symbols.has(node)) this.prefetch(node.getSourceFile(), [{ ask: "symbol", node }]);
    return this.#symbols.get(node);
  }

  call(node: ts.CallLikeExpression): CallFacts | undefined {
    if (!this.#calls.has(node)) this.prefetch(node.getSourceFile(), [{ ask: "call", node }]);
    return this.#calls.get(node);
  }

  type(node: ts.Node): TypeFacts {
    return this.#types.answer(node.getSourceFile(), [{ ask: "type", node }])[0] as TypeFacts;
  }

  members(node: ts.ElementAccessExpression): Members | undefined {
    const [answer] = this.#types.answer(node.getSourceFile(), [{ ask: "members", node }]);
    return answer as Members | undefined;
  }

  /** How often it was asked what overrides a member: a class that comes to be changes that answer. */
  get dispatches(): number {
    return this.#dispatches;
  }

  overriders(node: ts.Node): readonly ts.Node[] {
    this.#dispatches += 1;
    let known = this.#overriders.get(node);
    if (known === undefined) {
      const [answer] = this.#types.answer(node.getSourceFile(), [{ ask: "overriders", node }]);
      known = (answer ?? []) as readonly ts.Node[];
      this.#overriders.set(node, known);
    }
    return known;
  }
}
