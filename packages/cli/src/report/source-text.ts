import { LineMap } from "@awaitwise/analyzer/basics";

/** A place in a file: 1-based line and column, and the 0-based UTF-16 offset they stand for. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A text with its lines at hand, so that many offsets resolve without scanning it again. */
export class SourceText {
  readonly text: string;
  readonly #lines: LineMap;

  constructor(text: string) {
    this.text = text;
    this.#lines = new LineMap(text);
  }

  get lineCount(): number {
    return this.#lines.lineCount;
  }

  /** The position of `offset`, which is brought into the text where it lies outside. */
  positionAt(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.text.length));
    return { ...this.#lines.positionAt(inside), offset: inside };
  }

  /** The offset of a 1-based line and column, brought into the text where it lies outside. */
  offsetAt(position: { readonly line: number; readonly column: number }): number {
    return this.#lines.offsetAt(position);
  }

  /** The text of the 1-based `line`, without its line break. */
  line(line: number): string {
    const start = this.#lines.offsetAt({ line, column: 1 });
    const next = this.#lines.offsetAt({ line: line + 1, column: 1 });
    return this.text.slice(start, next).replace(/(?:\r\n|[\n\r])$/, "");
  }
}
