import { displayWidth } from "../terminal/display-width.js";
import type { Style } from "../terminal/terminal.js";
import type { SourceText } from "./source-text.js";

/** A stretch to underline, by 1-based lines and columns; without an end it is one character. */
export interface Mark {
  readonly start: { readonly line: number; readonly column: number };
  readonly end?: { readonly line: number; readonly column: number };
}

export interface FrameOptions {
  readonly style: Style;
  /** Columns that a line of the frame may take, its gutter included. */
  readonly width: number;
}

const LINES_AROUND = 1;
const LONGEST_MARK = 4;
const TAB = "  ";

/**
 * The lines that the marks stand in, with their numbers, a line of context on both sides, and the
 * marked stretches underlined. Lines between distant marks are left out; a line wider than the
 * terminal is cut around its first mark, so that minified code stays readable.
 */
export function codeFrame(
  source: SourceText,
  marks: readonly Mark[],
  options: FrameOptions,
): string {
  const { style } = options;
  const underlines = underlinesOf(source, marks);
  const shown = linesToShow(source, underlines);
  const digits = String(shown.at(-1) ?? 1).length;
  const room = Math.max(20, options.width - digits - 5);
  const output: string[] = [];
  let previous: number | undefined;
  for (const line of shown) {
    if (previous !== undefined && line > previous + 1)
      output.push(style.dim(`  ${" ".repeat(digits)} :`));
    previous = line;
    const ranges = underlines.get(line);
    const text = source.line(line);
    const cut = cutAround(text, ranges?.[0] ?? { start: 0, end: 0 }, room);
    const number = String(line).padStart(digits);
    const code = visible(text.slice(cut.start, cut.end));
    const lead = cut.start > 0 ? "..." : "";
    const tail = cut.end < text.length ? "..." : "";
    const gutter =
      ranges === undefined
        ? style.dim(`  ${number} |`)
        : `${style.red(">")} ${number} ${style.dim("|")}`;
    output.push(`${gutter}${code === "" ? "" : ` ${lead}${code}${tail}`}`);
    if (ranges !== undefined) {
      const pointers = pointersUnder(text, ranges, cut, lead.length);
      output.push(`${style.dim(`  ${" ".repeat(digits)} |`)} ${style.red(pointers)}`);
    }
  }
  return output.join("\n");
}

/** 0-based columns of one line; `end` is exclusive. */
interface Range {
  readonly start: number;
  readonly end: number;
}

function underlinesOf(source: SourceText, marks: readonly Mark[]): Map<number, Range[]> {
  const underlines = new Map<number, Range[]>();
  for (const mark of marks) {
    const end = mark.end ?? { line: mark.start.line, column: mark.start.column + 1 };
    // A mark over many lines shows where it starts and where it ends.
    const lines =
      end.line - mark.start.line < LONGEST_MARK
        ? Array.from(
            { length: end.line - mark.start.line + 1 },
            (_, index) => mark.start.line + index,
          )
        : [mark.start.line];
    for (const line of lines) {
      const text = source.line(line);
      const indent = text.length - text.trimStart().length;
      const start = line === mark.start.line ? mark.start.column - 1 : indent;
      const stop = line === end.line ? end.column - 1 : text.trimEnd().length;
      if (line !== mark.start.line && stop <= start) continue;
      const range = { start, end: Math.max(stop, start + 1) };
      const known = underlines.get(line);
      if (known === undefined) underlines.set(line, [range]);
      else known.push(range);
    }
  }
  for (const ranges of underlines.values()) ranges.sort((a, b) => a.start - b.start);
  return underlines;
}

function linesToShow(source: SourceText, underlines: ReadonlyMap<number, unknown>): number[] {
  const shown = new Set<number>();
  for (const marked of underlines.keys()) {
    const last = Math.min(source.lineCount, marked + LINES_AROUND);
    for (let line = Math.max(1, marked - LINES_AROUND); line <= last; line++) {
      // An empty line at the edge of a frame says nothing.
      if (underlines.has(line) || source.line(line).trim() !== "") shown.add(line);
    }
  }
  return [...shown].sort((a, b) => a - b);
}

function cutAround(text: string, range: Range, room: number): Range {
  // Most lines fit as they stand; a very long one is not measured character by character.
  if (text.length <= room && displayWidth(visible(text)) <= room)
    return { start: 0, end: text.length };
  const start = Math.max(0, range.start - Math.floor(room / 3));
  let end = start;
  for (let used = start > 0 ? 6 : 3; end < text.length; end++) {
    used += displayWidth(visible(text.charAt(end)));
    if (used > room) break;
  }
  return { start, end };
}

function pointersUnder(text: string, ranges: readonly Range[], cut: Range, lead: number): string {
  let pointers = " ".repeat(lead);
  let at = cut.start;
  for (const range of ranges) {
    const from = Math.max(range.start, at);
    const to = Math.min(Math.max(range.end, from + 1), Math.max(cut.end, from + 1));
    if (from > cut.end || to <= at) continue;
    pointers += " ".repeat(displayWidth(visible(text.slice(at, from))));
    pointers += "^".repeat(Math.max(1, displayWidth(visible(text.slice(from, to)))));
    at = to;
  }
  return pointers;
}

// Tabs take a fixed width, and control characters in a source must not drive the terminal.
function visible(text: string): string {
  return text
    .replaceAll("\t", TAB)
    .replaceAll("\ufeff", "")
    .replace(/\p{Cc}/gu, "\ufffd");
}
