import { countBySeverity, type Place, type Report } from "../report.js";

/** The version of the JSON report; a change that could break a reader raises it. */
export const JSON_REPORT_VERSION = 1;

/** The report as one JSON object. */
export function formatJson(report: Report): string {
  const { errors, warnings } = countBySeverity(report.findings);
  return JSON.stringify(
    {
      version: JSON_REPORT_VERSION,
      findings: report.findings.map((finding) => ({
        rule: finding.rule,
        severity: finding.severity,
        confidence: finding.confidence,
        message: finding.message,
        fingerprint: finding.fingerprint,
        ...place(finding),
        ...(finding.measured === undefined ? {} : { measured: finding.measured }),
        ...(finding.tier === undefined ? {} : { tier: finding.tier }),
        group: finding.group.map(({ start: { line, column } }) => ({ line, column })),
        related: finding.related.map((related) => ({
          message: related.message,
          ...place(related),
        })),
        fixes: finding.fixes,
        refusals: finding.refusals,
      })),
      summary: {
        files: report.files,
        findings: report.findings.length,
        errors,
        warnings,
        unresolved: {
          expressions: report.unresolved.unresolved,
          of: report.unresolved.asked,
          modules: report.unresolved.modules,
        },
        durationMs: report.durationMs,
      },
    },
    null,
    2,
  );
}

function place({ file, start, end }: Place): Place {
  return { file, start, end };
}
