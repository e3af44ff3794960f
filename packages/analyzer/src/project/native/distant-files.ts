import type { ts } from "../../model/compiler.js";
import { type DistantFile, distantNode, distantSource } from "../../model/native/distant-node.js";
import { DistantTree } from "../../model/native/distant-tree.js";
import type { NodePlaces } from "../../model/native/node-places.js";
import { TreeWords } from "../../model/native/tree-words.js";

/** The state of a program that says what declaration files hold. */
export interface DistantState {
  /** What there is to say of a declaration file without parsing it. */
  outlineOf(file: string): DistantFile;
  /** The whole of a declaration file, parsed. */
  getSourceFile(file: string): ts.SourceFile | undefined;
  /** A node of it by its number in the process's tree. */
  parsedNodeAt(file: string, index: number): ts.Node | undefined;
  /** The process's tree of a file, in its binary form. */
  treeOf(file: string): Buffer | undefined;
}

/**
 * The stand-ins for declaration files and their nodes. An edit of a source leaves them as they are: they pass from one state
 * of a program to the next, and what is looked at more closely later is asked of the newest.
 */
export class DistantFiles {
  readonly #sources = new Map<string, ts.SourceFile>();
  readonly #nodes = new Map<string, ts.Node>();
  readonly #trees = new Map<string, DistantTree | undefined>();
  #state: DistantState;

  constructor(state: DistantState) {
    this.#state = state;
  }

  /** Has another state be asked from now on, in which all declaration files are the same. */
  goOnWith(state: DistantState): void {
    this.#state = state;
  }

  placesOf(file: string): NodePlaces | undefined {
    return this.#treeOf(file);
  }

  source(file: string): ts.SourceFile {
    let source = this.#sources.get(file);
    if (source === undefined) {
      source = distantSource(this.#state.outlineOf(file), () => this.#state.getSourceFile(file));
      this.#sources.set(file, source);
    }
    return source;
  }

  /** The node of a kind that the process speaks of as `place`. */
  node(place: string, file: string, kind: ts.SyntaxKind, index: number): ts.Node {
    let node = this.#nodes.get(place);
    if (node === undefined) {
      node = distantNode(
        kind,
        this.source(file),
        () => this.#treeOf(file)?.nodeAt(index) ?? this.#state.parsedNodeAt(file, index),
      );
      this.#nodes.set(place, node);
    }
    return node;
  }

  #treeOf(file: string): DistantTree | undefined {
    if (!this.#trees.has(file)) {
      const data = this.#state.treeOf(file);
      this.#trees.set(file, data && new DistantTree(this.source(file), new TreeWords(data)));
    }
    return this.#trees.get(file);
  }
}
