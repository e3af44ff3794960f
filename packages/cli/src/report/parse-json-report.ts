import { InputError } from "@awaitwise/analyzer/basics";
import { JSON_REPORT_VERSION } from "./formats/json.js";
import type { ReportedFinding, UnresolvedParts } from "./report.js";

/** What a JSON report holds. */
export interface ParsedReport {
  readonly findings: readonly ReportedFinding[];
  readonly files: number;
  readonly durationMs: number;
  readonly unresolved: UnresolvedParts;
}

/**
 * Reads a report that was written with `--format json`.
 *
 * @throws InputError when it is none, or one of another version.
 */
export function parseJsonReport(text: string, path: string): ParsedReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `"${path}" does not parse: ${(error as Error).message}; name a report written with --format json`,
    );
  }
  if (!isReport(value)) {
    throw new InputError(`"${path}" is no report: name one that was written with --format json`);
  }
  if (value.version !== JSON_REPORT_VERSION) {
    throw new InputError(
      `"${path}" is of version ${value.version}, and this awaitwise reads version ${JSON_REPORT_VERSION}: use one version for all`,
    );
  }
  return {
    findings: value.findings.map((finding) => ({
      ...finding,
      // The report names where the members of a group start, and not where they end.
      group: finding.group.map((start) => ({ start })),
    })),
    files: value.summary.files,
    durationMs: value.summary.durationMs,
    unresolved: {
      asked: value.summary.unresolved.of,
      unresolved: value.summary.unresolved.expressions,
      modules: value.summary.unresolved.modules,
    },
  };
}

interface JsonReport {
  readonly version: number;
  readonly findings: readonly (Omit<ReportedFinding, "group"> & {
    readonly group: readonly { readonly line: number; readonly column: number }[];
  })[];
  readonly summary: {
    readonly files: number;
    readonly durationMs: number;
    readonly unresolved: {
      readonly expressions: number;
      readonly of: number;
      readonly modules: readonly string[];
    };
  };
}

function isReport(value: unknown): value is JsonReport {
  const { version, findings, summary } = (value ?? {}) as Partial<JsonReport>;
  return (
    typeof version === "number" &&
    typeof summary?.files === "number" &&
    typeof summary.durationMs === "number" &&
    typeof summary.unresolved?.of === "number" &&
    typeof summary.unresolved.expressions === "number" &&
    Array.isArray(summary.unresolved.modules) &&
    Array.isArray(findings) &&
    findings.every(
      (finding) =>
        typeof finding?.rule === "string" &&
        typeof finding.file === "string" &&
        typeof finding.fingerprint === "string" &&
        typeof finding.start?.offset === "number" &&
        Array.isArray(finding.group),
    )
  );
}
