import { type Position, PositionEncodingKind, type Range } from "vscode-languageserver/node";

/** How the client counts within a line: in bytes of UTF-8, units of UTF-16, or code points. */
export type PositionEncoding = "utf-8" | "utf-16" | "utf-32";

/**
 * Picks the encoding of positions: the first of the client's that the server knows, UTF-16 where
 * the client names none.
 *
 * @see LSP 3.18, general.positionEncodings
 */
export function negotiateEncoding(offered: readonly unknown[] | undefined): PositionEncoding {
  for (const one of offered ?? []) {
    if (
      one === PositionEncodingKind.UTF8 ||
      one === PositionEncodingKind.UTF16 ||
      one === PositionEncodingKind.UTF32
    ) {
      return one as PositionEncoding;
    }
  }
  return "utf-16";
}

/** Turns UTF-16 offsets of one text into LSP positions and back. */
export class PositionMap {
  readonly #text: string;
  readonly #encoding: PositionEncoding;
  readonly #starts: number[];

  constructor(text: string, encoding: PositionEncoding) {
    this.#text = text;
    this.#encoding = encoding;
    this.#starts = lineStarts(text);
  }

  positionAt(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.#text.length);
    const line = lineOf(this.#starts, at);
    const start = this.#starts[line] ?? 0;
    const end = Math.min(at, lineEnd(this.#text, start, this.#starts[line + 1]));
    return {
      line,
      character: width(this.#text, visibleStart(this.#text, start), end, this.#encoding),
    };
  }

  range(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  /** A position past the end of its line counts as the line's end, as LSP asks. */
  offsetAt(position: Position): number {
    const { line, character } = position;
    if (!(line >= 0)) return 0;
    const start = this.#starts[line];
    if (start === undefined) return this.#text.length;
    const end = lineEnd(this.#text, start, this.#starts[line + 1]);
    return advance(this.#text, visibleStart(this.#text, start), end, character, this.#encoding);
  }
}

/** How many columns `text.slice(start, end)` takes. */
export function width(
  text: string,
  start: number,
  end: number,
  encoding: PositionEncoding,
): number {
  if (encoding === "utf-16") return Math.max(end - start, 0);
  let columns = 0;
  for (let at = start; at < end; ) {
    const code = text.codePointAt(at) as number;
    columns += encoding === "utf-32" ? 1 : utf8Length(code);
    at += code > 0xffff ? 2 : 1;
  }
  return columns;
}

/**
 * The offset that lies `columns` after `start`, no further than `end`. A column inside a character
 * counts as the character's start.
 */
export function advance(
  text: string,
  start: number,
  end: number,
  columns: number,
  encoding: PositionEncoding,
): number {
  if (!(columns > 0)) return start;
  if (encoding === "utf-16") return Math.min(start + columns, end);
  let at = start;
  for (let left = columns; at < end; ) {
    const code = text.codePointAt(at) as number;
    left -= encoding === "utf-32" ? 1 : utf8Length(code);
    if (left < 0) break;
    at += code > 0xffff ? 2 : 1;
  }
  return Math.min(at, end);
}

// A lone surrogate is sent as the replacement character, which takes three bytes.
function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code > 0xffff ? 4 : 3;
}

// An editor does not show a byte order mark, and counts columns without it.
function visibleStart(text: string, start: number): number {
  return start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 13 && text.charCodeAt(at + 1) === 10) at += 1;
    if (code === 10 || code === 13) starts.push(at + 1);
  }
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lineEnd(text: string, start: number, next: number | undefined): number {
  let end = next ?? text.length;
  while (end > start && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) {
    end -= 1;
  }
  return end;
}
