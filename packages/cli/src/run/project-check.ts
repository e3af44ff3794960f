import { setImmediate } from "node:timers/promises";
import {
  type ConfigStore,
  type Disk,
  type Finding,
  type Measurements,
  openProject,
  type Problem,
  type Project,
  type ProjectDescription,
  type Stopwatch,
  whyNoNativeTypes,
} from "@awaitwise/analyzer";
import { type FileResult, fileResult } from "@awaitwise/analyzer/memory";
import type { AllowedSafety, LeftFix } from "../fixing/choose-fixes.js";
import { fixToFixpoint } from "../fixing/fix-to-fixpoint.js";

/** Texts that fixes made, and those that were there before, by file. */
export interface FixedTexts {
  readonly texts: ReadonlyMap<string, string>;
  readonly originals: ReadonlyMap<string, string>;
  readonly applied: number;
  readonly left: readonly LeftFix[];
}

const SLICE_MS = 50;

/** Checks the files of one project and keeps what was found, until they are checked again. */
export class ProjectCheck {
  readonly description: ProjectDescription;
  readonly project: Project;
  readonly #configs: ConfigStore;
  readonly #stopwatch: Stopwatch | undefined;
  readonly #measurements: Measurements | undefined;
  readonly #results = new Map<string, FileResult>();

  /** A stopwatch is told what each rule takes; measurements give findings numbers. */
  constructor(
    description: ProjectDescription,
    configs: ConfigStore,
    disk?: Disk,
    stopwatch?: Stopwatch,
    measurements?: Measurements,
  ) {
    this.#stopwatch = stopwatch;
    this.#measurements = measurements;
    this.description = description;
    this.#configs = configs;
    this.project = openProject(description, disk);
  }

  /** The results so far, by file. */
  get results(): ReadonlyMap<string, FileResult> {
    return this.#results;
  }

  /** What was passed over in the project's configuration. */
  get notes(): readonly Problem[] {
    const { notes, withoutNative } = this.project;
    if (this.description.types !== "native" || withoutNative === undefined) return notes;
    return [...notes, { message: this.#byReference(withoutNative) }];
  }

  /**
   * What is to be said where the native types went wrong that would have been taken by themselves: the same of
   * every project where their process cannot be had at all. Of this run alone, since the next may have them.
   */
  get failure(): string | undefined {
    const { nativeFailure: why } = this.project;
    if (this.description.types !== "auto" || why === undefined) return undefined;
    return why === whyNoNativeTypes()
      ? `Types come from ts-morph and not from TypeScript 7's own process, because ${why}`
      : this.#byReference(why);
  }

  #byReference(why: string): string {
    const { configFile, directory } = this.description;
    return `"${configFile ?? directory}" is checked by ts-morph's types and not by the native ones: ${why}`;
  }

  /** Checks these files; those that are none of the project's are passed over. */
  async check(files: Iterable<string> = this.project.files): Promise<void> {
    const own = new Set(this.project.files);
    const checked = [...files].filter((file) => own.has(file));
    this.project.expect(checked);
    let resumed = performance.now();
    for (const file of checked) {
      this.#results.set(file, this.#check(file));
      if (performance.now() - resumed < SLICE_MS) continue;
      // Ctrl-C is not heard while the checker works.
      await setImmediate();
      resumed = performance.now();
    }
  }

  /** The files of the project that these can have an effect on: themselves, and who imports them. */
  affectedBy(files: readonly string[]): ReadonlySet<string> {
    const affected = new Set<string>();
    for (const file of files) {
      for (const one of [file, ...this.project.dependants(file)]) affected.add(one);
    }
    return affected;
  }

  /** Takes notice of files that changed on disk, and checks again what they can have an effect on. */
  async refresh(changed: readonly string[]): Promise<void> {
    const before = this.affectedBy(changed);
    this.project.refresh(changed);
    const now = new Set(this.project.files);
    const fresh = [...now].filter((file) => !this.#results.has(file));
    for (const file of this.#results.keys()) if (!now.has(file)) this.#results.delete(file);
    await this.check(new Set([...before, ...this.affectedBy(changed), ...fresh]));
  }

  /** Applies fixes in memory until none is left; `mayEdit` says which files they may change. */
  fix(allowed: AllowedSafety, mayEdit: (file: string) => string | undefined): FixedTexts {
    const findings = new Map([...this.#results].map(([file, result]) => [file, result.findings]));
    const check = (file: string): readonly Finding[] => {
      const result = this.#check(file);
      this.#results.set(file, result);
      return result.findings;
    };
    return fixToFixpoint(this.project, findings, allowed, check, mayEdit);
  }

  #check(file: string): FileResult {
    return fileResult(this.project, file, this.#configs, {
      stopwatch: this.#stopwatch,
      measurements: this.#measurements,
    });
  }
}
