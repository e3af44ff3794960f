import type { Fix, TextEdit } from "../finding.js";

/** The outcome of applying fixes to one text. */
export interface AppliedFixes {
  readonly text: string;
  readonly applied: readonly Fix[];
  /** Fixes that overlap one applied before them; check the new text again to get them anew. */
  readonly skipped: readonly Fix[];
}

/**
 * Applies fixes to the text of one file. A fix is applied whole or not at all; one that overlaps
 * an earlier one is skipped. Where `file` is given, only edits of that file count. A byte order
 * mark and the text's line ends are kept: inserted text takes the line ends of the file.
 *
 * @example
 * ```ts
 * import { applyFixes } from "@awaitwise/analyzer";
 *
 * const fix = {
 *   title: "Await it",
 *   safety: "safe" as const,
 *   edits: [{ file: "/a.ts", start: 0, end: 0, text: "await " }],
 * };
 * console.log(applyFixes("save();", [fix]).text);
 * // prints: await save();
 * ```
 */
export function applyFixes(text: string, fixes: readonly Fix[], file?: string): AppliedFixes {
  const applied: Fix[] = [];
  const skipped: Fix[] = [];
  const edits: TextEdit[] = [];
  for (const fix of fixes) {
    const own = fix.edits.filter((edit) => file === undefined || edit.file === file);
    const fits = own.every(
      (edit) =>
        edit.start >= 0 &&
        edit.start <= edit.end &&
        edit.end <= text.length &&
        !edits.some((taken) => overlaps(taken, edit)),
    );
    if (fits) {
      edits.push(...own);
      applied.push(fix);
    } else skipped.push(fix);
  }
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  let result = "";
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    // A mark at the front belongs to the file, not to its first statement.
    const start =
      edit.start === 0 && text.startsWith("\uFEFF") ? Math.min(1, text.length) : edit.start;
    result += text.slice(at, Math.max(start, at)) + edit.text.replaceAll(/\r?\n/g, lineEnd);
    at = Math.max(edit.end, start);
  }
  return { text: result + text.slice(at), applied, skipped };
}

// Two insertions at one place have no order that both fixes would agree on.
function overlaps(a: TextEdit, b: TextEdit): boolean {
  if (a.start === a.end && b.start === b.end) return a.start === b.start;
  if (a.start === a.end || b.start === b.end)
    return a.start <= b.end && b.start <= a.end && !touchesOnly(a, b);
  return a.start < b.end && b.start < a.end;
}

function touchesOnly(a: TextEdit, b: TextEdit): boolean {
  return a.end === b.start || b.end === a.start;
}
