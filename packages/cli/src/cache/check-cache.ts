import type { ConfigStore, Problem, ProjectDescription } from "@awaitwise/analyzer";
import {
  addHeirs,
  configDigest,
  type FileResult,
  hasSameRoots,
  importedBy,
  importersOf,
  mayBeNative,
  NO_TEXT,
  type ProjectEntry,
  type RememberedFile,
  readEntry,
  type Standing,
  specifiersOf,
  spokenOf,
  standingOf,
  stillConfigured,
  type TracingDisk,
  writeEntry,
} from "@awaitwise/analyzer/memory";
import { ProjectCheck } from "../run/project-check.js";

/** What of a project need not be checked again. */
export interface Remembered {
  readonly results: ReadonlyMap<string, FileResult>;
  readonly notes: readonly Problem[];
  /** The project, where it had to be opened to know. */
  readonly check?: ProjectCheck;
}

/** Which files of a project others see otherwise than at its earlier check, and who that concerns. */
interface Difference {
  /** The files that are to be checked again. */
  readonly outdated: ReadonlySet<string>;
  /** Those among them of which others see what they saw. */
  readonly alike: ReadonlySet<string>;
}

const noDifference: Difference = { outdated: new Set(), alike: new Set() };

/**
 * Remembers what checking files came to. A result holds as long as the tool, the file, its
 * configuration, what is declared for all files, and the signatures of all the file imports, directly
 * or through others, and of the classes that may stand behind what it imports, are the same. So a function that turns async in another file is seen by those
 * that call it, and an edit inside a function's body has nothing but its own file checked again.
 */
export class CheckCache {
  readonly #folder: string;
  readonly #disk: TracingDisk;
  readonly #onDamage: (note: string) => void;
  readonly #entries = new Map<ProjectDescription, ProjectEntry>();
  readonly #valid = new Map<ProjectDescription, ReadonlyMap<string, FileResult>>();
  readonly #standings = new Map<ProjectDescription, Standing>();
  readonly #differences = new Map<ProjectDescription, Difference>();

  constructor(folder: string, disk: TracingDisk, onDamage: (note: string) => void) {
    this.#folder = folder;
    this.#disk = disk;
    this.#onDamage = onDamage;
  }

  /** The results of earlier runs that still hold for the files of a project. */
  recall(project: ProjectDescription, configs: ConfigStore): Remembered {
    const entry = readEntry(this.#folder, project, this.#onDamage);
    this.#disk.startTrace();
    if (entry === undefined) return { results: new Map(), notes: [] };
    const changed = Object.entries(entry.trace.reads).flatMap(([file, read]) =>
      this.#disk.isTextAlike(file, read) ? [] : [file],
    );
    const alike = entry.trace.questions.every((question) => this.#disk.isAnsweredAlike(question));
    const unchanged = changed.length === 0 && hasSameRoots(entry, project) && alike;
    // Where only the native compiler reads declaration files, nobody has followed their imports.
    if (!alike && mayBeNative(project)) return { results: new Map(), notes: [] };
    if (unchanged) {
      this.#standings.set(project, entry);
      return {
        results: this.#hold(project, entry, stillConfigured(entry, configs)),
        notes: entry.notes,
      };
    }
    // A configuration or a package that changed has an effect on everything.
    if (changed.some((file) => !(file in entry.imports))) return { results: new Map(), notes: [] };
    const check = new ProjectCheck(project, configs, this.#disk);
    // A signature is made without the models of packages that a configuration brings, through which
    // files may see more of each other.
    const modelled = project.files.some((file) => configs.forFile(file).selection.models?.length);
    const now =
      alike && hasSameRoots(entry, project)
        ? standingAfter(entry, changed, check, this.#disk)
        : standing(check, this.#disk);
    this.#standings.set(project, now);
    const difference = this.#difference(entry, now, modelled, check);
    if (difference === undefined) return { results: new Map(), notes: [], check };
    this.#differences.set(project, difference);
    const { outdated } = difference;
    const texts = new Set(changed);
    const valid = stillConfigured(entry, configs);
    for (const [file, result] of valid) {
      // What a finding says of places in another file is wrong once that file's text is another.
      const moved = spokenOf(file, result.findings).some((other) => texts.has(other));
      if (moved || outdated.has(file)) valid.delete(file);
    }
    return { results: this.#hold(project, entry, valid), notes: entry.notes, check };
  }

  /**
   * Keeps the results of a project, beside those of earlier runs that were found to hold.
   *
   * @throws the file system's own error when the cache cannot be written.
   */
  async remember(check: ProjectCheck, configs: ConfigStore): Promise<void> {
    const { description } = check;
    const before = this.#entries.get(description);
    const held = this.#valid.get(description) ?? new Map<string, FileResult>();
    const { concernAll, imports, specifiers, heirs, ...earlier } =
      this.#standings.get(description) ?? standing(check, this.#disk);
    const trace = this.#disk.trace(earlier.trace);
    const now = { concernAll, imports, specifiers, heirs, trace };
    const results: Record<string, RememberedFile> = {};
    for (const [file, result] of [...held, ...check.results]) {
      const others = spokenOf(file, result.findings);
      // A finding that speaks of a file which its own does not import, such as a caller that a fix
      // would change too, could outlive a change of that file.
      if (others.length > 0) {
        const reached = importedBy(file, now.imports);
        if (!others.every((other) => reached.has(other))) continue;
      }
      results[file] = { ...result, config: configDigest(file, configs) };
    }
    await writeEntry(this.#folder, description, {
      ...now,
      signatures: this.#signatures(before, now, check),
      notes: check.notes,
      results,
    });
  }

  // Where nothing of a file is another to others, what was known of its functions holds, and what was asked
  // about others of them by now is known as well.
  #signatures(
    before: ProjectEntry | undefined,
    now: Standing,
    { project, description }: ProjectCheck,
  ): ProjectEntry["signatures"] {
    const own = ownSources(now);
    if (before === undefined) return Object.fromEntries(project.signatures(own));
    const { outdated, alike } = this.#differences.get(description) ?? noDifference;
    const holds = (file: string): boolean => !outdated.has(file) || alike.has(file);
    const fresh = project.signatures(
      own.filter((file) => !holds(file) || before.signatures[file] === undefined),
    );
    const asked = project.signaturesOfFunctions();
    return Object.fromEntries(
      own.flatMap((file) => {
        const made = fresh.get(file);
        const known = before.signatures[file];
        if (made !== undefined || known === undefined) return made ? [[file, made]] : [];
        const functions = { ...known.functions, ...asked.get(file) };
        return [[file, { outline: known.outline, functions }]];
      }),
    );
  }

  // What holds of files that are none of this run's is kept for the next.
  #hold(
    project: ProjectDescription,
    entry: ProjectEntry,
    valid: ReadonlyMap<string, FileResult>,
  ): ReadonlyMap<string, FileResult> {
    this.#entries.set(project, entry);
    this.#valid.set(project, valid);
    const wanted = new Set(project.files);
    return new Map([...valid].filter(([file]) => wanted.has(file)));
  }

  /** What is another than at the earlier check; `undefined` where nothing of it holds. */
  #difference(
    entry: ProjectEntry,
    now: Standing,
    modelled: boolean,
    { project }: ProjectCheck,
  ): Difference | undefined {
    const concernAll = new Set([...entry.concernAll, ...now.concernAll]);
    const files = new Set([...Object.keys(entry.trace.reads), ...Object.keys(now.trace.reads)]);
    const alike = new Set<string>();
    const seenByOthers = new Set<string>();
    for (const file of files) {
      const [before, after] = [entry.trace.reads[file], now.trace.reads[file]];
      const sameText = (before?.digest ?? NO_TEXT) === (after?.digest ?? NO_TEXT);
      const sameImports = sameNames(entry.imports[file], now.imports[file]);
      if (sameText && sameImports) continue;
      if (concernAll.has(file)) return undefined;
      const signature = modelled || sameText ? undefined : entry.signatures[file];
      const isAlike = signature !== undefined && project.hasSignature(file, signature);
      (isAlike ? alike : seenByOthers).add(file);
    }
    const graphs = [entry.imports, now.imports, entry.heirs, now.heirs];
    return { alike, outdated: new Set([...alike, ...importersOf(seenByOthers, ...graphs)]) };
  }
}

function standing({ project, description }: ProjectCheck, disk: TracingDisk): Standing {
  build(project, description);
  return standingOf(project, disk.trace());
}

// The program is built when it is first asked something; until then nothing is read.
function build(project: ProjectCheck["project"], { roots }: ProjectDescription): void {
  for (const root of roots.slice(0, 1)) project.includes(root);
}

// While the disk answers what it answered, files of the same text import what they imported.
function standingAfter(
  entry: ProjectEntry,
  changed: readonly string[],
  { project, description }: ProjectCheck,
  disk: TracingDisk,
): Standing {
  build(project, description);
  const trace = disk.trace(entry.trace);
  const fresh = Object.keys(trace.reads).filter((file) => !(file in entry.trace.reads));
  const looked = [...new Set([...changed, ...fresh])];
  const isLooked = new Set(looked);
  const included = looked.filter((file) => project.includes(file));
  const heirs = new Map(
    Object.entries(entry.heirs).map(([base, below]) => [
      base,
      below.filter((file) => !isLooked.has(file)),
    ]),
  );
  addHeirs(heirs, included, project);
  const imports = { ...entry.imports };
  const specifiers = { ...entry.specifiers };
  for (const file of looked) {
    delete imports[file];
    delete specifiers[file];
  }
  for (const file of included) imports[file] = project.dependencies(file);
  return {
    trace,
    concernAll: [
      ...entry.concernAll.filter((file) => !isLooked.has(file)),
      ...looked.filter((file) => project.affectsAll(file)),
    ],
    imports,
    specifiers: { ...specifiers, ...specifiersOf(project, included) },
    heirs: Object.fromEntries(heirs),
  };
}

function ownSources({ imports, concernAll }: Standing): string[] {
  const all = new Set(concernAll);
  return Object.keys(imports).filter((file) => !file.includes("/node_modules/") && !all.has(file));
}

function sameNames(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && [...a].sort().join("\n") === [...b].sort().join("\n");
}
