import { ts } from "../compiler.js";
import { NodePlaces } from "./node-places.js";
import { nodeOf } from "./node-table.js";
import type { TreeWords } from "./tree-words.js";

/**
 * The declarations of a file that somebody looks at, each parsed with the statement that it stands in and no
 * more of the file: the declarations of the language's own library are longer than most projects.
 */
export class DistantTree extends NodePlaces {
  readonly #source: ts.SourceFile;
  readonly #words: TreeWords;
  readonly #statements = new Map<number, ts.Node | undefined>();

  /** `source` stands for the file; what is parsed of it hangs on that. */
  constructor(source: ts.SourceFile, words: TreeWords) {
    super(words);
    this.#source = source;
    this.#words = words;
  }

  /** Our node for one of the process's, by its number there; `undefined` where it cannot be had alone. */
  nodeAt(index: number): ts.Node | undefined {
    const at = this.#words.statementOf(index);
    const statement = at === undefined ? undefined : this.#statementAt(at);
    return statement && nodeOf(statement, this.#words, index);
  }

  #statementAt(index: number): ts.Node | undefined {
    if (!this.#statements.has(index)) this.#statements.set(index, this.#parse(index));
    return this.#statements.get(index);
  }

  #parse(index: number): ts.Node | undefined {
    const { fileName, text } = this.#source;
    const [start, end] = [this.#words.start(index), this.#words.end(index)];
    const part = ts.createSourceFile(
      fileName,
      text.slice(start, end),
      ts.ScriptTarget.Latest,
      true,
    );
    const [statement, ...others] = part.statements;
    if (statement === undefined || others.length > 0) return undefined;
    shift(statement, start);
    (statement as { parent: ts.Node }).parent = this.#source;
    return statement;
  }
}

// Puts what was parsed by itself where it stands in the file.
function shift(root: ts.Node, by: number): void {
  const move = (range: ts.TextRange): void => {
    ts.setTextRange(range, { pos: range.pos + by, end: range.end + by });
  };
  const visit = (node: ts.Node): void => {
    move(node);
    for (const comment of (node as { jsDoc?: readonly ts.Node[] }).jsDoc ?? []) visit(comment);
    ts.forEachChild(node, visit, (nodes) => {
      move(nodes);
      nodes.forEach(visit);
    });
  };
  visit(root);
}
