import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { ts } from "../model/compiler.js";
import { decodeText } from "./decode-text.js";

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

/** The real file system, which tells of each folder that it lists. */
export function diskThatTells(onListing: (folder: string) => void): Disk {
  const listed = (path: string): Entries => {
    onListing(path);
    return entriesOf(path);
  };
  return {
    readFile,
    fileExists: (path) => stat(path)?.isFile() ?? false,
    directoryExists: (path) => stat(path)?.isDirectory() ?? false,
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

interface Entries {
  readonly files: readonly string[];
  readonly directories: readonly string[];
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
    list: (path: string) => Entries,
    realpath: (path: string) => string,
  ): readonly string[];
}

// A folder that cannot be read counts as empty: what lies in it belongs to somebody else.
function entriesOf(path: string): Entries {
  const files: string[] = [];
  const directories: string[] = [];
  try {
    for (const entry of readdirSync(path || ".", { withFileTypes: true })) {
      const kind = entry.isSymbolicLink() ? stat(`${path}/${entry.name}`) : entry;
      if (kind?.isFile()) files.push(entry.name);
      else if (kind?.isDirectory()) directories.push(entry.name);
    }
  } catch {
    return { files: [], directories: [] };
  }
  return { files: files.sort(), directories: directories.sort() };
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

function stat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
