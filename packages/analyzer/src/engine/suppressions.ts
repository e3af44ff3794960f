import { ts } from "../model/syntax.js";

/**
 * Reads the comments that switch rules off: `awaitwise-disable`, `-enable`, `-disable-line` and
 * `-disable-next-line`, and eslint's own where they name a rule's counterpart. A comment that names
 * no rule switches off all of ours, and of eslint's only those with a counterpart.
 */
export class Suppressions {
  readonly #ranges: { from: number; to: number; names: ReadonlySet<string>; own: boolean }[] = [];

  constructor(file: ts.SourceFile) {
    const { text } = file;
    if (!/(?:eslint|awaitwise)-disable/.test(text)) return;
    const starts = file.getLineStarts();
    const lineEnd = (line: number): number => starts[line + 1] ?? text.length;
    const open: { from: number; names: ReadonlySet<string>; own: boolean }[] = [];
    for (const comment of directives(file)) {
      const { line } = file.getLineAndCharacterOfPosition(comment.start);
      const last = file.getLineAndCharacterOfPosition(comment.end).line;
      const { names, own } = comment;
      switch (comment.verb) {
        case "disable":
          open.push({ from: comment.start, names, own });
          break;
        case "disable-line":
          this.#ranges.push({ from: starts[line] ?? 0, to: lineEnd(last), names, own });
          break;
        case "disable-next-line":
          this.#ranges.push({ from: lineEnd(last), to: lineEnd(last + 1), names, own });
          break;
        case "enable":
          for (const one of open.splice(0)) {
            const still = [...one.names].filter((name) => names.size > 0 && !names.has(name));
            this.#ranges.push({ ...one, to: comment.start });
            if (still.length > 0) open.push({ ...one, from: comment.start, names: new Set(still) });
          }
      }
    }
    for (const one of open) this.#ranges.push({ ...one, to: text.length });
  }

  /** Tells whether a finding of a rule that starts at `start` is switched off. */
  covers(start: number, rule: string, counterparts: readonly string[]): boolean {
    return this.#ranges.some(({ from, to, names, own }) => {
      if (start < from || start >= to) return false;
      if (own) return names.size === 0 || names.has(rule);
      return counterparts.some((name) => names.size === 0 || names.has(name));
    });
  }
}

interface Directive {
  readonly start: number;
  readonly end: number;
  readonly verb: string;
  readonly own: boolean;
  readonly names: ReadonlySet<string>;
}

const directive = /^\s*(eslint|awaitwise)-(disable-next-line|disable-line|disable|enable)\b(.*)$/s;

function* directives(file: ts.SourceFile): Iterable<Directive> {
  for (const { pos, end } of commentsOf(file)) {
    const body = file.text.slice(pos + 2, file.text.startsWith("/*", pos) ? end - 2 : end);
    const [, tool, verb, rest] = directive.exec(body) ?? [];
    if (verb === undefined) continue;
    // What follows two dashes is a reason for people.
    const named = (rest ?? "").split(/\s--/)[0] ?? "";
    const names = named.split(/[\s,]+/).filter((name) => name !== "");
    yield { start: pos, end, verb, own: tool === "awaitwise", names: new Set(names) };
  }
}

// Comments belong to no node; they stand in the white space before tokens.
function commentsOf(file: ts.SourceFile): readonly ts.CommentRange[] {
  const found = new Map<number, ts.CommentRange>();
  const collect = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const range of ranges ?? []) found.set(range.pos, range);
  };
  const visit = (node: ts.Node): void => {
    if (node.pos < node.end || node.kind === ts.SyntaxKind.EndOfFileToken) {
      collect(ts.getLeadingCommentRanges(file.text, node.pos));
      collect(ts.getTrailingCommentRanges(file.text, node.end));
    }
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...found.values()].sort((a, b) => a.pos - b.pos);
}
