import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  type BaselineComparison,
  compareWithBaseline,
  InputError,
  parseBaseline,
} from "@awaitwise/analyzer/basics";
import type { ReportedFinding } from "../report/report.js";
import { displayPath } from "../report/resolve-finding.js";

/** The name that a baseline has where nothing else is said. */
export const BASELINE_FILE = "awaitwise-baseline.json";

/** A finding as a baseline knows it. */
export interface BaselineFinding {
  readonly fingerprint: string;
  readonly rule: string;
  /** Relative to the baseline's folder. */
  readonly file: string;
  readonly finding: ReportedFinding;
}

/**
 * Where the baseline is: as the command line says, else as the configuration of the working directory
 * says, else `awaitwise-baseline.json` there if it exists. `undefined` means that there is none.
 */
export function baselinePath(
  named: string | false | undefined,
  configured: string | undefined,
  cwd: string,
): string | undefined {
  if (named === false) return undefined;
  if (named !== undefined) return resolve(cwd, named);
  const usual = resolve(cwd, BASELINE_FILE);
  return configured ?? (existsSync(usual) ? usual : undefined);
}

/** The findings as the baseline at `path` would know them. */
export function baselineFindings(
  findings: readonly ReportedFinding[],
  path: string,
  cwd: string,
): BaselineFinding[] {
  return findings.map((finding) => ({
    fingerprint: finding.fingerprint,
    rule: finding.rule,
    file: displayPath(resolve(cwd, finding.file), dirname(path)),
    finding,
  }));
}

/**
 * Compares findings with the baseline at `path`.
 *
 * @throws InputError when the baseline cannot be read.
 */
export function compareWithFile(
  findings: readonly BaselineFinding[],
  path: string,
): BaselineComparison<BaselineFinding> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new InputError(
      `The baseline "${path}" cannot be read: ${(error as Error).message}; make it with "awaitwise baseline create"`,
    );
  }
  const folder = dirname(path);
  return compareWithBaseline(findings, parseBaseline(text, path), (file) =>
    existsSync(resolve(folder, file)),
  );
}
