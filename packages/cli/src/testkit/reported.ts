import type { Report, ReportedFinding } from "../report/report.js";

/** A finding in `src/a.ts`, line 2, with what a test wants to be different. */
export function reported(different: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    rule: "serial-await",
    severity: "warning",
    confidence: "high",
    message: "These awaits do not need each other",
    fingerprint: "b1946ac92492d2347c62",
    file: "src/a.ts",
    start: { line: 2, column: 9, offset: 40 },
    end: { line: 2, column: 20, offset: 51 },
    group: [],
    related: [],
    fixes: [],
    refusals: [],
    ...different,
  };
}

/** A report of these findings, over two files, with what a test wants to be different. */
export function reportOf(
  findings: readonly ReportedFinding[],
  different: Partial<Report> = {},
): Report {
  return {
    findings,
    problems: [],
    files: 2,
    leftOut: { belowLevel: 0, suppressed: 0, baselined: 0 },
    unresolved: { asked: 0, unresolved: 0, modules: [] },
    durationMs: 12,
    ...different,
  };
}
