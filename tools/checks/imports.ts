import path from "node:path";
import ts from "typescript";

/** One import, export-from, dynamic import or `require` of a file. */
export interface Import {
  /** The specifier as written. */
  readonly specifier: string;
  /** A package name (`node:fs`, `ts-morph`, `@awaitwise/runtime`), or a path from the root. */
  readonly target: string;
  /** 1-based. */
  readonly line: number;
}

/** Every import of a source text; `file` is its path from the repository's root. */
export function importsOf(file: string, text: string): Import[] {
  const found = ts.preProcessFile(text, true, true).importedFiles;
  return found.map(({ fileName: specifier, pos }) => ({
    specifier,
    target: targetOf(file, specifier),
    line: text.slice(0, pos).split("\n").length,
  }));
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith(".")) {
    return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
  }
  if (specifier.startsWith("node:")) {
    return specifier;
  }
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}
