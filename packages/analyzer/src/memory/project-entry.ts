import { createHash } from "node:crypto";
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ConfigStore } from "../config/config-store.js";
import type { Finding } from "../finding.js";
import type { FileSignature } from "../model/signature.js";
import type { ProjectDescription } from "../project/discover.js";
import type { Problem } from "../project/problem.js";
import type { Project } from "../project/project.js";
import { readCacheFile, writeCacheFile } from "./cache-file.js";
import { digestOf } from "./digest.js";
import type { FileResult } from "./file-result.js";
import type { ImportGraph } from "./import-graph.js";
import { ownDigest } from "./own-digest.js";
import type { Trace } from "./tracing-disk.js";

/** A result as it is kept. */
export interface RememberedFile extends FileResult {
  /** The configuration that the file was checked with. */
  readonly config: string;
}

/**
 * The outcome of one project's earlier check, with everything it was made from: what the command line
 * and the language server write and read alike, for themselves and for each other.
 */
export interface ProjectEntry extends Standing {
  readonly tool: string;
  readonly roots: string;
  /** What other files see of the project's own, as far as that is known. */
  readonly signatures: Readonly<Record<string, FileSignature>>;
  readonly notes: readonly Problem[];
  readonly results: Readonly<Record<string, RememberedFile>>;
}

/** How a project stands: what it was made from, and which of its files hang on which. */
export interface Standing {
  readonly trace: Trace;
  /** Files of which every change concerns all of the project. */
  readonly concernAll: readonly string[];
  readonly imports: ImportGraph;
  /** The modules that each of the project's own files names, where that is known. */
  readonly specifiers: Readonly<Record<string, readonly string[]>>;
  /** For each file that declares a class or an interface, the files with classes below it. */
  readonly heirs: ImportGraph;
}

/**
 * The entry of a project in a cache's folder, where this build of the analyser has written it; `onDamage`
 * is told of one that cannot be read.
 */
export function readEntry(
  folder: string,
  project: ProjectDescription,
  onDamage: (note: string) => void,
): ProjectEntry | undefined {
  const path = pathOf(folder, project);
  const read = readCacheFile(path);
  if ("damage" in read) onDamage(`The cache "${path}" is discarded: ${read.damage}`);
  const entry = read.value as ProjectEntry | undefined;
  return entry?.tool === ownDigest() ? entry : undefined;
}

/**
 * Writes the entry of a project, of which a reader sees the old one or the new one and never a part.
 *
 * @throws the file system's own error when the cache cannot be written.
 */
export async function writeEntry(
  folder: string,
  project: ProjectDescription,
  entry: Omit<ProjectEntry, "tool" | "roots">,
): Promise<void> {
  const path = pathOf(folder, project);
  await writeCacheFile(path, { ...entry, tool: ownDigest(), roots: rootsDigest(project) });
  removeOldBuilds(folder, project);
}

/** Whether the project that an entry is about has the same sources now. */
export function hasSameRoots({ roots }: ProjectEntry, project: ProjectDescription): boolean {
  return roots === rootsDigest(project);
}

/** What of an entry was found with the configuration that its file has now. */
export function stillConfigured(
  { results }: ProjectEntry,
  configs: ConfigStore,
): Map<string, FileResult> {
  return new Map(
    Object.entries(results).filter(([file, { config }]) => config === configDigest(file, configs)),
  );
}

/** Tells the configuration of a file from every other that may find something else in it. */
export function configDigest(file: string, configs: ConfigStore): string {
  // Everything but where it comes from.
  const {
    path: _path,
    sources: _sources,
    baseline: _baseline,
    ...effective
  } = configs.forFile(file);
  return digestOf(JSON.stringify(effective));
}

/** Which of a project's files hang on which; `trace` is what the project was made from. */
export function standingOf(project: Project, trace: Trace): Standing {
  const sources = Object.keys(trace.reads);
  const included = sources.filter((file) => project.includes(file));
  const heirs = new Map<string, string[]>();
  addHeirs(heirs, included, project);
  return {
    trace,
    concernAll: sources.filter((file) => project.affectsAll(file)),
    imports: Object.fromEntries(
      included.map((file) => [file, project.dependencies(file)] as const),
    ),
    specifiers: specifiersOf(project, included),
    heirs: Object.fromEntries(heirs),
  };
}

/** The modules that files name. */
export function specifiersOf(project: Project, files: readonly string[]): Standing["specifiers"] {
  const own = files.filter((file) => !file.includes("/node_modules/"));
  return Object.fromEntries(
    own.flatMap((file) => {
      const names = project.specifiers(file);
      return names === undefined ? [] : [[file, names] as const];
    }),
  );
}

/** Adds files to those that have classes below what other files declare. */
export function addHeirs(
  heirs: Map<string, string[]>,
  files: readonly string[],
  project: Project,
): void {
  for (const heir of files) {
    for (const base of project.bases(heir)) heirs.set(base, [...(heirs.get(base) ?? []), heir]);
  }
}

/** The other files that findings point at, as evidence or in fixes. */
export function spokenOf(file: string, findings: readonly Finding[]): readonly string[] {
  const spoken = new Set(
    findings.flatMap(({ group = [], related, fixes }) =>
      [...group, ...related, ...fixes.flatMap(({ edits }) => edits)].map((place) => place.file),
    ),
  );
  spoken.delete(file);
  return [...spoken];
}

/** Whether types of a project may come from the native compiler. */
export function mayBeNative({ types = "ts-morph" }: Pick<ProjectDescription, "types">): boolean {
  return types !== "ts-morph";
}

function pathOf(folder: string, project: ProjectDescription): string {
  // An editor's analyser may be another than the command line's: neither is to undo the other's work.
  return join(folder, `${nameOf(project)}-${nameFor(ownDigest()).slice(0, 8)}.json`);
}

function nameOf({ configFile, directory, roots, types = "ts-morph" }: ProjectDescription): string {
  const place = configFile ?? [directory, ...roots].join("\n");
  // What one source of types knows is nothing that the other's results could be compared with.
  return `project-${nameFor(mayBeNative({ types }) ? `${place}\nnative` : place)}`;
}

function nameFor(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}

function rootsDigest({ configFile, directory, roots }: ProjectDescription): string {
  return digestOf(JSON.stringify([configFile, directory, roots]));
}

const MOST_BUILDS = 3;

// A version that has been replaced does not come back for what it left.
function removeOldBuilds(folder: string, project: ProjectDescription): void {
  const name = nameOf(project);
  const builds = readdirSync(folder)
    .filter((one) => one.startsWith(`${name}-`) && one.endsWith(".json"))
    .map((one) => join(folder, one))
    .map((path) => ({
      path,
      time: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now(),
    }))
    .sort((a, b) => b.time - a.time);
  for (const { path } of builds.slice(MOST_BUILDS)) rmSync(path, { force: true });
}
