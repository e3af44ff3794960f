import type { CheckFlags } from "../options/check-options.js";
import { exitCodes } from "../program/exit-codes.js";
import type { Report, ReportedFinding } from "../report/report.js";
import { atLevel, failsRun } from "./level.js";
import type { FinishedCheck } from "./run-check.js";
import { baselineFindings, baselinePath, compareWithFile } from "./use-baseline.js";

/** A report, and what it means for the exit code. */
export interface Judgement {
  readonly report: Report;
  readonly code: number;
}

/**
 * Takes what was found apart into what is reported and what is left out, and says how the run ends.
 *
 * @throws InputError when the baseline cannot be read.
 */
export function judge(
  finished: Pick<FinishedCheck, "outcome" | "baseline">,
  flags: CheckFlags,
  cwd: string,
  durationMs: number,
): Judgement {
  const { problems, fileNames, suppressed, wholeFiles, rewrites } = finished.outcome;
  const { fresh, known } = newFindings(finished, flags, cwd);
  const level = atLevel(fresh, flags);
  const report: Report = {
    findings: level.shown,
    problems,
    files: fileNames.length,
    unresolved: finished.outcome.unresolved,
    leftOut: { belowLevel: level.hidden.length, suppressed, baselined: known },
    durationMs: Math.round(durationMs),
  };
  if (fileNames.length > 0 && wholeFiles === 0) return { report, code: exitCodes.cannotRun };
  const changesWanted = flags.diff === true && rewrites.length > 0;
  const fails = changesWanted || failsRun(report, level, flags);
  return { report, code: fails ? exitCodes.findings : exitCodes.clean };
}

/** The findings that the baseline does not hold, and how many it does. */
function newFindings(
  { outcome, baseline }: Pick<FinishedCheck, "outcome" | "baseline">,
  flags: CheckFlags,
  cwd: string,
): { readonly fresh: readonly ReportedFinding[]; readonly known: number } {
  const path = baselinePath(flags.baseline, baseline, cwd);
  if (path === undefined) return { fresh: outcome.findings, known: 0 };
  const own = baselineFindings(outcome.findings, path, cwd);
  const { fresh, known } = compareWithFile(own, path);
  return { fresh: fresh.map(({ finding }) => finding), known: known.length };
}
