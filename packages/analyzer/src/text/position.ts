/** A place in a text as people count: lines and columns from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds lines and columns in one text. A line ends with `\n`, `\r\n` or a lone `\r`.
 *
 * @example
 * ```ts
 * import { LineMap } from "@awaitwise/analyzer";
 *
 * const lines = new LineMap("one\r\ntwo");
 * console.log(lines.positionAt(6), lines.offsetAt({ line: 2, column: 2 }));
 * // prints: { line: 2, column: 2 } 6
 * ```
 */
export class LineMap {
  readonly #starts: readonly number[];
  readonly #length: number;

  constructor(text: string) {
    this.#starts = text.includes("\r") ? startsAfterAny(text) : startsAfter(text, "\n");
    this.#length = text.length;
  }

  /** How many lines there are; an empty text has one. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** The place of a 0-based UTF-16 offset; an offset outside the text counts as its nearest end. */
  positionAt(offset: number): Position {
    const clamped = Math.min(Math.max(offset, 0), this.#length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: clamped - (this.#starts[low] ?? 0) + 1 };
  }

  /** The 0-based UTF-16 offset of a place; one outside the text counts as its nearest end. */
  offsetAt(position: Position): number {
    if (position.line < 1) return 0;
    const start = this.#starts[position.line - 1];
    if (start === undefined) return this.#length;
    const next = this.#starts[position.line] ?? this.#length;
    return Math.min(start + Math.max(position.column - 1, 0), next);
  }
}

// Most texts know one kind of break, and what searches for one does not look at each character by itself.
function startsAfter(text: string, end: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf(end); at >= 0; at = text.indexOf(end, at + 1)) starts.push(at + 1);
  return starts;
}

function startsAfterAny(text: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 13 && text.charCodeAt(at + 1) === 10) at += 1;
    if (code === 10 || code === 13) starts.push(at + 1);
  }
  return starts;
}

/**
 * The line and column of a 0-based UTF-16 offset in `text`. For many offsets in one text, a
 * {@link LineMap} is faster.
 *
 * @example
 * ```ts
 * import { positionAt } from "@awaitwise/analyzer";
 *
 * console.log(positionAt("a\nbc", 3));
 * // prints: { line: 2, column: 2 }
 * ```
 */
export function positionAt(text: string, offset: number): Position {
  return new LineMap(text).positionAt(offset);
}
