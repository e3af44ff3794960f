import { ts } from "../compiler.js";
import { nativeKind, otherNativeKind } from "./kinds.js";
import type { TreeWords } from "./tree-words.js";

/** More than there are kinds of syntax. */
const KINDS = 1024;

/** How the process names the nodes of a file: by their kinds, and where they begin and end. */
export class NodePlaces {
  readonly #words: TreeWords;
  readonly #sorted: boolean;
  #others: Map<number, number | number[]> | undefined;

  constructor(words: TreeWords) {
    this.#words = words;
    let sorted = true;
    for (let index = 2; sorted && index < words.count; index += 1) {
      sorted = words.start(index) >= words.start(index - 1);
    }
    this.#sorted = sorted;
  }

  /** How the process names a node of ours; `undefined` where it has no such node. */
  locationOf(node: ts.Node): string | undefined {
    const kind = nativeKind[node.kind];
    if (kind === undefined) return undefined;
    if (node.kind === ts.SyntaxKind.SourceFile) return `1.#${this.#words.id}`;
    const other = otherNativeKind[node.kind];
    const index =
      this.#indexOf(kind, node) ?? (other === undefined ? undefined : this.#indexOf(other, node));
    return index === undefined ? undefined : `${index}.#${this.#words.id}`;
  }

  #indexOf(kind: number, node: ts.Node): number | undefined {
    return this.#sorted ? this.#search(kind, node) : this.#lookup(kind, node);
  }

  #search(kind: number, { pos, end }: ts.Node): number | undefined {
    let low = 1;
    let high = this.#words.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#words.start(middle) < pos) low = middle + 1;
      else high = middle;
    }
    for (
      let index = low;
      index < this.#words.count && this.#words.start(index) === pos;
      index += 1
    ) {
      if (this.#words.kind(index) === kind && this.#words.end(index) === end) return index;
    }
    return undefined;
  }

  // Nodes that comments stand for come out of order.
  #lookup(kind: number, { pos, end }: ts.Node): number | undefined {
    this.#others ??= this.#byStart();
    const found = this.#others.get(pos * KINDS + kind);
    if (found === undefined || typeof found === "number") {
      return found !== undefined && this.#words.end(found) === end ? found : undefined;
    }
    return found.find((index) => this.#words.end(index) === end);
  }

  #byStart(): Map<number, number | number[]> {
    const byStart = new Map<number, number | number[]>();
    for (let index = 1; index < this.#words.count; index += 1) {
      const key = this.#words.start(index) * KINDS + this.#words.kind(index);
      const known = byStart.get(key);
      if (known === undefined) byStart.set(key, index);
      else if (typeof known === "number") byStart.set(key, [known, index]);
      else known.push(index);
    }
    return byStart;
  }
}
