import { fingerprints } from "@awaitwise/analyzer";
import type { ReportedFinding } from "./report.js";
import type { SourceText } from "./source-text.js";

/** The fingerprint of each finding; those that are alike share one. */
export function fingerprintIndex(
  findings: readonly ReportedFinding[],
  texts: (file: string) => SourceText | undefined,
): ReadonlyMap<ReportedFinding, string> {
  const index = new Map<ReportedFinding, string>();
  for (const [file, own] of byFile(findings)) {
    const text = texts(file);
    const made = fingerprints(
      file,
      text?.text ?? "",
      own.map((finding) => ({
        rule: finding.rule,
        start: finding.start.offset,
        end: finding.end.offset,
        group: finding.group.map(({ start }) => text?.offsetAt(start) ?? 0),
      })),
    );
    own.forEach((finding, at) => {
      index.set(finding, made[at] ?? "");
    });
  }
  return index;
}

/** Makes fingerprints that findings share into names of their own: the second is `...-2`. */
export function uniqueFingerprints(
  findings: readonly ReportedFinding[],
  index: ReadonlyMap<ReportedFinding, string>,
): ReadonlyMap<ReportedFinding, string> {
  const seen = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const fingerprint = index.get(finding) ?? "";
      const count = (seen.get(fingerprint) ?? 0) + 1;
      seen.set(fingerprint, count);
      return [finding, count === 1 ? fingerprint : `${fingerprint}-${count}`];
    }),
  );
}

/** Findings by their file, in the order of the report. */
export function byFile(findings: readonly ReportedFinding[]): Map<string, ReportedFinding[]> {
  const files = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    const known = files.get(finding.file);
    if (known === undefined) files.set(finding.file, [finding]);
    else known.push(finding);
  }
  return files;
}
