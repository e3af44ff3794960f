import { libFileText, type ts } from "../model/compiler.js";
import { libDirectory } from "../model/origin.js";
import { parseText } from "./reparse.js";

// The declarations of the language's own library come embedded in the compiler's package; they
// stand in a folder that exists nowhere else, and are parsed once for all projects.
const parsedLibs = new Map<string, ts.SourceFile>();

/** Whether a file stands in the folder of the library. */
export function isOfLibrary(file: string): boolean {
  return file.startsWith(`${libDirectory}/`);
}

/** The text of a file of the library; `undefined` for every other file. */
export function libText(file: string): string | undefined {
  if (!isOfLibrary(file)) return undefined;
  return libFileText(file.slice(libDirectory.length + 1));
}

/** The tree of a file of the library, which all projects share that have it parsed for the same target. */
export function parseLib(
  file: string,
  how: ts.ScriptTarget | ts.CreateSourceFileOptions,
): ts.SourceFile | undefined {
  const target = typeof how === "object" ? how.languageVersion : how;
  const key = `${target}:${file}`;
  let parsed = parsedLibs.get(key);
  if (parsed === undefined) {
    const text = libText(file);
    if (text === undefined) return undefined;
    parsed = parseText(file, text, how, false);
    parsedLibs.set(key, parsed);
  }
  return parsed;
}
