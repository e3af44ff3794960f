import {
  type ConfigStore,
  type Disk,
  type Measurements,
  nodeDisk,
  type ProjectDescription,
  type Stopwatch,
} from "@awaitwise/analyzer";
import type { TracingDisk } from "@awaitwise/analyzer/memory";
import type { CheckCache } from "../cache/check-cache.js";
import type { AllowedSafety, LeftFix } from "../fixing/choose-fixes.js";
import { overlayDisk } from "../fixing/overlay-disk.js";
import { keepHeapSmall } from "../program/smaller-heap.js";
import type { ReportedFinding, ReportedProblem } from "../report/report.js";
import { displayPath, resolveFinding } from "../report/resolve-finding.js";
import { SourceText } from "../report/source-text.js";
import { type CheckOutcome, emptyOutcome, joinOutcomes, joinUnresolved } from "./check-outcome.js";
import { ProjectCheck } from "./project-check.js";

/** What to check and how. */
export interface CheckRequest {
  readonly cwd: string;
  readonly projects: readonly ProjectDescription[];
  /** Says which rules run over a file. */
  readonly configs: ConfigStore;
  /** The fixes to apply, in memory. */
  readonly fix?: AllowedSafety;
  /** Why a fix may not change a file, or `undefined` where it may. */
  readonly mayEdit?: (file: string) => string | undefined;
  /** Only what these files can have an effect on, themselves included. */
  readonly changed?: readonly string[];
  readonly disk?: Disk;
  /** Where results of earlier runs are, and the disk that takes note of what they are made from. */
  readonly cache?: { readonly cache: CheckCache; readonly disk: TracingDisk };
  /** Gives findings about serial awaits their numbers. */
  readonly measurements?: Measurements;
  /** Told what each rule takes. */
  readonly stopwatch?: Stopwatch;
  /** Called with what is worth knowing but changes no result. */
  readonly onNote?: (note: string) => void;
  /** Called with what went wrong beside the sources, and was done without. */
  readonly onFailure?: (failure: string) => void;
  /** Called before each project is checked. */
  readonly onProject?: (done: number, project: ProjectDescription) => void;
}

const MOST_ROUNDS = 5;
/**
 * The trees of so many characters of text are in memory at a time, where each file is asked about once: those of
 * some three hundred thousand lines. No project that is smaller has anything made twice, which takes both time and memory.
 */
const MOST_TEXT = 12_000_000;
/** A project of so many files is large. */
const MANY_FILES = 2_000;

/**
 * Checks projects one after another, so that only one program is in memory at a time. Fixes are
 * applied in memory; where one changes a file that another project may read, that is checked again.
 */
export async function checkSources(request: CheckRequest): Promise<CheckOutcome> {
  const run = new Run(request);
  let open: ReadonlySet<ProjectDescription> = new Set(request.projects);
  for (let round = 0; open.size > 0 && round < MOST_ROUNDS; round++) {
    const again = new Set<ProjectDescription>();
    let done = 0;
    for (const project of open) {
      request.onProject?.(done++, project);
      if (!(await run.check(project))) continue;
      for (const other of request.projects) if (other !== project) again.add(other);
      again.delete(project);
    }
    open = again;
  }
  return run.outcome();
}

/** What was found in one project, ready to be reported. */
export function outcomeOf(
  checked: Pick<ProjectCheck, "results" | "notes">,
  cwd: string,
  textOf: (file: string) => string | undefined,
): CheckOutcome {
  const sources = new Map<string, SourceText | undefined>();
  const texts = (file: string): SourceText | undefined => {
    if (!sources.has(file)) {
      const text = textOf(file);
      sources.set(file, text === undefined ? undefined : new SourceText(text));
    }
    return sources.get(file);
  };
  const findings: ReportedFinding[] = [];
  const problems: ReportedProblem[] = checked.notes.map((note) => reportedProblem(note, cwd, true));
  let suppressed = 0;
  let wholeFiles = 0;
  for (const result of checked.results.values()) {
    result.findings.forEach((finding, index) => {
      findings.push(resolveFinding(finding, result.fingerprints[index] ?? "", texts, cwd));
    });
    problems.push(...result.problems.map((problem) => reportedProblem(problem, cwd, false)));
    suppressed += result.suppressed;
    if (result.problems.length === 0) wholeFiles++;
  }
  const unresolved = joinUnresolved(
    [...checked.results.values()].map((result) => result.unresolved),
  );
  const fileNames = [...checked.results.keys()].map((file) => displayPath(file, cwd));
  return { ...emptyOutcome, findings, problems, unresolved, suppressed, fileNames, wholeFiles };
}

function reportedProblem(
  { file, message }: { readonly file?: string; readonly message: string },
  cwd: string,
  isNote: boolean,
): ReportedProblem {
  return {
    ...(file === undefined ? {} : { file: displayPath(file, cwd) }),
    message: message.replaceAll(`"${cwd.replaceAll("\\", "/")}/`, '"'),
    isNote,
  };
}

function boundMemory({ project }: ProjectCheck): void {
  project.keepAtMost(MOST_TEXT);
  if (project.files.length > MANY_FILES) keepHeapSmall();
}

class Run {
  readonly #request: CheckRequest;
  readonly #outcomes = new Map<ProjectDescription, CheckOutcome>();
  readonly #leftFixes = new Map<ProjectDescription, readonly LeftFix[]>();
  readonly #before = new Map<string, string>();
  readonly #after = new Map<string, string>();
  readonly #disk: Disk;
  #fixed = 0;

  constructor(request: CheckRequest) {
    this.#request = request;
    this.#disk = overlayDisk(this.#after, request.disk ?? nodeDisk);
  }

  /** Checks one project, and answers whether fixes changed a text. */
  async check(project: ProjectDescription): Promise<boolean> {
    const { configs, cwd, fix, changed, cache, stopwatch, measurements } = this.#request;
    if (cache !== undefined && fix === undefined && changed === undefined) {
      this.#outcomes.set(project, await this.#checkRemembering(project, cache));
      return false;
    }
    const check = new ProjectCheck(project, configs, this.#disk, stopwatch, measurements);
    // Fixes edit what they check, and what edits change is told by the trees before them.
    if (fix === undefined) boundMemory(check);
    await check.check(changed === undefined ? undefined : check.affectedBy(changed));
    const edited = fix === undefined ? false : this.#fix(check, fix);
    this.#outcomes.set(project, outcomeOf(check, cwd, this.#disk.readFile));
    this.#close(check);
    return edited;
  }

  async #checkRemembering(
    project: ProjectDescription,
    { cache, disk }: NonNullable<CheckRequest["cache"]>,
  ): Promise<CheckOutcome> {
    const { configs, cwd } = this.#request;
    const { results: held, notes, check: opened } = cache.recall(project, configs);
    const textOf = (file: string): string | undefined => disk.readFile(file);
    if (opened === undefined && project.files.every((file) => held.has(file))) {
      return outcomeOf({ results: held, notes }, cwd, textOf);
    }
    const check = opened ?? new ProjectCheck(project, configs, disk);
    boundMemory(check);
    await check.check(project.files.filter((file) => !held.has(file)));
    const outcome = outcomeOf(
      { results: new Map([...held, ...check.results]), notes: check.notes },
      cwd,
      textOf,
    );
    await this.#remember(() => cache.remember(check, configs));
    this.#close(check);
    return outcome;
  }

  // One program at a time is in memory, outside of this process too.
  #close(check: ProjectCheck): void {
    const { failure, project } = check;
    if (failure !== undefined) this.#request.onFailure?.(failure);
    project.close();
  }

  // A full disk or a folder that may not be written costs the next run time, and this one nothing.
  async #remember(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#request.onNote?.(`The cache was not written: ${(error as Error).message}`);
    }
  }

  outcome(): CheckOutcome {
    return {
      ...joinOutcomes([...this.#outcomes.values()]),
      rewrites: [...this.#after].flatMap(([file, after]) => {
        const before = this.#before.get(file);
        return before === undefined || before === after ? [] : [{ file, before, after }];
      }),
      fixed: this.#fixed,
      leftFixes: [...this.#leftFixes.values()].flat(),
    };
  }

  #fix(check: ProjectCheck, allowed: AllowedSafety): boolean {
    const fixed = check.fix(allowed, this.#request.mayEdit ?? (() => undefined));
    this.#fixed += fixed.applied;
    this.#leftFixes.set(check.description, fixed.left);
    for (const [file, text] of fixed.originals) {
      if (!this.#before.has(file)) this.#before.set(file, text);
    }
    for (const [file, text] of fixed.texts) this.#after.set(file, text);
    return fixed.texts.size > 0;
  }
}
