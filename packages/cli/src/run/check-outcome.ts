import type { Unresolved } from "@awaitwise/analyzer";
import type { LeftFix } from "../fixing/choose-fixes.js";
import type { Rewrite } from "../fixing/write-fixes.js";
import type { ReportedFinding, ReportedProblem } from "../report/report.js";

/** What checking came to; nothing is written yet. */
export interface CheckOutcome {
  /** In the order of file, place and rule. */
  readonly findings: readonly ReportedFinding[];
  readonly problems: readonly ReportedProblem[];
  /** How much could not be resolved, in all files together. */
  readonly unresolved: Unresolved;
  /** How many findings comments hide. */
  readonly suppressed: number;
  /** The files that were checked, relative to the working directory. */
  readonly fileNames: readonly string[];
  /** How many of them were checked whole, without a problem of their own. */
  readonly wholeFiles: number;
  readonly rewrites: readonly Rewrite[];
  /** How many fixes the rewrites hold. */
  readonly fixed: number;
  readonly leftFixes: readonly LeftFix[];
}

export const emptyOutcome: CheckOutcome = {
  findings: [],
  problems: [],
  unresolved: { asked: 0, unresolved: 0, modules: [] },
  suppressed: 0,
  fileNames: [],
  wholeFiles: 0,
  rewrites: [],
  fixed: 0,
  leftFixes: [],
};

/** Several outcomes as one; what two of them say alike is said once. */
export function joinOutcomes(outcomes: readonly CheckOutcome[]): CheckOutcome {
  const sum = (count: (outcome: CheckOutcome) => number): number =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0);
  return {
    findings: uniqueBy(
      outcomes.flatMap(({ findings }) => findings),
      (finding) =>
        JSON.stringify([finding.file, finding.start, finding.end, finding.rule, finding.message]),
    ).sort(byPlace),
    problems: uniqueBy(
      outcomes.flatMap(({ problems }) => problems),
      ({ message }) => message,
    ),
    unresolved: joinUnresolved(outcomes.map(({ unresolved }) => unresolved)),
    suppressed: sum((outcome) => outcome.suppressed),
    fileNames: outcomes.flatMap(({ fileNames }) => fileNames),
    wholeFiles: sum((outcome) => outcome.wholeFiles),
    rewrites: outcomes.flatMap(({ rewrites }) => rewrites),
    fixed: sum((outcome) => outcome.fixed),
    leftFixes: outcomes.flatMap(({ leftFixes }) => leftFixes),
  };
}

/** What could not be resolved in several files; a module that many import is named once. */
export function joinUnresolved(parts: readonly Unresolved[]): Unresolved {
  return {
    asked: parts.reduce((sum, { asked }) => sum + asked, 0),
    unresolved: parts.reduce((sum, { unresolved }) => sum + unresolved, 0),
    modules: [...new Set(parts.flatMap(({ modules }) => modules))].sort(),
  };
}

/** The order of a report: file, place, and at one place the wider finding first. */
export function byPlace(a: ReportedFinding, b: ReportedFinding): number {
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

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
