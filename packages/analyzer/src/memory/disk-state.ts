import { readFileSync, realpathSync } from "node:fs";
import { decodeText } from "../project/decode-text.js";
import { type FolderEntries, folderEntries, statOf } from "../project/folder-entries.js";
import { digestOf } from "./digest.js";
import { NO_TEXT, type ReadFile, settledStamp, stampOf } from "./stamp.js";

/** What a run has seen of the disk. */
export interface Seen {
  /** When it began to look, by the clock that files are stamped with. */
  readonly started: number;
  readonly reads: Readonly<Record<string, ReadFile>>;
  /** For a path whether it is a file (`f`, `F` where not), a folder (`d`, `D`), or both questions. */
  readonly kinds: Readonly<Record<string, string>>;
  /** For each folder that was listed, the digest of what was seen in it. */
  readonly listings: Readonly<Record<string, string>>;
  readonly realpaths: Readonly<Record<string, string>>;
}

/** What a run has seen, in the form in which it is quickly compared with the disk. */
export interface DiskState {
  readonly files: Readonly<Record<string, ReadFile>>;
  readonly folders: Readonly<Record<string, FolderState>>;
  readonly realpaths: Readonly<Record<string, string>>;
}

interface FolderState {
  /** While it is the same, no name in the folder has come, gone or changed its kind. */
  readonly stamp?: string;
  /** The names that were asked for, as in {@link Seen}. */
  readonly names: Readonly<Record<string, string>>;
  readonly listing?: string;
}

/** Brings what was seen into the form that is kept. */
export function diskStateOf({ started, reads, kinds, listings, realpaths }: Seen): DiskState {
  // A file may be called `constructor` or `__proto__`: its name is no key of a plain object before all are known.
  const folders = new Map<string, { names: Map<string, string>; listing?: string }>();
  const folderAt = (path: string) => {
    let folder = folders.get(path);
    if (folder === undefined) {
      folder = { names: new Map() };
      folders.set(path, folder);
    }
    return folder;
  };
  const files: Record<string, ReadFile> = {};
  for (const [path, read] of Object.entries(reads)) {
    // Most files that are not there were looked for in vain in the same few folders.
    if (read.digest === NO_TEXT && statOf(path) === undefined) addName(path, "F");
    else files[path] = read;
  }
  for (const [path, kind] of Object.entries(kinds)) addName(path, kind);
  for (const [path, listing] of Object.entries(listings)) folderAt(path).listing = listing;
  return {
    files,
    realpaths,
    folders: Object.fromEntries(
      [...folders].map(([path, folder]) => [
        path,
        stamped(path, { ...folder, names: Object.fromEntries(folder.names) }, started),
      ]),
    ),
  };

  function addName(path: string, kind: string): void {
    const slash = path.lastIndexOf("/");
    const { names } = folderAt(path.slice(0, Math.max(1, slash)));
    const name = path.slice(slash + 1);
    names.set(name, (names.get(name) ?? "").replaceAll(kind, "") + kind);
  }
}

/**
 * Whether the disk is as it was, and the state with what tells that sooner the next time, where that
 * is not the state that was given. `undefined` means that it is not as it was.
 */
export function checkState(state: DiskState, started: number): DiskState | undefined {
  const files: Record<string, ReadFile> = {};
  const folders: Record<string, FolderState> = {};
  for (const [path, folder] of Object.entries(state.folders)) {
    if (folder.stamp !== undefined && folder.stamp === stampOf(statOf(path))) continue;
    const { names, listing } = folder;
    const asked = Object.entries(names);
    if (!asked.every(([name, kind]) => isOfKind(joined(path, name), kind))) return undefined;
    if (listing !== undefined && listing !== listingDigest(folderEntries(path))) return undefined;
    const fresh = stamped(path, folder, started);
    if (fresh.stamp !== folder.stamp) folders[path] = fresh;
  }
  for (const [path, file] of Object.entries(state.files)) {
    const stats = statOf(path);
    if (file.stamp !== undefined && file.stamp === stampOf(stats)) continue;
    if (textDigest(path) !== file.digest) return undefined;
    const stamp = settledStamp(stats, started);
    if (stamp !== undefined) files[path] = { digest: file.digest, stamp };
  }
  for (const [path, real] of Object.entries(state.realpaths)) {
    if (realpathOf(path) !== real) return undefined;
  }
  if (Object.keys(files).length + Object.keys(folders).length === 0) return state;
  return {
    files: { ...state.files, ...files },
    folders: { ...state.folders, ...folders },
    realpaths: state.realpaths,
  };
}

/** What two parts of a run have seen; `undefined` where the disk changed between them. */
export function joinSeen(a: Seen, b: Seen): Seen | undefined {
  const reads: Record<string, ReadFile> = { ...a.reads };
  for (const [path, read] of Object.entries(b.reads)) {
    const known = reads[path];
    if (known !== undefined && known.digest !== read.digest) return undefined;
    reads[path] = read;
  }
  const kinds: Record<string, string> = { ...a.kinds };
  for (const [path, kind] of Object.entries(b.kinds)) {
    const both = [...new Set([...(kinds[path] ?? ""), ...kind])].join("");
    if (/f.*F|F.*f|d.*D|D.*d/.test(both)) return undefined;
    kinds[path] = both;
  }
  const listings = agreeing(a.listings, b.listings);
  const realpaths = agreeing(a.realpaths, b.realpaths);
  if (listings === undefined || realpaths === undefined) return undefined;
  return { started: Math.min(a.started, b.started), reads, kinds, listings, realpaths };
}

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const NEVER_READ = new Set(["node_modules", ".git", ".awaitwise-cache"]);

/** A digest of what matters in a folder: its sources and its folders. */
export function listingDigest({ files, directories }: FolderEntries): string {
  const sources = files.filter((name) => SOURCE.test(name));
  const folders = directories.filter((name) => !NEVER_READ.has(name));
  return digestOf(JSON.stringify([sources, folders]));
}

type Readable = Pick<FolderState, "names" | "listing">;

function stamped(path: string, { names, listing }: Readable, started: number): FolderState {
  const stamp = settledStamp(statOf(path), started);
  return {
    ...(stamp === undefined ? {} : { stamp }),
    names,
    ...(listing === undefined ? {} : { listing }),
  };
}

function isOfKind(path: string, kind: string): boolean {
  const stats = statOf(path);
  const [isFile, isFolder] = [stats?.isFile() ?? false, stats?.isDirectory() ?? false];
  return [...kind].every((one) =>
    one.toLowerCase() === "f" ? isFile === (one === "f") : isFolder === (one === "d"),
  );
}

function textDigest(path: string): string {
  try {
    return digestOf(decodeText(readFileSync(path)));
  } catch {
    return NO_TEXT;
  }
}

function realpathOf(path: string): string {
  try {
    return realpathSync.native(path).replaceAll("\\", "/");
  } catch {
    return path;
  }
}

function joined(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

function agreeing(
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> | undefined {
  const clash = Object.entries(b).some(([key, value]) => key in a && a[key] !== value);
  return clash ? undefined : { ...a, ...b };
}
