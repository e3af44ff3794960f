import type { ReportedFinding } from "./report.js";

/** Makes fingerprints that findings share into names of their own: the second is `...-2`. */
export function uniqueFingerprints(
  findings: readonly ReportedFinding[],
): ReadonlyMap<ReportedFinding, string> {
  const seen = new Map<string, number>();
  return new Map(
    findings.map((finding) => {
      const { fingerprint } = finding;
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
