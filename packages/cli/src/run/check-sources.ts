import {
  type ConfigStore,
  checkWithConfig,
  type Finding,
  openProject,
  type Project,
  type ProjectDescription,
} from "@awaitwise/analyzer";
import type { AllowedSafety, LeftFix } from "../fixing/choose-fixes.js";
import { fixToFixpoint } from "../fixing/fix-to-fixpoint.js";
import { overlayDisk } from "../fixing/overlay-disk.js";
import type { Rewrite } from "../fixing/write-fixes.js";
import type { ReportedFinding, ReportedProblem } from "../report/report.js";
import { displayPath, resolveFinding } from "../report/resolve-finding.js";
import { SourceText } from "../report/source-text.js";
import type { Targets } from "./targets.js";
import { wantedProjects } from "./wanted-projects.js";

/** What to check and how. */
export interface CheckRequest extends Targets {
  /** Says which rules run over a file. */
  readonly configs: ConfigStore;
  /** The fixes to apply, in memory. */
  readonly fix?: AllowedSafety;
}

/** What checking came to; nothing is written. */
export interface CheckOutcome {
  /** In the order of file, place and rule. */
  readonly findings: readonly ReportedFinding[];
  readonly problems: readonly ReportedProblem[];
  /** How many files were checked. */
  readonly files: number;
  /** How many findings comments hide. */
  readonly suppressed: number;
  /** How many of them were checked whole, without a problem of their own. */
  readonly wholeFiles: number;
  readonly rewrites: readonly Rewrite[];
  readonly fixed: number;
  readonly leftFixes: readonly LeftFix[];
  /** The text of a file, by its path relative to the working directory, as it is after fixing. */
  texts(file: string): SourceText | undefined;
}

/**
 * Finds the projects of a request and checks their files, one project after another, so that only
 * one program is in memory at a time.
 *
 * @throws InputError when nothing can be checked.
 */
export function checkSources(request: CheckRequest): CheckOutcome {
  const { descriptions, ignored } = wantedProjects(request);
  const run = new Run(request);
  let open = new Set(descriptions);
  for (let round = 0; open.size > 0 && round < MOST_ROUNDS; round++) {
    const again = new Set<ProjectDescription>();
    for (const description of open) {
      if (!run.check(description)) continue;
      // A fix in a file that another project reads may change what was found there before.
      for (const other of descriptions) if (other !== description) again.add(other);
      again.delete(description);
    }
    open = again;
  }
  return run.outcome(descriptions, ignored);
}

const MOST_ROUNDS = 5;

interface CheckedProject {
  readonly findings: readonly ReportedFinding[];
  readonly problems: readonly ReportedProblem[];
  readonly brokenFiles: number;
  readonly leftFixes: readonly LeftFix[];
  readonly suppressed: number;
}

class Run {
  readonly #request: CheckRequest;
  readonly #checked = new Map<ProjectDescription, CheckedProject>();
  readonly #texts = new Map<string, SourceText>();
  readonly #before = new Map<string, string>();
  readonly #after = new Map<string, string>();
  #fixed = 0;

  constructor(request: CheckRequest) {
    this.#request = request;
  }

  /** Checks one project, and answers whether fixes changed a text. */
  check(description: ProjectDescription): boolean {
    const { cwd, fix, configs } = this.#request;
    const project = openProject(description, overlayDisk(this.#after, this.#request.disk));
    const suppressed = new Map<string, number>();
    const check = (file: string): readonly Finding[] => {
      const result = checkWithConfig(project, file, configs);
      suppressed.set(file, result.suppressed.length);
      return result.findings;
    };
    let findings: ReadonlyMap<string, readonly Finding[]> = new Map(
      project.files.map((file) => [file, check(file)]),
    );
    let leftFixes: readonly LeftFix[] = [];
    let changed = false;
    if (fix !== undefined) {
      const fixed = fixToFixpoint(project, findings, fix, check);
      findings = fixed.findings;
      leftFixes = fixed.left;
      this.#fixed += fixed.applied;
      for (const [file, text] of fixed.texts) {
        changed = true;
        const original = fixed.originals.get(file);
        if (original !== undefined && !this.#before.has(file)) this.#before.set(file, original);
        this.#after.set(file, text);
        this.#texts.delete(displayPath(file, cwd));
      }
    }
    const texts = (file: string): SourceText | undefined => this.#textOf(file, project);
    const problems = project.problems;
    this.#checked.set(description, {
      findings: [...findings.values()].flat().map((finding) => resolveFinding(finding, texts, cwd)),
      problems: problems.map(({ file, message }) => ({
        ...(file === undefined ? {} : { file: displayPath(file, cwd) }),
        message: message.replaceAll(`"${cwd.replaceAll("\\", "/")}/`, '"'),
        isNote: file === undefined || file === description.configFile,
      })),
      brokenFiles: project.files.filter((file) => problems.some((problem) => problem.file === file))
        .length,
      leftFixes,
      suppressed: [...suppressed.values()].reduce((sum, count) => sum + count, 0),
    });
    return changed;
  }

  outcome(
    descriptions: readonly ProjectDescription[],
    ignored: readonly ReportedProblem[],
  ): CheckOutcome {
    const { cwd } = this.#request;
    const checked = [...this.#checked.values()];
    const files = descriptions.reduce((sum, description) => sum + description.files.length, 0);
    const broken = checked.reduce((sum, project) => sum + project.brokenFiles, 0);
    return {
      findings: checked.flatMap((project) => project.findings).sort(byPlace),
      problems: unique([...ignored, ...checked.flatMap((project) => project.problems)]),
      files,
      suppressed: checked.reduce((sum, project) => sum + project.suppressed, 0),
      wholeFiles: files - broken,
      rewrites: [...this.#after].flatMap(([file, after]) => {
        const before = this.#before.get(file);
        return before === undefined || before === after ? [] : [{ file, before, after }];
      }),
      fixed: this.#fixed,
      leftFixes: checked.flatMap((project) => project.leftFixes),
      texts: (file) => this.#texts.get(displayPath(file, cwd)) ?? this.#texts.get(file),
    };
  }

  #textOf(file: string, project: Project): SourceText | undefined {
    const shown = displayPath(file, this.#request.cwd);
    const known = this.#texts.get(shown);
    if (known !== undefined) return known;
    const text = project.text(file);
    if (text === undefined) return undefined;
    const source = new SourceText(text);
    this.#texts.set(shown, source);
    return source;
  }
}

function byPlace(a: ReportedFinding, b: ReportedFinding): number {
  return (
    compare(a.file, b.file) ||
    a.start.offset - b.start.offset ||
    b.end.offset - a.end.offset ||
    compare(a.rule, b.rule)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function unique(problems: readonly ReportedProblem[]): ReportedProblem[] {
  const byMessage = new Map(problems.map((problem) => [problem.message, problem]));
  return [...byMessage.values()];
}
