import type { Fix, TextEdit } from "../finding.js";
import { ts } from "../model/syntax.js";
import { prefixEdits } from "./fix-text.js";

/**
 * Says with `void` that a promise is dropped on purpose, and in a comment behind it why. A comment that
 * is there already is taken for the reason.
 */
export function voidFix(
  statement: ts.ExpressionStatement,
  { title, reason }: { readonly title: string; readonly reason: string },
): Fix {
  const edits = prefixEdits(statement.expression, "void ");
  return { title, safety: "suggested", edits: [...edits, ...reasonEdits(statement, reason)] };
}

/** Edits that put a reason behind a statement, unless a comment stands there. */
export function reasonEdits(statement: ts.Node, reason: string): readonly TextEdit[] {
  const file = statement.getSourceFile();
  const { end } = statement;
  if (commentsAfter(file, end).some(speaks)) return [];
  const isLast = /^[^\S\r\n]*(?:\r?\n|$)/.test(file.text.slice(end));
  const said = `Not awaited: ${reason}`;
  return [
    { file: file.fileName, start: end, end, text: isLast ? ` // ${said}` : ` /* ${said} */` },
  ];
}

/** Whether a comment beside what is `void`ed says why: above it, in it, or behind it. */
export function hasReason(at: ts.Node): boolean {
  const file = at.getSourceFile();
  const start = at.getStart(file);
  // What stands further up speaks of more than this.
  const above = commentsIn(ts.getLeadingCommentRanges(file.text, at.pos), file, ({ end }) =>
    /^[^\S\r\n]*(?:\r?\n)?[^\S\r\n]*$/.test(file.text.slice(end, start)),
  );
  const within = commentsAfter(file, start + "void".length);
  // `list.map(() => void save()); // why`
  const closing = /^[)\]};,]*/.exec(file.text.slice(at.end))?.[0] ?? "";
  return [...above, ...within, ...commentsAfter(file, at.end + closing.length)].some(speaks);
}

function commentsAfter(file: ts.SourceFile, end: number): string[] {
  return commentsIn(ts.getTrailingCommentRanges(file.text, end), file, () => true);
}

function commentsIn(
  ranges: readonly ts.CommentRange[] | undefined,
  file: ts.SourceFile,
  counts: (range: ts.CommentRange) => boolean,
): string[] {
  return (ranges ?? []).filter(counts).map(({ pos, end }) => file.text.slice(pos, end));
}

// What tells a tool something tells a reader nothing.
function speaks(comment: string): boolean {
  return (
    /\w/.test(comment) &&
    !/^\/[/*]\s*(?:eslint|awaitwise|biome|oxlint|prettier|tslint|istanbul|c8|v8|@ts-)/.test(comment)
  );
}
