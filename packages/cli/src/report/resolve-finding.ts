import { isAbsolute, relative } from "node:path";
import type { Finding, Span } from "@awaitwise/analyzer";
import type { Place, ReportedFinding } from "./report.js";
import { SourceText } from "./source-text.js";

/** Gives the text of a file by its absolute path; `undefined` where it cannot be read. */
export type TextSource = (file: string) => SourceText | undefined;

/** Turns a finding's offsets into lines and columns, and its paths into those the user types. */
export function resolveFinding(
  finding: Finding,
  fingerprint: string,
  texts: TextSource,
  cwd: string,
): ReportedFinding {
  const place = ({ file, start, end }: Span): Place => {
    const text = texts(file) ?? new SourceText("");
    return {
      file: displayPath(file, cwd),
      start: text.positionAt(start),
      end: text.positionAt(end),
    };
  };
  return {
    rule: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    fingerprint,
    ...place(finding),
    group: (finding.group ?? []).map((span) => {
      const { start, end } = place(span);
      return { start, end };
    }),
    ...(finding.measured === undefined ? {} : { measured: finding.measured }),
    ...(finding.tier === undefined ? {} : { tier: finding.tier }),
    related: finding.related.map((related) => ({ message: related.message, ...place(related) })),
    refusals: (finding.refusals ?? []).map(({ title, reason }) => ({ title, reason })),
    fixes: finding.fixes.map(({ title, safety, edits }) => ({
      title,
      safety,
      edits: edits.map(({ file, start, end, text }) => ({
        file: displayPath(file, cwd),
        start,
        end,
        text,
      })),
    })),
  };
}

/** `file` as seen from `cwd`, with forward slashes; another drive's path stays absolute. */
export function displayPath(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return (isAbsolute(path) ? file : path).replaceAll("\\", "/");
}
