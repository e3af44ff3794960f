import type { Report } from "../report.js";
import type { FormatContext } from "./format-context.js";

const SEVERITIES = { error: "major", warning: "minor", suggestion: "info" } as const;

/**
 * A code quality report, which GitLab compares between branches by its fingerprints.
 *
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function formatGitlab(report: Report, context: FormatContext): string {
  const entries = report.findings.map((finding) => ({
    description: finding.message,
    check_name: finding.rule,
    fingerprint: context.fingerprintOf(finding),
    severity: SEVERITIES[finding.severity],
    location: {
      path: context.fromRepository(finding.file),
      lines: { begin: finding.start.line, end: finding.end.line },
    },
  }));
  return JSON.stringify(entries, null, 2);
}
