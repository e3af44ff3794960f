import type { Severity } from "@awaitwise/analyzer";
import type { Look } from "../../terminal/terminal.js";
import { wrap } from "../../terminal/wrap.js";
import { codeFrame } from "../code-frame.js";
import {
  countBySeverity,
  type Report,
  type ReportedFinding,
  type ReportedFix,
  type ReportedProblem,
  type UnresolvedParts,
} from "../report.js";
import type { SourceText } from "../source-text.js";

export interface PrettyOptions {
  readonly look: Look;
  /** The text of a file by the path the report gives. */
  texts(file: string): SourceText | undefined;
  /** The address of a rule's page. */
  rulePage?(rule: string): string | undefined;
}

/** The report as a person likes to read it: by file, each finding with its code, why, and fixes. */
export function formatPretty(report: Report, options: PrettyOptions): string {
  const { style } = options.look;
  const blocks: string[] = [];
  let file: string | undefined;
  for (const finding of report.findings) {
    if (finding.file !== file) {
      file = finding.file;
      blocks.push(style.underline(style.bold(file)));
    }
    blocks.push(formatFinding(finding, options));
  }
  for (const problem of report.problems) blocks.push(formatProblem(problem, options.look));
  blocks.push(formatSummary(report, options.look));
  return blocks.join("\n\n");
}

/** One finding: where, how bad and which rule; why; the code; the evidence; the fixes. */
export function formatFinding(finding: ReportedFinding, options: PrettyOptions): string {
  const { look } = options;
  const { style } = look;
  const { line, column } = finding.start;
  const page = options.rulePage?.(finding.rule);
  const rule = page === undefined ? finding.rule : look.link(finding.rule, page);
  const remarks = [
    ...(finding.confidence === "high" ? [] : [`${finding.confidence} confidence`]),
    ...(finding.tier === "trace" ? ["seen in a trace only"] : []),
  ];
  const sure = remarks.length === 0 ? "" : style.dim(` (${remarks.join(", ")})`);
  const parts = [
    `  ${line}:${column}  ${severityLabel(finding.severity, style)}  ${style.bold(rule)}${sure}`,
    indent(wrap(finding.message, look.width - 2).join("\n"), "  "),
  ];
  const text = options.texts(finding.file);
  if (text !== undefined) {
    const marks = finding.group.length > 0 ? finding.group : [finding];
    parts.push("", indent(codeFrame(text, marks, { style, width: look.width - 2 }), "  "));
  }
  const notes = [
    ...finding.related.map((related) => {
      const where = `${related.file}:${related.start.line}:${related.start.column}`;
      return labelled("see", `${where}  ${related.message}`, look, style.cyan);
    }),
    ...finding.fixes.map((fix) => labelled("fix", describeFix(fix), look, style.green)),
  ];
  if (notes.length > 0) parts.push("", ...notes);
  return parts.join("\n");
}

/** The closing lines: what was found, in how many files, how long it took, what a fix would do. */
export function formatSummary(report: Report, look: Look): string {
  const { style } = look;
  const { errors, warnings, suggestions } = countBySeverity(report.findings);
  const checked = `${plural(report.files, "file")} checked in ${duration(report.durationMs)}`;
  const lines: string[] = [];
  if (report.findings.length === 0) {
    const found = report.problems.length === 0 ? style.green("No findings") : "No findings";
    lines.push(`${found}, ${checked}`);
  } else {
    const counts = [
      errors > 0 ? style.red(plural(errors, "error")) : "",
      warnings > 0 ? style.yellow(plural(warnings, "warning")) : "",
      suggestions > 0 ? style.blue(plural(suggestions, "suggestion")) : "",
    ].filter((count) => count !== "");
    lines.push(`${style.bold(counts.join(", "))}, ${checked}`);
  }
  const problems = report.problems.filter(({ isNote }) => !isNote).length;
  if (problems > 0) {
    lines.push(style.yellow(`${plural(problems, "problem")} kept something from being checked`));
  }
  lines.push(...unresolvedLines(report.unresolved, look));
  const { belowLevel, suppressed, baselined } = report.leftOut;
  const left = [
    belowLevel > 0 ? `${belowLevel} below the level asked for` : "",
    suppressed > 0 ? `${suppressed} suppressed by comments` : "",
    baselined > 0 ? `${baselined} in the baseline` : "",
  ].filter((part) => part !== "");
  if (left.length > 0) lines.push(style.dim(`Not shown: ${left.join(", ")}`));
  lines.push(...fixHints(report.findings));
  return lines.join("\n");
}

const MOST_MODULES = 4;

// What has no type is neither a promise nor anything else, and nothing is found about it.
function unresolvedLines({ asked, unresolved, modules }: UnresolvedParts, look: Look): string[] {
  if (unresolved === 0) return [];
  const named = modules.slice(0, MOST_MODULES).join(", ");
  const rest = modules.length > MOST_MODULES ? ", ..." : "";
  const why =
    modules.length === 0
      ? "names in them did not resolve"
      : `${plural(modules.length, "module")} did not resolve (${named}${rest})`;
  const line = `${grouped(unresolved)} of ${grouped(asked)} expressions have no type: ${why}`;
  return wrap(line, look.width).map((one) => look.style.yellow(one));
}

// What knows how every language does it takes longer to load than a run in which nothing has changed.
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** One problem, as a line of its own. */
export function formatProblem({ message, isNote }: ReportedProblem, look: Look): string {
  const label = isNote ? look.style.cyan("note:") : look.style.yellow("problem:");
  return wrap(`${label} ${message}`, look.width).join("\n  ");
}

export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

function fixHints(findings: readonly ReportedFinding[]): string[] {
  const safety = findings.map(({ fixes }) => fixes.map((fix) => fix.safety));
  const safe = safety.filter((offered) => offered.includes("safe")).length;
  const suggested = safety.filter(
    (offered) => !offered.includes("safe") && offered.includes("suggested"),
  ).length;
  return [
    ...(safe > 0 ? [`--fix repairs ${safe} of them and keeps what the program means`] : []),
    ...(suggested > 0
      ? [
          `--fix-suggested repairs ${suggested}${safe > 0 ? " more" : ""}; each fix says what it changes`,
        ]
      : []),
  ];
}

function describeFix(fix: ReportedFix): string {
  return fix.safety === "safe" ? fix.title : `${fix.title} (${fix.safety})`;
}

function labelled(
  label: string,
  text: string,
  look: Look,
  paint: (text: string) => string,
): string {
  const lead = `  ${label}: `;
  const [first = "", ...more] = wrap(text, look.width - lead.length);
  return [
    `  ${paint(`${label}:`)} ${first}`,
    ...more.map((line) => " ".repeat(lead.length) + line),
  ].join("\n");
}

function severityLabel(severity: Severity, style: Look["style"]): string {
  if (severity === "error") return style.red(severity);
  return severity === "warning" ? style.yellow(severity) : style.blue(severity);
}

function indent(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? line : by + line))
    .join("\n");
}

function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}
