import {
  type ConfigStore,
  type Disk,
  nodeDisk,
  type ProjectDescription,
} from "@awaitwise/analyzer";
import type { AllowedSafety, LeftFix } from "../fixing/choose-fixes.js";
import { overlayDisk } from "../fixing/overlay-disk.js";
import type { ReportedFinding, ReportedProblem } from "../report/report.js";
import { displayPath, resolveFinding } from "../report/resolve-finding.js";
import { SourceText } from "../report/source-text.js";
import { type CheckOutcome, emptyOutcome, joinOutcomes } from "./check-outcome.js";
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
  /** Called before each project is checked. */
  readonly onProject?: (done: number, project: ProjectDescription) => void;
}

const MOST_ROUNDS = 5;

/**
 * Checks projects one after another, so that only one program is in memory at a time. Fixes are
 * applied in memory; where one changes a file that another project may read, that is checked again.
 */
export function checkSources(request: CheckRequest): CheckOutcome {
  const run = new Run(request);
  let open: ReadonlySet<ProjectDescription> = new Set(request.projects);
  for (let round = 0; open.size > 0 && round < MOST_ROUNDS; round++) {
    const again = new Set<ProjectDescription>();
    let done = 0;
    for (const project of open) {
      request.onProject?.(done++, project);
      if (!run.check(project)) continue;
      for (const other of request.projects) if (other !== project) again.add(other);
      again.delete(project);
    }
    open = again;
  }
  return run.outcome();
}

/** What was found in one project, ready to be reported. */
export function outcomeOf(
  check: ProjectCheck,
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
  const problems: ReportedProblem[] = check.notes.map((note) => reportedProblem(note, cwd, true));
  let suppressed = 0;
  let wholeFiles = 0;
  for (const result of check.results.values()) {
    findings.push(...result.findings.map((finding) => resolveFinding(finding, texts, cwd)));
    problems.push(...result.problems.map((problem) => reportedProblem(problem, cwd, false)));
    suppressed += result.suppressed;
    if (result.problems.length === 0) wholeFiles++;
  }
  const fileNames = [...check.results.keys()].map((file) => displayPath(file, cwd));
  return { ...emptyOutcome, findings, problems, suppressed, fileNames, wholeFiles };
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
  check(project: ProjectDescription): boolean {
    const { configs, cwd, fix, changed } = this.#request;
    const check = new ProjectCheck(project, configs, this.#disk);
    check.check(changed === undefined ? undefined : check.affectedBy(changed));
    const edited = fix === undefined ? false : this.#fix(check, fix);
    this.#outcomes.set(project, outcomeOf(check, cwd, this.#disk.readFile));
    return edited;
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
