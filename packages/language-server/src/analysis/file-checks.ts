import { dirname } from "node:path";
import { performance } from "node:perf_hooks";
import {
  type Finding,
  InputError,
  type MeasuredAwaits,
  type Measurements,
  type Project,
} from "@awaitwise/analyzer";
import type { Settings } from "../settings.js";
import type { Configurations } from "./configurations.js";
import type { FromAnalysis } from "./messages.js";
import type { ProjectPool } from "./project-pool.js";
import { reasonOf } from "./reason-of.js";
import { Traces } from "./traces.js";

/** What decides how a file is checked. */
export interface CheckedWorld {
  readonly pool: ProjectPool;
  readonly configurations: Configurations;
  settingsOf(file: string): Settings;
  folderOf(file: string): string | undefined;
}

/** Runs the rules over single files as the projects have them, says what it is at, and knows how long it took. */
export class FileChecks {
  readonly #world: CheckedWorld;
  readonly #say: (news: FromAnalysis) => void;
  readonly #traces: Traces;
  readonly #timings: { file: string; ms: number }[] = [];
  /** Projects whose files have been read. */
  readonly #read = new WeakSet<Project>();
  /** Projects of which it was said that their types come from ts-morph although others were asked for. */
  readonly #withoutNative = new WeakSet<Project>();

  constructor(world: CheckedWorld, say: (news: FromAnalysis) => void) {
    this.#world = world;
    this.#say = say;
    this.#traces = new Traces((message) => say({ kind: "warning", message }));
  }

  /** How long the last checks took, newest first. */
  get timings(): readonly { file: string; ms: number }[] {
    return this.#timings;
  }

  hasRead(project: Project): boolean {
    return this.#read.has(project);
  }

  /** What is found in a file; `read` is called where that took the first reading of its project. */
  check(file: string, read: () => void): readonly Finding[] {
    const started = performance.now();
    const project = this.#firstReadFor(file);
    if (project !== undefined) this.#say({ kind: "reading", project });
    let findings: readonly Finding[] = [];
    try {
      findings = this.findingsOf(file);
    } catch (error) {
      if (error instanceof InputError) this.#say({ kind: "warning", message: error.message });
      else this.#log(`Checking "${file}" failed: ${reasonOf(error)}`);
    }
    if (project !== undefined) {
      this.#say({ kind: "read", project });
      read();
    }
    this.#sayWhoseTypes(file);
    this.#timings.unshift({ file, ms: performance.now() - started });
    if (this.#timings.length > keptTimings) this.#timings.pop();
    return findings;
  }

  /** The same, of which nothing is told. */
  findingsOf(file: string): readonly Finding[] {
    const { pool, configurations } = this.#world;
    const settings = this.#world.settingsOf(file);
    const owner = pool.ownerOf(file);
    if (owner === undefined || !settings.enable) return [];
    const length = owner.project.text(file)?.length ?? 0;
    if (length > settings.maxFileLength) {
      const limit = `${settings.maxFileLength} characters, of which it has ${length}`;
      this.#log(`"${file}" is not checked: "awaitwise.maxFileLength" is ${limit}`);
      return [];
    }
    const folder = this.#world.folderOf(file);
    return configurations.check(owner.project, file, folder, settings, this.#measurementsFor(file));
  }

  /** What traces say of the awaits of a file with a text, by where each begins. */
  measuredAwaits(file: string, text: string): MeasuredAwaits {
    return this.#measurementsFor(file)?.awaitsOf(file, text) ?? new Map();
  }

  /** Forgets a trace that changed on disk, and tells whether it was one that was read. */
  forgetTrace(file: string): boolean {
    return this.#traces.forgetIfRead(file);
  }

  #measurementsFor(file: string): Measurements | undefined {
    const { traceFiles } = this.#world.settingsOf(file);
    return this.#traces.of(traceFiles, this.#world.folderOf(file) ?? dirname(file));
  }

  // Said once of a project, however often it is asked for.
  #sayWhoseTypes(file: string): void {
    const project = this.#world.pool.ownerOf(file)?.project;
    if (project === undefined || this.#withoutNative.has(project)) return;
    const { configFile, directory } = project.description;
    const why = project.withoutNative;
    if (why === undefined) return;
    this.#withoutNative.add(project);
    const path = configFile ?? directory;
    this.#log(`"${path}" is checked by ts-morph's types and not by the native ones: ${why}`);
  }

  // The project that has to be read before a file can be checked, if it has not been.
  #firstReadFor(file: string): string | undefined {
    const { enable } = this.#world.settingsOf(file);
    const owner = enable ? this.#world.pool.ownerOf(file) : undefined;
    if (owner === undefined || this.#read.has(owner.project)) return undefined;
    this.#read.add(owner.project);
    return owner.key;
  }

  #log(message: string): void {
    this.#say({ kind: "log", message });
  }
}

const keptTimings = 50;
