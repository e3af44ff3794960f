import { readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { ts } from "../model/compiler.js";

/**
 * The analyser's only way to the file system. Paths are absolute, with forward slashes; nothing is
 * written.
 */
export interface Disk {
  /** The file's text, or `undefined` where there is none or it cannot be read. */
  readFile(path: string): string | undefined;
  fileExists(path: string): boolean;
  directoryExists(path: string): boolean;
  /** Names of the folders directly in `path`. */
  directories(path: string): readonly string[];
  /** Files below `path`, filtered the way a tsconfig's `include` and `exclude` are. */
  readDirectory(
    path: string,
    extensions?: readonly string[],
    exclude?: readonly string[],
    include?: readonly string[],
    depth?: number,
  ): readonly string[];
  realpath(path: string): string;
  readonly caseSensitive: boolean;
}

/** The real file system. */
export const nodeDisk: Disk = {
  readFile(path) {
    try {
      return decode(readFileSync(path));
    } catch {
      return undefined;
    }
  },
  fileExists: (path) => stat(path)?.isFile() ?? false,
  directoryExists: (path) => stat(path)?.isDirectory() ?? false,
  directories: (path) => ts.sys.getDirectories(path),
  readDirectory: (path, extensions, exclude, include, depth) =>
    ts.sys.readDirectory(path, extensions, exclude, include, depth),
  realpath(path) {
    try {
      return realpathSync.native(path).replaceAll("\\", "/");
    } catch {
      return path;
    }
  },
  caseSensitive: ts.sys.useCaseSensitiveFileNames,
};

function stat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

// The byte order mark is kept in UTF-8 texts, so that offsets and fixes refer to what stands in the
// file; the parser skips it as white space.
function decode(bytes: Buffer): string {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) {
    return bytes.toString("utf16le");
  }
  if (bytes.length >= 2 && bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
    return Buffer.from(even).swap16().toString("utf16le");
  }
  return bytes.toString("utf8");
}
