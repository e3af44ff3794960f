import { ts } from "../compiler.js";
import { nativeKind, otherNativeKind } from "./kinds.js";

const NODES = 40;
const FILE_ID = 44;
const STRING_OFFSETS = 24;
const WORDS = 7;
/** More than there are kinds of syntax. */
const KINDS = 1024;
const [KIND, START, END] = [0, 1, 2];

/**
 * Which node of the process's tree of a file is which of ours. Both parsers agree on where a node begins and
 * ends and of what kind it is, and the process's nodes come in the order of the text.
 */
export class NodeTable {
  readonly source: ts.SourceFile;
  /** How the process names the file as it was parsed. */
  readonly id: string;
  readonly #words: Int32Array;
  readonly #count: number;
  readonly #sorted: boolean;
  readonly #found = new Map<number, ts.Node | undefined>();
  #others: Map<number, number | number[]> | undefined;

  /** `data` is the process's answer for the file, in its binary form. */
  constructor(source: ts.SourceFile, data: Buffer) {
    this.source = source;
    const nodes = data.readUInt32LE(NODES);
    const end = data.readUInt32LE(STRING_OFFSETS);
    this.id = data.readBigUInt64LE(FILE_ID).toString();
    // The nodes may come before or after the strings.
    const size = (end > nodes ? end : data.length) - nodes;
    // Words lie where they lie in the answer; a copy of them lies as words have to.
    const start = data.byteOffset + nodes;
    this.#words = new Int32Array(data.buffer.slice(start, start + size - (size % 4)));
    this.#count = Math.floor(this.#words.length / WORDS);
    let sorted = true;
    for (let index = 2; sorted && index < this.#count; index += 1) {
      sorted = this.#word(index, START) >= this.#word(index - 1, START);
    }
    this.#sorted = sorted;
  }

  /** How the process names a node of ours; `undefined` where it has no such node. */
  locationOf(node: ts.Node): string | undefined {
    const kind = nativeKind[node.kind];
    if (kind === undefined) return undefined;
    if (node.kind === ts.SyntaxKind.SourceFile) return `1.#${this.id}`;
    const other = otherNativeKind[node.kind];
    const index =
      this.#indexOf(kind, node) ?? (other === undefined ? undefined : this.#indexOf(other, node));
    return index === undefined ? undefined : `${index}.#${this.id}`;
  }

  #indexOf(kind: number, node: ts.Node): number | undefined {
    return this.#sorted ? this.#search(kind, node) : this.#lookup(kind, node);
  }

  /** Our node for one of the process's, by its number there. */
  nodeAt(index: number): ts.Node | undefined {
    if (this.#found.has(index)) return this.#found.get(index);
    const node = this.#find(
      this.#word(index, KIND),
      this.#word(index, START),
      this.#word(index, END),
    );
    this.#found.set(index, node);
    return node;
  }

  #word(index: number, which: number): number {
    return this.#words[index * WORDS + which] ?? -1;
  }

  #search(kind: number, { pos, end }: ts.Node): number | undefined {
    let low = 1;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#word(middle, START) < pos) low = middle + 1;
      else high = middle;
    }
    for (let index = low; index < this.#count && this.#word(index, START) === pos; index += 1) {
      if (this.#word(index, KIND) === kind && this.#word(index, END) === end) return index;
    }
    return undefined;
  }

  // Nodes that comments stand for come out of order.
  #lookup(kind: number, { pos, end }: ts.Node): number | undefined {
    this.#others ??= this.#byStart();
    const found = this.#others.get(pos * KINDS + kind);
    if (found === undefined || typeof found === "number") {
      return found !== undefined && this.#word(found, END) === end ? found : undefined;
    }
    return found.find((index) => this.#word(index, END) === end);
  }

  #byStart(): Map<number, number | number[]> {
    const byStart = new Map<number, number | number[]>();
    for (let index = 1; index < this.#count; index += 1) {
      const key = this.#word(index, START) * KINDS + this.#word(index, KIND);
      const known = byStart.get(key);
      if (known === undefined) byStart.set(key, index);
      else if (typeof known === "number") byStart.set(key, [known, index]);
      else known.push(index);
    }
    return byStart;
  }

  #find(kind: number, pos: number, end: number): ts.Node | undefined {
    if (nativeKind[ts.SyntaxKind.SourceFile] === kind) return this.source;
    let found: ts.Node | undefined;
    const visit = (node: ts.Node): boolean => {
      if (node.pos > pos || node.end < end) return false;
      const alike = nativeKind[node.kind] === kind || otherNativeKind[node.kind] === kind;
      if (alike && node.pos === pos && node.end === end) {
        found = node;
        return true;
      }
      return ts.forEachChild(node, visit, (nodes) => within(nodes, pos, end, visit)) ?? false;
    };
    visit(this.source);
    return found;
  }
}

// Long lists are searched by halves.
function within(
  nodes: ts.NodeArray<ts.Node>,
  pos: number,
  end: number,
  visit: (node: ts.Node) => boolean,
): boolean | undefined {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((nodes[middle] as ts.Node).end < end) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < nodes.length; index += 1) {
    const node = nodes[index] as ts.Node;
    if (node.pos > pos) return undefined;
    if (visit(node)) return true;
  }
  return undefined;
}
