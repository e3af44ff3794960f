import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { decodeText } from "@awaitwise/analyzer/basics";
import { SourceText } from "./source-text.js";

/** The texts of files by their paths relative to `cwd`, each read once. */
export function textsOf(
  cwd: string,
  readFile: (path: string) => string | undefined = readText,
): (file: string) => SourceText | undefined {
  const known = new Map<string, SourceText | undefined>();
  return (file) => {
    if (!known.has(file)) {
      const text = readFile(resolve(cwd, file).replaceAll("\\", "/"));
      known.set(file, text === undefined ? undefined : new SourceText(text));
    }
    return known.get(file);
  };
}

function readText(path: string): string | undefined {
  try {
    return decodeText(readFileSync(path));
  } catch {
    return undefined;
  }
}
