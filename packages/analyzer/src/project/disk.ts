import { readFileSync, realpathSync } from "node:fs";
import { ts } from "../model/compiler.js";
import { decodeText } from "./decode-text.js";
import { type FolderEntries, folderEntries, statOf } from "./folder-entries.js";

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
export const nodeDisk: Disk = diskThatTells(() => {});

/** The real file system, which tells of each folder that it lists and what it saw there. */
export function diskThatTells(onListing: (folder: string, entries: FolderEntries) => void): Disk {
  const listed = (path: string): FolderEntries => {
    const entries = folderEntries(path);
    onListing(path, entries);
    return entries;
  };
  return {
    readFile,
    fileExists: (path) => statOf(path)?.isFile() ?? false,
    directoryExists: (path) => statOf(path)?.isDirectory() ?? false,
    directories: (path) => listed(path).directories,
    // The compiler's own matcher, so that `include` means what it means to the compiler.
    readDirectory: (path, extensions, exclude, include, depth) =>
      (ts as unknown as Matching).matchFiles(
        path,
        extensions,
        exclude,
        include,
        ts.sys.useCaseSensitiveFileNames,
        process.cwd(),
        depth,
        listed,
        realpath,
      ),
    realpath,
    caseSensitive: ts.sys.useCaseSensitiveFileNames,
  };
}

interface Matching {
  matchFiles(
    path: string,
    extensions: readonly string[] | undefined,
    exclude: readonly string[] | undefined,
    include: readonly string[] | undefined,
    caseSensitive: boolean,
    cwd: string,
    depth: number | undefined,
    list: (path: string) => FolderEntries,
    realpath: (path: string) => string,
  ): readonly string[];
}

function readFile(path: string): string | undefined {
  try {
    return decodeText(readFileSync(path));
  } catch {
    return undefined;
  }
}

function realpath(path: string): string {
  try {
    return realpathSync.native(path).replaceAll("\\", "/");
  } catch {
    return path;
  }
}
