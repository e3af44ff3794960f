import { statSync } from "node:fs";
import { dirname, posix } from "node:path";
import {
  type Disk,
  discoverProjects,
  InputError,
  nodeDisk,
  openProject,
  type Project,
  type ProjectDescription,
  type TypesFrom,
} from "@awaitwise/analyzer";
import { LiveDisk } from "@awaitwise/analyzer/memory";

/** A project of the pool, and when it was last asked for. */
export interface PooledProject {
  readonly key: string;
  readonly project: Project;
  /** What the project has asked of the disk, and was last answered. */
  readonly disk: LiveDisk;
  usedAt: number;
}

/**
 * The projects that are open, each once, however many folders and files lead to it, with the
 * editor's texts over the disk's in all of them.
 *
 * A file belongs to the nearest configuration that includes it. A file that none includes belongs
 * to a synthetic project over its workspace folder, or to one of its own outside of all folders.
 */
export class ProjectPool {
  readonly #disk: Disk;
  readonly #warn: (message: string) => void;
  readonly #projects = new Map<string, PooledProject>();
  readonly #owners = new Map<string, PooledProject | undefined>();
  readonly #buffers = new Map<string, string>();
  /** Every configuration that was read to find or open a project, those it extends included. */
  readonly #configFiles = new Set<string>();
  #readingConfigs = false;
  #folders: readonly string[] = [];
  #types: TypesFrom = "ts-morph";
  #clock = 0;

  constructor(warn: (message: string) => void, disk: Disk = nodeDisk) {
    this.#warn = warn;
    this.#disk = disk;
  }

  // Files can exist in an editor alone so far. The disk is asked all the same: what it says is taken note of.
  #withBuffers(disk: Disk): Disk {
    return {
      readFile: (path) => {
        if (this.#readingConfigs) this.#configFiles.add(path);
        const text = disk.readFile(path);
        return this.#buffers.get(path) ?? text;
      },
      fileExists: (path) => disk.fileExists(path) || this.#buffers.has(path),
      directoryExists: (path) => disk.directoryExists(path),
      directories: (path) => disk.directories(path),
      readDirectory: (...args) => disk.readDirectory(...args),
      realpath: (path) => disk.realpath(path),
      caseSensitive: disk.caseSensitive,
    };
  }

  setFolders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#owners.clear();
  }

  /** Says whose types projects go by; where it is another than before, all are opened anew. */
  setTypes(types: TypesFrom): void {
    if (types === this.#types) return;
    this.#types = types;
    this.reload();
  }

  [Symbol.iterator](): IterableIterator<PooledProject> {
    return this.#projects.values();
  }

  /** The project that serves a file; `undefined` where none can be opened. */
  ownerOf(file: string): PooledProject | undefined {
    if (!this.#owners.has(file)) this.#owners.set(file, this.#findOwner(file));
    const owner = this.#owners.get(file);
    if (owner !== undefined) owner.usedAt = ++this.#clock;
    return owner;
  }

  /** Opens every project of every folder. */
  openAll(): readonly PooledProject[] {
    for (const folder of this.#folders) {
      for (const description of this.#discover(folder, folder)) {
        this.#open(whole(description));
      }
    }
    return [...this.#projects.values()];
  }

  setBuffer(file: string, text: string): void {
    const isNew = !this.#buffers.has(file);
    // Which projects read a file changes with every edit: each is told, and knows what concerns it.
    for (const { project } of this.#projects.values()) project.setBuffer(file, text);
    this.#buffers.set(file, text);
    if (isNew && !existsOnDisk(file)) this.#owners.clear();
  }

  closeBuffer(file: string): void {
    this.#buffers.delete(file);
    for (const { project } of this.#projects.values()) project.closeBuffer(file);
    if (!existsOnDisk(file)) this.#owners.clear();
  }

  /** Whether a file had a part in which projects there are, and with what options. */
  isConfiguredBy(file: string): boolean {
    return this.#configFiles.has(file);
  }

  /** Files that can have other findings because `file` changed; `file` is not among them. */
  dependants(file: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { project } of this.#projects.values()) {
      for (const one of project.dependants(file)) found.add(one);
    }
    found.delete(file);
    return found;
  }

  /** A fingerprint of what other files can see of a file but for places in it, in all projects that read it. */
  signature(file: string): string {
    return [...this.#projects.values()]
      .filter(({ project }) => project.includes(file))
      .map(({ key, project }) => `${key} ${project.signatureWithoutPlaces(file)}`)
      .join("\n");
  }

  /** Takes notice of files that changed on disk, without opening any project anew. */
  refresh(files: readonly string[]): void {
    for (const { project } of this.#projects.values()) project.refresh(files);
    this.#owners.clear();
  }

  /** Forgets projects, all of them or one; each is opened anew when next asked for. */
  reload(key?: string): void {
    for (const { key: one, project } of this.#projects.values()) {
      if (key !== undefined && one !== key) continue;
      project.close();
      this.#projects.delete(one);
    }
    if (key === undefined) this.#configFiles.clear();
    this.#owners.clear();
  }

  /** Lets go of the projects used longest ago that serve none of `files`, but for `spare` of them. */
  evict(files: Iterable<string>, spare: number): void {
    const needed = new Set([...files].map((file) => this.ownerOf(file)?.key));
    const idle = [...this.#projects.values()]
      .filter(({ key }) => !needed.has(key))
      .sort((one, two) => two.usedAt - one.usedAt);
    for (const { key } of idle.slice(spare)) this.reload(key);
  }

  #findOwner(file: string): PooledProject | undefined {
    const folder = this.#folderOf(file);
    const [described] = this.#discover(file, dirname(file));
    if (described?.configFile !== undefined) {
      const configured = this.#open(whole(described));
      if (configured !== undefined) return configured;
    }
    if (folder !== undefined) {
      const around = this.#discover(folder, folder).find(
        ({ configFile, roots }) => configFile === undefined && roots.includes(file),
      );
      if (around !== undefined) return this.#open(around);
    }
    if (described === undefined || described.configFile !== undefined) return undefined;
    return this.#open(described);
  }

  #discover(path: string, cwd: string): readonly ProjectDescription[] {
    try {
      return this.#recording(() =>
        discoverProjects({ cwd, paths: [path], disk: this.#withBuffers(this.#disk) }),
      );
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [];
    }
  }

  #open(description: ProjectDescription): PooledProject | undefined {
    const key = keyOf(description);
    const known = this.#projects.get(key);
    if (known !== undefined) return known;
    const disk = new LiveDisk(this.#disk);
    let project: Project;
    try {
      project = this.#recording(() =>
        openProject({ ...description, types: typesFor(this.#types) }, this.#withBuffers(disk)),
      );
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#warn(error.message);
      return undefined;
    }
    for (const [file, text] of this.#buffers) project.setBuffer(file, text);
    const pooled: PooledProject = { key, project, disk, usedAt: ++this.#clock };
    this.#projects.set(key, pooled);
    return pooled;
  }

  #recording<T>(work: () => T): T {
    this.#readingConfigs = true;
    try {
      return work();
    } finally {
      this.#readingConfigs = false;
    }
  }

  #folderOf(file: string): string | undefined {
    return this.#folders
      .filter((folder) => file.startsWith(folder.endsWith("/") ? folder : `${folder}/`))
      .sort((one, two) => two.length - one.length)[0];
  }
}

// Where it is left open: a project is opened no later with ts-morph's types, in less memory, whatever its size.
function typesFor(types: TypesFrom): TypesFrom {
  return types === "auto" ? "ts-morph" : types;
}

/** Tells a project apart from all others of the pool. */
export function keyOf(description: ProjectDescription): string {
  const { configFile, directory, within } = description;
  if (configFile !== undefined) return configFile;
  return within?.length === 1 ? (within[0] as string) : posix.join(directory, "*");
}

// The whole of a project, where discovery was asked for one file of it.
function whole({ directory, configFile, roots }: ProjectDescription): ProjectDescription {
  return {
    directory,
    roots,
    files: roots,
    ...(configFile === undefined ? {} : { configFile }),
  };
}

function existsOnDisk(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
