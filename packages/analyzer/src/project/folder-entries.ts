import { readdirSync, type Stats, statSync } from "node:fs";

/** The names directly in a folder, by what they stand for; links count as what they lead to. */
export interface FolderEntries {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** Lists a folder. One that cannot be read counts as empty: what lies in it belongs to others. */
export function folderEntries(path: string): FolderEntries {
  const files: string[] = [];
  const directories: string[] = [];
  try {
    for (const entry of readdirSync(path || ".", { withFileTypes: true })) {
      const kind = entry.isSymbolicLink() ? statOf(`${path}/${entry.name}`) : entry;
      if (kind?.isFile()) files.push(entry.name);
      else if (kind?.isDirectory()) directories.push(entry.name);
    }
  } catch {
    return { files: [], directories: [] };
  }
  return { files: files.sort(), directories: directories.sort() };
}

/** What the file system knows of a path, links followed; `undefined` where that is nothing. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
