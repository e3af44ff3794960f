import { dirname, isAbsolute, resolve } from "node:path";
import { type ConfigFile, readConfigFile } from "./config-file.js";
import { type Disk, nodeDisk } from "./disk.js";
import { InputError } from "./input-error.js";
import { isSourceFile, sourceExtensions, syntheticConfig } from "./synthetic-config.js";

/** One program's worth of sources, and what of it is to be checked. */
export interface ProjectDescription {
  /** The tsconfig.json or jsconfig.json, or `undefined` where the configuration is synthetic. */
  readonly configFile?: string;
  /** The absolute path of the folder that holds the configuration or the sources. */
  readonly directory: string;
  /** Absolute paths of every source that belongs to the project. */
  readonly roots: readonly string[];
  /** Absolute paths of the sources to check: all of `roots`, or those that the user named. */
  readonly files: readonly string[];
  /** The folders the user named, when `files` is what lies in them and not all of `roots`. */
  readonly within?: readonly string[];
  /** Where types come from; `ts-morph` where it is left out. */
  readonly types?: TypesFrom;
}

/**
 * Whose checker answers: `ts-morph` is the reference, always there; `native` is TypeScript 7's own, a
 * process beside this one. What that cannot read is left to the reference, which is worth a remark where it
 * was asked for by name, and none with `auto`: that takes it where it is to be had.
 */
export type TypesFrom = "auto" | "native" | "ts-morph";

/** Where to look for projects. */
export interface DiscoverOptions {
  /** The absolute path that relative paths start from. */
  readonly cwd: string;
  /** Folders, sources or configuration files; the working directory when there are none. */
  readonly paths?: readonly string[];
  /** A configuration file, or a folder that holds one; only what belongs to it is checked. */
  readonly project?: string;
  /** Where to read from; the real file system unless a test says otherwise. */
  readonly disk?: Disk;
}

/**
 * Finds the projects behind what a user names on a command line or opens in an editor.
 *
 * A configuration brings its `references` with it, so a solution file stands for all its projects.
 * A folder stands for its own tsconfig.json or jsconfig.json, else for what lies in it of the
 * project around it, else for the projects below it, else for its sources under a synthetic
 * configuration. What its own takes in of a folder below that has one is checked under that one, and
 * so is what its own does not take in, unless it leaves that folder out by name.
 * A source stands for itself, in the project that contains it. A file that several projects share
 * is checked in the first.
 *
 * @throws {@link InputError} when a path does not exist, a configuration cannot be used, or nothing
 * is left to check.
 *
 * @example
 * ```ts
 * import { discoverProjects } from "@awaitwise/analyzer";
 *
 * const projects = discoverProjects({ cwd: process.cwd() });
 * console.log(projects.every((project) => project.files.length > 0));
 * // prints: true
 * ```
 */
export function discoverProjects(options: DiscoverOptions): ProjectDescription[] {
  const search = new Search(options.disk ?? nodeDisk);
  const cwd = slashes(options.cwd);
  const absolute = (path: string): string => slashes(isAbsolute(path) ? path : resolve(cwd, path));
  const named = options.paths ?? [];
  if (options.project !== undefined) {
    search.addConfigured(absolute(options.project), options.project, named.map(absolute));
  } else {
    for (const path of named.length > 0 ? named : ["."]) search.addPath(absolute(path), path);
  }
  return search.result(options.project ?? (named.length > 0 ? named.join(", ") : cwd));
}

class Search {
  readonly #disk: Disk;
  readonly #configs = new Map<string, ConfigFile>();
  readonly #found = new Map<string, Found>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  addConfigured(path: string, shown: string, within: readonly string[]): void {
    const config = this.#disk.directoryExists(path) ? this.#configIn(path) : path;
    if (config === undefined) {
      throw new InputError(
        `There is no tsconfig.json or jsconfig.json in "${shown}": name the file, or leave the option out`,
      );
    }
    for (const one of this.#withReferences(config, shown)) {
      this.#select(one, within.length > 0 ? within : undefined);
    }
  }

  addPath(path: string, shown: string): void {
    if (this.#disk.directoryExists(path)) this.#addDirectory(path, shown);
    else if (!this.#disk.fileExists(path)) {
      throw new InputError(`"${shown}" does not exist: name a folder, a source or a tsconfig.json`);
    } else if (path.endsWith(".json")) this.addConfigured(path, shown, []);
    else if (isSourceFile(path)) this.#addSource(path);
    else {
      throw new InputError(
        `"${shown}" is not a source the analyser reads: name files that end in ${sourceExtensions.join(", ")}`,
      );
    }
  }

  result(shown: string): ProjectDescription[] {
    const taken = new Set<string>();
    const projects: ProjectDescription[] = [];
    for (const { directory, configFile, roots, all, chosen, within } of this.#found.values()) {
      const wanted = all ? roots : roots.filter((file) => chosen.has(file));
      const files = wanted.filter((file) => !taken.has(file));
      for (const file of files) taken.add(file);
      if (files.length === 0) continue;
      projects.push({
        directory,
        roots,
        files,
        ...(configFile === undefined ? {} : { configFile }),
        ...(all ? {} : { within: [...within] }),
      });
    }
    if (projects.length === 0) {
      throw new InputError(
        `There is nothing to check in "${shown}": no TypeScript or JavaScript source belongs to it; name a folder or a tsconfig.json that has some`,
      );
    }
    return projects;
  }

  #addDirectory(directory: string, shown: string): void {
    const own = this.#configIn(directory);
    if (own !== undefined) {
      const configs = this.#withReferences(own, shown);
      // One that only holds what others extend stands for nothing itself.
      if (configs.some(({ files }) => files.length > 0)) {
        this.#selectNearer(directory, configs);
        for (const config of configs) this.#select(config, undefined);
        this.#selectBeside(directory, configs);
        return;
      }
    } else if (this.#selectFromAround(directory, (config) => filesIn(config, directory).length > 0))
      return;
    const below = this.#configsBelow(directory);
    for (const path of below) {
      for (const config of this.#withReferences(path, path)) this.#select(config, undefined);
    }
    if (below.length > 0) return;
    this.#select(
      own === undefined
        ? syntheticConfig(directory, this.#disk)
        : (this.#configs.get(own) as ConfigFile),
      undefined,
    );
  }

  // A file belongs to the configuration nearest to it, as in an editor: the one of a package knows the
  // package's own paths, which one around them all that takes everything in does not.
  #selectNearer(directory: string, around: readonly ConfigFile[]): void {
    const taken = new Set(around.flatMap(({ files }) => files));
    for (const path of this.#configsBelow(directory)) {
      if (around.some((config) => config.path === path)) continue;
      const inside = `${dirname(path)}/`;
      if (![...taken].some((file) => file.startsWith(inside))) continue;
      try {
        for (const config of this.#withReferences(path, path)) {
          if (config.files.some((file) => taken.has(file))) this.#select(config, [dirname(path)]);
        }
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }
  }

  // What lies below and is no part of it, such as a server beside a site, is as much of the folder, unless it is left out
  // by name. One that cannot be used was not named by the user.
  #selectBeside(directory: string, around: readonly ConfigFile[]): void {
    const taken = new Set(around.flatMap(({ files }) => files));
    const excluded = around.flatMap(({ excludes = [] }) => excludes);
    const home = this.#disk.realpath(directory);
    for (const path of this.#configsBelow(directory)) {
      if (around.some((config) => config.path === path)) continue;
      // What a link leads to is checked where it is.
      const place = dirname(path);
      if (this.#disk.realpath(place) !== home + place.slice(directory.length)) continue;
      if (excluded.some((folder) => path.startsWith(`${folder}/`))) continue;
      try {
        for (const config of this.#withReferences(path, path)) {
          if (config.files.some((file) => !taken.has(file))) this.#select(config, undefined);
        }
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
    }
  }

  #addSource(path: string): void {
    if (this.#selectFromAround(path, (config) => config.files.includes(path))) return;
    this.#select(syntheticConfig(dirname(path), this.#disk, [path]), [path]);
  }

  // Walks up to the nearest configuration that wants something of `path`. One that cannot be used
  // is passed over: it was not named by the user, and need not be about `path` at all.
  #selectFromAround(path: string, wants: (config: ConfigFile) => boolean): boolean {
    for (let at = dirname(path); ; at = dirname(at)) {
      const near = this.#configIn(at);
      if (near !== undefined) {
        let configs: readonly ConfigFile[] = [];
        try {
          configs = this.#withReferences(near, near);
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
        const wanting = configs.filter(wants);
        for (const config of wanting) this.#select(config, [path]);
        if (wanting.length > 0) return true;
      }
      if (dirname(at) === at) return false;
    }
  }

  #select(config: ConfigFile, within: readonly string[] | undefined): void {
    const key = config.path ?? `synthetic:${config.directory}:${config.files.join("\n")}`;
    let found = this.#found.get(key);
    if (found === undefined) {
      found = {
        directory: config.directory,
        configFile: config.path,
        roots: config.files,
        all: false,
        chosen: new Set(),
        within: new Set(),
      };
      this.#found.set(key, found);
    }
    if (within === undefined) found.all = true;
    for (const place of within ?? []) {
      found.within.add(place);
      for (const file of filesIn(config, place)) found.chosen.add(file);
    }
  }

  #withReferences(path: string, shown: string): readonly ConfigFile[] {
    const reached = new Map<string, ConfigFile>();
    const visit = (at: string, name: string): void => {
      if (reached.has(at)) return;
      let config = this.#configs.get(at);
      if (config === undefined) {
        config = readConfigFile(at, name, this.#disk);
        this.#configs.set(at, config);
      }
      reached.set(at, config);
      for (const reference of config.references) visit(reference, reference);
    };
    visit(path, shown);
    return [...reached.values()];
  }

  #configIn(directory: string): string | undefined {
    const base = directory.endsWith("/") ? directory : `${directory}/`;
    return ["tsconfig.json", "jsconfig.json"]
      .map((name) => base + name)
      .find((path) => this.#disk.fileExists(path));
  }

  #configsBelow(directory: string): string[] {
    const found: string[] = [];
    const visit = (at: string, depth: number): void => {
      for (const name of [...this.#disk.directories(at)].sort()) {
        if (name === "node_modules" || name.startsWith(".")) continue;
        const below = `${at.endsWith("/") ? at : `${at}/`}${name}`;
        const config = this.#configIn(below);
        if (config !== undefined) found.push(config);
        else if (depth > 0) visit(below, depth - 1);
      }
    };
    visit(directory, 6);
    return found;
  }
}

interface Found {
  readonly directory: string;
  readonly configFile: string | undefined;
  readonly roots: readonly string[];
  all: boolean;
  readonly chosen: Set<string>;
  readonly within: Set<string>;
}

function filesIn(config: ConfigFile, place: string): readonly string[] {
  const prefix = place.endsWith("/") ? place : `${place}/`;
  return config.files.filter((file) => file === place || file.startsWith(prefix));
}

function slashes(path: string): string {
  const normal = path.replaceAll("\\", "/");
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}
