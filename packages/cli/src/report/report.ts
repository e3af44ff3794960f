import type { Confidence, FixSafety, Measured, Severity } from "@awaitwise/analyzer";
import type { Position } from "./source-text.js";

/** A stretch of a file; `file` is relative to the working directory, with forward slashes. */
export interface Place {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** An edit of a fix, by 0-based UTF-16 offsets. */
export interface ReportedEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface ReportedFix {
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly ReportedEdit[];
}

/** One place of a group, in the finding's own file; a merged report does not know where it ends. */
export interface GroupMember {
  readonly start: Omit<Position, "offset">;
  readonly end?: Omit<Position, "offset">;
}

/** A finding with its places resolved: what every output format is written from. */
export interface ReportedFinding extends Place {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  /** A name that survives moved lines and renamed files; findings that are alike share one. */
  readonly fingerprint: string;
  /** The awaits of a serial group, or the loop and its awaits. */
  readonly group: readonly GroupMember[];
  readonly related: readonly (Place & { readonly message: string })[];
  readonly fixes: readonly ReportedFix[];
  /** What traces say of it: times in milliseconds. */
  readonly measured?: Measured;
  /** Set where it is reported only since a trace has shown that it matters. */
  readonly tier?: "trace";
  /** Fixes that a reader may expect, and why they are not offered. */
  readonly refusals: readonly { readonly title: string; readonly reason: string }[];
}

/** Why a file, or a part of the configuration, was not checked. */
export interface ReportedProblem {
  readonly file?: string;
  readonly message: string;
  /** It is worth knowing, but everything was checked: it does not fail the run. */
  readonly isNote: boolean;
}

/** What was left out of `findings` on purpose, and why. */
export interface LeftOut {
  /** Findings under `--severity`, or warnings under `--quiet`. */
  readonly belowLevel: number;
  readonly suppressed: number;
  readonly baselined: number;
}

/** How much the analysis could not see, because what it is made of did not resolve. */
export interface UnresolvedParts {
  /** How many expressions were looked at for their type. */
  readonly asked: number;
  /** How many of these have none. */
  readonly unresolved: number;
  /** The module specifiers that lead nowhere. */
  readonly modules: readonly string[];
}

/** The outcome of a run, with its findings in the order of file, place and rule. */
export interface Report {
  readonly findings: readonly ReportedFinding[];
  readonly problems: readonly ReportedProblem[];
  /** Files checked. */
  readonly files: number;
  readonly leftOut: LeftOut;
  readonly unresolved: UnresolvedParts;
  readonly durationMs: number;
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly suggestions: number;
}

export function countBySeverity(findings: readonly { readonly severity: Severity }[]): Counts {
  let errors = 0;
  let warnings = 0;
  for (const { severity } of findings) {
    if (severity === "error") errors++;
    else if (severity === "warning") warnings++;
  }
  return { errors, warnings, suggestions: findings.length - errors - warnings };
}
