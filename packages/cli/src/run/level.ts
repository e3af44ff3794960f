import type { Severity } from "@awaitwise/analyzer";
import { countBySeverity, type Report, type ReportedFinding } from "../report/report.js";

/** What decides which findings are shown and which fail the run. */
export interface LevelFlags {
  readonly severity?: Severity;
  readonly quiet?: boolean;
  readonly maxWarnings?: number;
}

export interface AtLevel {
  readonly shown: readonly ReportedFinding[];
  /** Findings under `--severity`, and what `--quiet` hides. */
  readonly hidden: readonly ReportedFinding[];
  /** The warnings at or over `--severity`, shown or not. */
  readonly warnings: number;
}

const RANK: Readonly<Record<Severity, number>> = { suggestion: 0, warning: 1, error: 2 };

export function atLevel(findings: readonly ReportedFinding[], flags: LevelFlags): AtLevel {
  const least = RANK[flags.severity ?? "suggestion"];
  const counted = findings.filter(({ severity }) => RANK[severity] >= least);
  const shown =
    flags.quiet === true ? counted.filter(({ severity }) => severity === "error") : counted;
  const visible = new Set(shown);
  return {
    shown,
    hidden: findings.filter((finding) => !visible.has(finding)),
    warnings: countBySeverity(counted).warnings,
  };
}

/**
 * Whether the run fails: an error, more warnings than are let pass, or a file that could not be
 * checked. Warnings that `--quiet` hides count only where `--max-warnings` says how many may pass,
 * so that nobody has to look for what failed a run.
 */
export function failsRun(report: Report, level: AtLevel, flags: LevelFlags): boolean {
  const { errors, warnings } = countBySeverity(report.findings);
  const counted = flags.maxWarnings === undefined ? warnings : level.warnings;
  return (
    errors > 0 ||
    counted > (flags.maxWarnings ?? 0) ||
    report.problems.some(({ isNote }) => !isNote)
  );
}
