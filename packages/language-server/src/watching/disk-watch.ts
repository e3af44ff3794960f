import { type Dirent, type FSWatcher, watch } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import type { DiskEvent } from "../analysis/messages.js";

/** Watches folders until it is closed. */
export interface DiskWatch {
  setFolders(folders: readonly string[]): void;
  /** Resolves once everything is watched that was there when it was called. */
  ready(): Promise<void>;
  close(): void;
}

/**
 * Starts to watch. With `everything`, sources and configurations are watched; without, only what a
 * package manager installs, which no editor tells of.
 */
export type WatchDisk = (
  folders: readonly string[],
  everything: boolean,
  tell: (events: readonly DiskEvent[]) => void,
  warn: (message: string) => void,
) => DiskWatch;

/** How long events are gathered before they are told, in milliseconds. */
export const gatherFor = 30;
/** How long a package manager has to be quiet before its work counts as done, in milliseconds. */
export const installQuiet = 400;

/** Watches with one watcher for each folder, which works the same on every system. */
export const watchDisk: WatchDisk = (folders, everything, tell, warn) =>
  new FolderWatch(folders, everything, tell, warn);

class FolderWatch implements DiskWatch {
  readonly #everything: boolean;
  readonly #tell: (events: readonly DiskEvent[]) => void;
  readonly #warn: (message: string) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  /** The files of each watched folder, to tell a new file from a changed one. */
  readonly #known = new Map<string, Set<string>>();
  readonly #events = new Map<string, DiskEvent["kind"]>();
  #timer: NodeJS.Timeout | undefined;
  #folders: readonly string[] = [];
  #walks: Promise<void> = Promise.resolve();
  #closed = false;
  #warned = false;

  constructor(
    folders: readonly string[],
    everything: boolean,
    tell: (events: readonly DiskEvent[]) => void,
    warn: (message: string) => void,
  ) {
    this.#everything = everything;
    this.#tell = tell;
    this.#warn = warn;
    this.setFolders(folders);
  }

  setFolders(folders: readonly string[]): void {
    for (const [path, watcher] of this.#watchers) {
      if (folders.some((folder) => isIn(path, folder))) continue;
      watcher.close();
      this.#watchers.delete(path);
      this.#known.delete(path);
    }
    const added = folders.filter((folder) => !this.#folders.includes(folder));
    this.#folders = folders;
    for (const folder of added) this.#enqueue(() => this.#add(folder, false));
  }

  ready(): Promise<void> {
    return this.#walks;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #enqueue(work: () => Promise<void>): void {
    this.#walks = this.#walks.then(work).catch(() => {});
  }

  async #add(directory: string, isNew: boolean): Promise<void> {
    if (this.#closed || this.#watchers.has(directory)) return;
    if (this.#watchers.size >= mostFolders) {
      this.#complain(`more than ${mostFolders} folders`);
      return;
    }
    const installs = directory.endsWith("/node_modules");
    let entries: Dirent[];
    // The watch starts before the listing, so that nothing falls between the two.
    this.#watch(directory);
    try {
      entries = await readdir(directory, { withFileTypes: true });
    } catch {
      this.#drop(directory);
      return;
    }
    if (this.#closed) return;
    const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    this.#known.set(directory, new Set(files.filter(isRelevant)));
    if (installs) return;
    const installable = files.includes("package.json") || this.#folders.includes(directory);
    if (!this.#everything && !installable) this.#drop(directory);
    if (isNew && this.#everything) {
      for (const name of files) if (isRelevant(name)) this.#note(`${directory}/${name}`, "created");
    }
    for (const entry of entries) {
      if (entry.isDirectory() && isEntered(entry.name)) {
        await this.#add(`${directory}/${entry.name}`, isNew);
      }
    }
  }

  #watch(directory: string): void {
    try {
      const watcher = watch(directory, { persistent: false }, (_event, name) => {
        if (name !== null) this.#enqueue(() => this.#look(directory, name));
      });
      // On some systems that is how a folder says that it is gone.
      watcher.on("error", () => this.#enqueue(() => this.#failed(directory)));
      this.#watchers.set(directory, watcher);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOSPC" || code === "EMFILE") this.#complain("the system allows no more");
    }
  }

  // An event only says that something happened to a name; the disk says what.
  async #look(directory: string, name: string): Promise<void> {
    const path = `${directory}/${name}`;
    if (this.#closed) return;
    if (directory.endsWith("/node_modules")) {
      this.#note(path, "changed");
      return;
    }
    const found = await stat(path).catch(() => undefined);
    if (found?.isDirectory() === true) {
      if (!isEntered(name)) return;
      if (name === "node_modules") this.#note(path, "changed");
      await this.#add(path, true);
      return;
    }
    if (this.#watchers.has(path)) {
      this.#forgetBelow(path);
      return;
    }
    if (!this.#everything || !isRelevant(name)) return;
    const known = this.#known.get(directory);
    if (found === undefined) {
      if (known?.delete(name) === true) this.#note(path, "deleted");
    } else if (known?.has(name) === true) this.#note(path, "changed");
    else {
      known?.add(name);
      this.#note(path, "created");
    }
  }

  async #failed(directory: string): Promise<void> {
    const isGone = (await stat(directory).catch(() => undefined)) === undefined;
    if (isGone) this.#forgetBelow(directory);
    else this.#drop(directory);
  }

  #forgetBelow(directory: string): void {
    for (const path of [...this.#watchers.keys()].filter((one) => isIn(one, directory))) {
      for (const name of this.#known.get(path) ?? []) this.#note(`${path}/${name}`, "deleted");
      this.#drop(path);
    }
  }

  #drop(directory: string): void {
    this.#watchers.get(directory)?.close();
    this.#watchers.delete(directory);
    this.#known.delete(directory);
  }

  #note(file: string, kind: DiskEvent["kind"]): void {
    this.#events.set(file, together(this.#events.get(file), kind));
    const installs = file.includes("/node_modules");
    if (this.#timer !== undefined && !installs) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#flush(), installs ? installQuiet : gatherFor);
    this.#timer.unref();
  }

  #flush(): void {
    this.#timer = undefined;
    const events = [...this.#events].map(([file, kind]): DiskEvent => ({ file, kind }));
    this.#events.clear();
    this.#tell(events);
  }

  #complain(reason: string): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#warn(
      `Not every folder can be watched (${reason}): changes made outside of the editor may go unnoticed until "awaitwise.restart"; on Linux, raise fs.inotify.max_user_watches`,
    );
  }
}

// What two events on one file come to. Editors save by putting a new file in the place of the old:
// for the reader it has changed.
function together(
  before: DiskEvent["kind"] | undefined,
  now: DiskEvent["kind"],
): DiskEvent["kind"] {
  if (before === "deleted" && now === "created") return "changed";
  return before === "created" && now === "changed" ? "created" : now;
}

const mostFolders = 20_000;

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function isEntered(name: string): boolean {
  return !name.startsWith(".") && name !== "bower_components";
}

function isRelevant(name: string): boolean {
  return /\.([cm]?[jt]sx?|jsonc?)$/.test(name) || name === ".gitignore";
}
