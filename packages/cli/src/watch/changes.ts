import { type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";

/** Tells of changes on disk, several at a time. */
export interface Changes {
  /** The absolute paths of what changed since the last call; waits until there is something. */
  next(): Promise<readonly string[]>;
  /** Says in which folders changes are of interest from now on. */
  watchOver(folders: ReadonlySet<string>): void;
  close(): void;
}

// Editors and branch switches write many files at once, and one file in several steps.
const QUIET_MS = 40;

/** Changes on the real disk. Waiting ends by `close`, with nothing. */
export function diskChanges(): Changes {
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let waiting: ((files: readonly string[]) => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const deliver = (): void => {
    timer = undefined;
    if (waiting === undefined || changed.size === 0) return;
    const files = [...changed].map((file) => file.replaceAll("\\", "/"));
    changed.clear();
    waiting(files);
    waiting = undefined;
  };
  const note = (file: string): void => {
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(deliver, QUIET_MS);
  };
  const watchFolder = (folder: string): void => {
    if (watchers.has(folder)) return;
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name === null) return;
        const path = join(folder, name);
        note(path);
        noteInside(path);
      });
      watcher.on("error", () => {
        watcher.close();
        watchers.delete(folder);
      });
      watchers.set(folder, watcher);
    } catch {
      // It is gone already; that is noticed in the folder around it.
    }
  };
  // A folder that comes to be may have been filled before anybody could watch over it.
  const noteInside = (path: string): void => {
    if (/\/(?:node_modules|\.[^/]*)$/.test(path)) return;
    let names: string[];
    try {
      names = readdirSync(path);
    } catch {
      return;
    }
    watchFolder(path);
    for (const name of names) {
      note(join(path, name));
      noteInside(join(path, name));
    }
  };
  return {
    next: async () =>
      await new Promise((resolve) => {
        waiting = resolve;
        if (timer === undefined) deliver();
      }),
    watchOver(folders) {
      for (const [folder, watcher] of watchers) {
        if (folders.has(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of folders) watchFolder(folder);
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
      waiting?.([]);
    },
  };
}
