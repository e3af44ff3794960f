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
  if ((before as Parsed).jsDocParsingMode !== commentsOf(before.fileName, text)) return undefined;
  return ts.updateSourceFile(before, text, changeBetween(before.text, text));
}

/** Parses a text, and of its comments what the compiler or a rule has any use for. */
export function parseText(
  file: string,
  text: string,
  how: ts.ScriptTarget | ts.CreateSourceFileOptions,
  parents: boolean,
): ts.SourceFile {
  const options = typeof how === "object" ? how : { languageVersion: how };
  const jsDocParsingMode = commentsOf(file, text);
  return ts.createSourceFile(file, text, { ...options, jsDocParsingMode }, parents);
}

// Comments are as long as code in many sources, and say nothing to a compiler of TypeScript. Annotations
// are read from them, and types of what functions return.
function commentsOf(file: string, text: string): ts.JSDocParsingMode {
  return !/\.[cm]?tsx?$/.test(file) || /@(?:pure|effects|(?:returns?|type)\s*\{)/.test(text)
    ? ts.JSDocParsingMode.ParseAll
    : ts.JSDocParsingMode.ParseForTypeErrors;
}

interface Parsed extends ts.SourceFile {
  readonly jsDocParsingMode?: ts.JSDocParsingMode;
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
