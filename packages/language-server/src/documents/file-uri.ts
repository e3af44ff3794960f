import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The absolute path behind a `file:` URI, with forward slashes as the analyser speaks of it;
 * `undefined` for another scheme, and for a URI that names no path of this machine.
 */
export function fileOf(uri: unknown): string | undefined {
  if (typeof uri !== "string" || !/^file:/i.test(uri)) return undefined;
  try {
    return fileURLToPath(uri).replaceAll("\\", "/");
  } catch {
    return undefined;
  }
}

/** The `file:` URI of an absolute path. */
export function uriOf(file: string): string {
  return pathToFileURL(file).href;
}
