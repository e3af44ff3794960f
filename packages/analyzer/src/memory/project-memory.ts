import type { ConfigStore } from "../config/config-store.js";
import { ts } from "../model/compiler.js";
import type { ProjectDescription } from "../project/discover.js";
import type { Project } from "../project/project.js";
import { digestOf } from "./digest.js";
import type { FileResult } from "./file-result.js";
import { importedBy, importersOf } from "./import-graph.js";
import type { LiveDisk } from "./live-disk.js";
import {
  configDigest,
  hasSameRoots,
  mayBeNative,
  type ProjectEntry,
  type RememberedFile,
  readEntry,
  type Standing,
  spokenOf,
  standingOf,
  stillConfigured,
  writeEntry,
} from "./project-entry.js";
import { NO_TEXT } from "./stamp.js";
import { keyOf, type Trace, TracingDisk } from "./tracing-disk.js";

/**
 * What earlier runs have found in the files of one project, as far as it can be told to hold without reading
 * the project: as long as nothing has changed of all that a file's findings depend on.
 */
export class ProjectMemory {
  readonly #entry: ProjectEntry;
  readonly #disk: TracingDisk;
  readonly #changed: ReadonlySet<string>;
  /** What the other source of types has found. */
  #other: ProjectMemory | undefined;

  private constructor(entry: ProjectEntry, disk: TracingDisk, changed: ReadonlySet<string>) {
    this.#entry = entry;
    this.#disk = disk;
    this.#changed = changed;
  }

  /**
   * Reads what is remembered of a project and compares with the disk what it was made from; `undefined`
   * where there is nothing, or nothing of it can hold. What was found with the native types is found with
   * ts-morph's as well.
   */
  static read(folder: string, project: ProjectDescription): ProjectMemory | undefined {
    const own = ProjectMemory.#read(folder, project);
    if (mayBeNative(project)) return own;
    const native = ProjectMemory.#read(folder, { ...project, types: "native" });
    if (own === undefined) return native;
    own.#other = native;
    return own;
  }

  static #read(folder: string, project: ProjectDescription): ProjectMemory | undefined {
    // One that is damaged is written anew.
    const entry = readEntry(folder, project, () => {});
    if (entry === undefined || !hasSameRoots(entry, project)) return undefined;
    const disk = new TracingDisk();
    if (!entry.trace.questions.every((question) => disk.isAnsweredAlike(question)))
      return undefined;
    const changed = Object.entries(entry.trace.reads).flatMap(([file, read]) =>
      disk.isTextAlike(file, read) ? [] : [file],
    );
    const memory = new ProjectMemory(entry, disk, new Set(changed));
    return changed.every((file) => memory.#isOfItsImporters(file, disk.readFile(file)))
      ? memory
      : undefined;
  }

  /**
   * What was found in a file, where that holds. `texts` are those that an editor has in place of the
   * disk's.
   */
  recall(
    file: string,
    configs: ConfigStore,
    texts: ReadonlyMap<string, string>,
  ): FileResult | undefined {
    return this.#recall(file, configs, texts) ?? this.#other?.recall(file, configs, texts);
  }

  #recall(
    file: string,
    configs: ConfigStore,
    texts: ReadonlyMap<string, string>,
  ): FileResult | undefined {
    const { results, trace, imports, heirs } = this.#entry;
    const result = results[file];
    if (result === undefined || result.config !== configDigest(file, configs)) return undefined;
    const changed = new Set(this.#changed);
    for (const [other, text] of texts) {
      const read = trace.reads[other];
      // A file that nobody has read is no matter while it stands on the disk; a new one can be imported.
      if (read === undefined) {
        if (this.#disk.fileExists(other)) continue;
        return undefined;
      }
      if (digestOf(text) === read.digest) continue;
      if (!this.#isOfItsImporters(other, text)) return undefined;
      changed.add(other);
    }
    if (importersOf(changed, imports, heirs).has(file)) return undefined;
    // What a finding says of places in another file is wrong once that file's text is another.
    return spokenOf(file, result.findings).some((other) => changed.has(other)) ? undefined : result;
  }

  // Whether a change of a file can be seen by those alone that import it, or did so before: it neither
  // declares something for all, nor may it stand behind what others call, nor does it bring files along.
  #isOfItsImporters(file: string, text: string | undefined): boolean {
    const { imports, concernAll, specifiers } = this.#entry;
    const names = specifiers[file];
    return (
      text !== undefined &&
      names !== undefined &&
      file in imports &&
      !concernAll.includes(file) &&
      /^(?:import|export)\b/m.test(text) &&
      !/\b(?:class|extends|implements|declare|global)\b/.test(text) &&
      importsTheSame(text, names)
    );
  }
}

// Told by the names alone, without looking for what they lead to: that can be nothing else while the disk
// answers what it answered. Some are named by no source, such as those that JSX stands for.
function importsTheSame(text: string, specifiers: readonly string[]): boolean {
  const { importedFiles, referencedFiles, typeReferenceDirectives, libReferenceDirectives } =
    ts.preProcessFile(text, true, true);
  const directives = [referencedFiles, typeReferenceDirectives, libReferenceDirectives];
  if (directives.some(({ length }) => length > 0)) return false;
  const names = new Set(importedFiles.map(({ fileName }) => fileName));
  return names.size === specifiers.length && specifiers.every((name) => names.has(name));
}

/** What of an open project is to be remembered. */
export interface OpenProject {
  readonly project: Project;
  /** The disk that the project reads. */
  readonly disk: LiveDisk;
  readonly configs: ConfigStore;
  /** The cache's folder. */
  readonly folder: string;
  /** What was found in its files, from the texts that are on the disk. */
  readonly results: ReadonlyMap<string, FileResult>;
}

/**
 * Writes down what was found in files of an open project and what that rests on, beside what earlier runs
 * have found in others as far as it holds. It works a slice at a time; what it answers in the end is the
 * write under way.
 */
export function* rememberProject({
  project,
  disk,
  configs,
  folder,
  results,
}: OpenProject): Generator<void, Promise<void>, void> {
  const { description } = project;
  const trace = yield* disk.trace();
  yield;
  const now = standingOf(project, trace);
  yield;
  const before = readEntry(folder, description, () => {});
  const held = before === undefined ? undefined : stillHolding(before, now, description);
  const kept = new Map(
    before === undefined || held === undefined
      ? []
      : [...stillConfigured(before, configs)].filter(([file]) => held.holds(file)),
  );
  const remembered: Record<string, RememberedFile> = {};
  for (const [file, result] of [...kept, ...results]) {
    // A finding that speaks of a file which its own does not import could outlive a change of that file.
    const reached = importedBy(file, now.imports);
    if (!spokenOf(file, result.findings).every((other) => reached.has(other))) continue;
    remembered[file] = { ...result, config: configDigest(file, configs) };
    yield;
  }
  return writeEntry(folder, description, {
    ...now,
    trace: held?.trace ?? trace,
    signatures: Object.fromEntries(
      Object.entries(before?.signatures ?? {}).filter(([file]) => held?.holds(file) === true),
    ),
    notes: project.notes,
    results: remembered,
  });
}

/** What of an earlier entry holds for a project that is open. */
interface Held {
  holds(file: string): boolean;
  /** What the entry was made from, and the project besides. */
  readonly trace: Trace;
}

function stillHolding(
  before: ProjectEntry,
  now: Standing,
  project: ProjectDescription,
): Held | undefined {
  if (!hasSameRoots(before, project) || mayBeNative(project)) return undefined;
  const disk = new TracingDisk();
  if (!before.trace.questions.every((question) => disk.isAnsweredAlike(question))) return undefined;
  const changed = new Set<string>();
  for (const [file, read] of Object.entries(before.trace.reads)) {
    const fresh = now.trace.reads[file];
    const alike = fresh === undefined ? disk.isTextAlike(file, read) : fresh.digest === read.digest;
    if (alike && sameFiles(before.imports[file], now.imports[file])) continue;
    if (!(file in before.imports) || before.concernAll.includes(file)) return undefined;
    changed.add(file);
  }
  for (const [file, { digest }] of Object.entries(now.trace.reads)) {
    if (file in before.trace.reads || digest === NO_TEXT) continue;
    if (now.concernAll.includes(file) && file in now.imports) return undefined;
    changed.add(file);
  }
  const outdated = importersOf(changed, before.imports, now.imports, before.heirs, now.heirs);
  disk.startTrace();
  return {
    holds: (file) => !outdated.has(file),
    trace: joined(disk.trace(before.trace), now.trace),
  };
}

function joined(before: Trace, now: Trace): Trace {
  const questions = new Map(
    [...before.questions, ...now.questions].map((question) => [
      keyOf(question[0], question[1]),
      question,
    ]),
  );
  return { questions: [...questions.values()], reads: { ...before.reads, ...now.reads } };
}

function sameFiles(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && [...a].sort().join("\n") === [...b].sort().join("\n");
}
