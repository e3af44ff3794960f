import { ts } from "../compiler.js";
import { nodeBetween } from "../node-mark.js";
import { nativeKind, otherNativeKind } from "./kinds.js";
import { NodePlaces } from "./node-places.js";
import type { TreeWords } from "./tree-words.js";

/**
 * Which node of the process's tree of a file is which of ours. Both parsers agree on where a node begins and
 * ends and of what kind it is, and the process's nodes come in the order of the text.
 */
export class NodeTable extends NodePlaces {
  readonly #source: ts.SourceFile;
  readonly #words: TreeWords;
  readonly #found = new Map<number, ts.Node | undefined>();

  constructor(source: ts.SourceFile, words: TreeWords) {
    super(words);
    this.#source = source;
    this.#words = words;
  }

  /** Our node for one of the process's, by its number there. */
  nodeAt(index: number): ts.Node | undefined {
    if (this.#found.has(index)) return this.#found.get(index);
    const node = nodeOf(this.#source, this.#words, index);
    this.#found.set(index, node);
    return node;
  }
}

/** Our node for one of the process's, in a tree of ours that holds it. */
export function nodeOf(root: ts.Node, words: TreeWords, index: number): ts.Node | undefined {
  const [kind, pos, end] = [words.kind(index), words.start(index), words.end(index)];
  if (nativeKind[ts.SyntaxKind.SourceFile] === kind) return root;
  return nodeBetween(
    root,
    pos,
    end,
    (node) => nativeKind[node.kind] === kind || otherNativeKind[node.kind] === kind,
  );
}
