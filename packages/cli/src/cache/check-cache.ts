import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { ConfigStore, Finding, Problem, ProjectDescription } from "@awaitwise/analyzer";
import { version } from "../program/version.js";
import type { FileResult, ProjectCheck } from "../run/project-check.js";
import { readCacheFile, writeCacheFile } from "./cache-file.js";
import { digestOf, type Trace, type TracingDisk } from "./tracing-disk.js";

/** What of a project need not be checked again. */
export interface Remembered {
  readonly results: ReadonlyMap<string, FileResult>;
  readonly notes: readonly Problem[];
}

/** The outcome of one project's earlier check, with everything it was made from. */
interface Entry {
  readonly tool: string;
  readonly roots: string;
  readonly trace: Trace;
  /** Files of which every change concerns all of the project. */
  readonly concernAll: readonly string[];
  /** The files that a file imports. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  readonly notes: readonly Problem[];
  readonly results: Readonly<Record<string, RememberedFile>>;
}

interface RememberedFile extends FileResult {
  /** The configuration that the file was checked with. */
  readonly config: string;
}

/**
 * Remembers what checking files came to. A result holds as long as the tool, the configuration of the
 * file, what the disk answered while its project was read, and the texts of the file and of all it
 * imports, directly or through others, are the same. So a function that turns async in another file
 * is seen by those that call it.
 */
export class CheckCache {
  readonly #folder: string;
  readonly #disk: TracingDisk;
  readonly #onDamage: (note: string) => void;
  readonly #entries = new Map<ProjectDescription, Entry>();

  constructor(folder: string, disk: TracingDisk, onDamage: (note: string) => void) {
    this.#folder = folder;
    this.#disk = disk;
    this.#onDamage = onDamage;
  }

  /** The results of earlier runs that still hold for the files of a project. */
  recall(project: ProjectDescription, configs: ConfigStore): Remembered {
    const entry = this.#readEntry(project);
    if (entry === undefined) return { results: new Map(), notes: [] };
    this.#entries.set(project, entry);
    const changed = Object.keys(entry.trace.reads).filter(
      (file) => !this.#disk.isTextAlike(file, entry.trace.reads[file] as { digest: string }),
    );
    const concernAll = new Set(entry.concernAll);
    const outdated = changed.some((file) => concernAll.has(file))
      ? undefined
      : importersOf(changed, entry.imports);
    const results = new Map<string, FileResult>();
    if (outdated !== undefined) {
      for (const file of project.files) {
        const result = entry.results[file];
        if (result === undefined || outdated.has(file)) continue;
        if (result.config === configDigest(file, configs)) results.set(file, result);
      }
    }
    return { results, notes: entry.notes };
  }

  /**
   * Keeps the results of a project. `held` are those of earlier runs that still hold; what was asked
   * of the disk for them goes on to count.
   *
   * @throws the file system's own error when the cache cannot be written.
   */
  async remember(
    check: ProjectCheck,
    held: ReadonlyMap<string, FileResult>,
    trace: Trace,
    configs: ConfigStore,
  ): Promise<void> {
    const { description } = check;
    const before = held.size === 0 ? undefined : this.#entries.get(description);
    const sources = Object.keys(trace.reads);
    const imports = Object.fromEntries(
      sources.map((file) => [file, check.project.dependencies(file)] as const),
    );
    const concernAll = sources.filter((file) => check.project.affectsAll(file));
    const results: Record<string, RememberedFile> = {};
    for (const [file, result] of [...held, ...check.results]) {
      if (!isSelfContained(file, result.findings, imports)) continue;
      results[file] = { ...result, config: configDigest(file, configs) };
    }
    const entry: Entry = {
      tool: toolDigest(),
      roots: rootsDigest(description),
      trace: before === undefined ? trace : joined(before.trace, trace),
      concernAll,
      imports,
      notes: check.notes,
      results,
    };
    await writeCacheFile(this.#pathOf(description), entry);
  }

  #readEntry(project: ProjectDescription): Entry | undefined {
    const path = this.#pathOf(project);
    const read = readCacheFile(path);
    if (read.value === undefined) {
      if ("damage" in read && read.damage !== undefined) {
        this.#onDamage(`The cache "${path}" is discarded: ${read.damage}`);
      }
      return undefined;
    }
    const entry = read.value as Entry;
    const holds =
      entry.tool === toolDigest() &&
      entry.roots === rootsDigest(project) &&
      entry.trace.questions.every((question) => this.#disk.isAnsweredAlike(question));
    return holds ? entry : undefined;
  }

  #pathOf({ configFile, directory, roots }: ProjectDescription): string {
    const key = configFile ?? [directory, ...roots].join("\n");
    return join(
      this.#folder,
      `${createHash("sha256").update(key).digest("hex").slice(0, 24)}.json`,
    );
  }
}

/** The folder of the cache: as asked, else with the other tools' caches, else one of its own. */
export function cacheFolder(named: string | undefined, cwd: string): string {
  if (named !== undefined) return resolve(cwd, named);
  const modules = join(cwd, "node_modules");
  return existsSync(modules) ? join(modules, ".cache/awaitwise") : join(cwd, ".awaitwise-cache");
}

function importersOf(changed: readonly string[], imports: Entry["imports"]): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const [file, targets] of Object.entries(imports)) {
    for (const target of targets) {
      const known = importers.get(target);
      if (known === undefined) importers.set(target, [file]);
      else known.push(file);
    }
  }
  const found = new Set(changed);
  const open = [...changed];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const importer of importers.get(file) ?? []) {
      if (found.has(importer)) continue;
      found.add(importer);
      open.push(importer);
    }
  }
  return found;
}

// A finding that speaks of a file which its own does not import, such as a caller that a fix would
// change too, could outlive a change of that file.
function isSelfContained(
  file: string,
  findings: readonly Finding[],
  imports: Entry["imports"],
): boolean {
  const spoken = new Set(
    findings.flatMap(({ related, fixes }) => [
      ...related.map((place) => place.file),
      ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.file)),
    ]),
  );
  spoken.delete(file);
  if (spoken.size === 0) return true;
  const reached = new Set([file]);
  const open = [file];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const target of imports[at] ?? []) {
      if (reached.has(target)) continue;
      reached.add(target);
      open.push(target);
    }
  }
  return [...spoken].every((one) => reached.has(one));
}

function joined(before: Trace, after: Trace): Trace {
  const questions = new Map(
    [...before.questions, ...after.questions].map((one) => [JSON.stringify(one.slice(0, 2)), one]),
  );
  return { questions: [...questions.values()], reads: { ...before.reads, ...after.reads } };
}

function configDigest(file: string, configs: ConfigStore): string {
  const { selection, severities, complete, unusedSuppressions, requireReason } =
    configs.forFile(file);
  return digestOf(
    JSON.stringify([selection, severities, complete, unusedSuppressions, requireReason]),
  );
}

function rootsDigest({ configFile, directory, roots }: ProjectDescription): string {
  return digestOf(JSON.stringify([configFile, directory, roots]));
}

let tool: string | undefined;

// The versions, and for a checkout that is being worked on the state of the built files.
function toolDigest(): string {
  if (tool === undefined) {
    const entry = createRequire(import.meta.url).resolve("@awaitwise/analyzer");
    const parts = [version, process.version.split(".")[0] ?? "", ...stampsIn(dirname(entry))];
    tool = digestOf(parts.join("\n"));
  }
  return tool;
}

function stampsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".js"))
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    });
}
