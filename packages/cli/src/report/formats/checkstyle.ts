import type { Report } from "../report.js";
import { byFile } from "../unique-fingerprints.js";
import { element, XML_DECLARATION } from "./xml.js";

const SEVERITIES = { error: "error", warning: "warning", suggestion: "info" } as const;

/** Checkstyle's XML, which most services for code review read. */
export function formatCheckstyle(report: Report): string {
  const files = [...byFile(report.findings)].map(([name, findings]) =>
    element(
      "file",
      { name },
      findings.map(({ start: { line, column }, severity, message, rule }) =>
        element("error", {
          line,
          column,
          severity: SEVERITIES[severity],
          message,
          source: `awaitwise.${rule}`,
        }),
      ),
    ),
  );
  return `${XML_DECLARATION}\n${element("checkstyle", { version: "4.3" }, files)}`;
}
