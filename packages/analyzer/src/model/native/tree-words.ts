const NODES = 40;
const FILE_ID = 44;
const STRING_OFFSETS = 24;
const WORDS = 7;
const [KIND, START, END, , PARENT] = [0, 1, 2, 3, 4];

/** The number of a file's node that is the file. */
const FILE = 1;
/** The kind of what holds several nodes in the process's trees and is none of ours. */
const LIST = -1;

/** The nodes of a file as the process numbers them, from its answer in binary form. */
export class TreeWords {
  /** How the process names the file as it was parsed. */
  readonly id: string;
  readonly count: number;
  readonly #words: Int32Array;

  constructor(data: Buffer) {
    const nodes = data.readUInt32LE(NODES);
    const end = data.readUInt32LE(STRING_OFFSETS);
    this.id = data.readBigUInt64LE(FILE_ID).toString();
    // The nodes may come before or after the strings.
    const size = (end > nodes ? end : data.length) - nodes;
    // Words lie where they lie in the answer; a copy of them lies as words have to.
    const start = data.byteOffset + nodes;
    this.#words = new Int32Array(data.buffer.slice(start, start + size - (size % 4)));
    this.count = Math.floor(this.#words.length / WORDS);
  }

  kind(index: number): number {
    return this.#word(index, KIND);
  }
  start(index: number): number {
    return this.#word(index, START);
  }
  end(index: number): number {
    return this.#word(index, END);
  }

  /** The statement of the file's top level that a node stands in; `undefined` where it stands in none. */
  statementOf(index: number): number | undefined {
    let statement: number | undefined;
    let at = index;
    for (let depth = 0; depth < this.count; depth += 1) {
      if (this.kind(at) !== LIST) statement = at;
      const above = this.#word(at, PARENT);
      if (above === FILE) return statement;
      if (above < FILE || above >= this.count) return undefined;
      at = above;
    }
    return undefined;
  }

  #word(index: number, which: number): number {
    return this.#words[index * WORDS + which] ?? -1;
  }
}
