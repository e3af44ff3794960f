import { ts } from "../model/compiler.js";

/**
 * Parses the new text of a file by taking its tree apart: what the edit leaves alone moves into the new
 * tree as it is, and keeps its identity. The old tree is of no use afterwards. `undefined` where the
 * text has to be parsed another way than before.
 */
export function reparse(
  before: ts.SourceFile,
  text: string,
  how: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  const { impliedNodeFormat, languageVersion } =
    typeof how === "object" ? how : { languageVersion: how, impliedNodeFormat: undefined };
  if (before.languageVersion !== languageVersion) return undefined;
  if (before.impliedNodeFormat !== impliedNodeFormat) return undefined;
  if (before.text === "" || text.includes("\0")) return undefined;
  return ts.updateSourceFile(before, text, changeBetween(before.text, text));
}

/** The one stretch of a text that is another in the next. */
export function changeBetween(before: string, after: string): ts.TextChangeRange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same += 1;
  }
  return {
    span: { start, length: before.length - same - start },
    newLength: after.length - same - start,
  };
}
