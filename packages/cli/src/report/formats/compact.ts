import type { Report } from "../report.js";

/** One line for each finding, in the form that editors and `grep` know. */
export function formatCompact(report: Report): string {
  return report.findings
    .map(
      ({ file, start, severity, rule, message }) =>
        `${file}:${start.line}:${start.column}: ${severity} ${rule}: ${message.replaceAll(/\s+/g, " ")}`,
    )
    .join("\n");
}
