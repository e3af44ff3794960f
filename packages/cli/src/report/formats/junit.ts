import type { Report, ReportedFinding } from "../report.js";
import { byFile } from "../unique-fingerprints.js";
import { element, XML_DECLARATION } from "./xml.js";

/** JUnit's XML: a suite for each file with findings, in which each finding is a failed test. */
export function formatJunit(report: Report): string {
  const suites = [...byFile(report.findings)].map(([file, findings]) =>
    element(
      "testsuite",
      {
        name: file,
        tests: findings.length,
        failures: findings.length,
        errors: 0,
        skipped: 0,
        time: "0",
      },
      findings.map(testCase),
    ),
  );
  // Services take a report without a test for a broken one.
  if (suites.length === 0) {
    const passed = element("testcase", {
      name: `${report.files} files`,
      classname: "awaitwise",
      time: "0",
    });
    const counts = { tests: 1, failures: 0, errors: 0, skipped: 0, time: "0" };
    suites.push(element("testsuite", { name: "awaitwise", ...counts }, [passed]));
  }
  const totals = {
    name: "awaitwise",
    tests: Math.max(1, report.findings.length),
    failures: report.findings.length,
    errors: 0,
    time: (report.durationMs / 1000).toFixed(3),
  };
  return `${XML_DECLARATION}\n${element("testsuites", totals, suites)}`;
}

function testCase({ file, rule, severity, message, start, related }: ReportedFinding): string {
  const where = `${file}:${start.line}:${start.column}`;
  const evidence = related.map(
    (one) => `${one.file}:${one.start.line}:${one.start.column} ${one.message}`,
  );
  const failure = element(
    "failure",
    { message, type: severity },
    [`${where} ${message}`, ...evidence].join("\n"),
  );
  return element(
    "testcase",
    { name: `${rule} ${start.line}:${start.column}`, classname: file, time: "0" },
    [failure],
  );
}
