import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import { type Finding, rules, type Severity, type TextEdit } from "@awaitwise/analyzer";
import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from "vscode-languageserver/node";
import type { AnalysisSetup } from "./messages.js";

/** What a diagnostic carries for a later code action: which finding it was. */
export interface DiagnosticData {
  readonly fingerprint: string;
}

/** Finds the range and the URI of a place in any file, as the texts are now. */
export interface Places {
  range(file: string, start: number, end: number): Range;
  uri(file: string): string;
}

/** Turns a finding into what the client shows. */
export function toDiagnostic(finding: Finding, setup: AnalysisSetup, places: Places): Diagnostic {
  const page = pages.get(finding.rule);
  const faded = unnecessaryIn(finding);
  const { start, end } = faded ?? finding;
  const related = setup.relatedInformation
    ? finding.related.map(({ file, start, end, message }) => ({
        location: { uri: places.uri(file), range: places.range(file, start, end) },
        message,
      }))
    : [];
  return {
    range: places.range(finding.file, start, end),
    severity: severities[finding.severity],
    code: finding.rule,
    ...(setup.codeDescription && page !== undefined ? { codeDescription: { href: page } } : {}),
    source: "awaitwise",
    message: finding.message,
    ...(related.length > 0 ? { relatedInformation: related } : {}),
    ...(faded === undefined ? {} : { tags: [DiagnosticTag.Unnecessary] }),
    data: { fingerprint: fingerprintOf(finding) } satisfies DiagnosticData,
  };
}

/** Tells findings of one file apart, as long as its text stays as it is. */
export function fingerprintOf(finding: Finding): string {
  return `${finding.rule}:${finding.start}:${finding.end}`;
}

/** Names a list of diagnostics: equal for equal lists, whatever process made them. */
export function resultIdOf(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return "none";
  return createHash("sha256").update(JSON.stringify(diagnostics)).digest("base64url").slice(0, 22);
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  suggestion: DiagnosticSeverity.Information,
};

// An editor fades what is unnecessary: only what the fix takes away, not the rest of the expression.
function unnecessaryIn({ file, start, end, fixes }: Finding): TextEdit | undefined {
  const [only, ...others] = fixes[0]?.edits ?? [];
  if (only === undefined || others.length > 0 || only.text !== "" || only.file !== file) {
    return undefined;
  }
  return start <= only.start && only.end <= end ? only : undefined;
}

const pages: ReadonlyMap<string, string> = new Map(
  rules.map(({ id, page }) => [id, pathToFileURL(page).href]),
);
