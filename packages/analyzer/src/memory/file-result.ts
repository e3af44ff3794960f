import { type CheckOptions, checkWithConfig } from "../config/check-with-config.js";
import type { ConfigStore } from "../config/config-store.js";
import type { Finding } from "../finding.js";
import type { Problem } from "../project/problem.js";
import type { Project } from "../project/project.js";
import type { Unresolved } from "../project/unresolved.js";

/** What checking one file came to. */
export interface FileResult {
  readonly findings: readonly Finding[];
  /** What each finding is known by after edits, in the same order. */
  readonly fingerprints: readonly string[];
  /** How many findings its comments hide. */
  readonly suppressed: number;
  readonly problems: readonly Problem[];
  /** How much of the file could not be resolved. */
  readonly unresolved: Unresolved;
}

/** Checks a whole file as its configuration says, with all that there is to keep of it. */
export function fileResult(
  project: Project,
  file: string,
  configs: ConfigStore,
  options: CheckOptions = {},
): FileResult {
  const { findings, suppressed } = checkWithConfig(project, file, configs, options);
  return {
    findings,
    fingerprints: project.fingerprints(file, findings),
    suppressed: suppressed.length,
    problems: project.problemsOf(file),
    unresolved: project.unresolved(file),
  };
}
