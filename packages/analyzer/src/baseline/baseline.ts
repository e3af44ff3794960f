import { InputError } from "../project/input-error.js";

/** A finding that was there when the baseline was made. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  /** Relative to the baseline's folder, with forward slashes. */
  readonly file: string;
  /** How many alike there are in the file. */
  readonly count: number;
}

/** Findings that are known and let be, until somebody repairs them. */
export interface Baseline {
  readonly version: 1;
  readonly findings: readonly BaselineEntry[];
}

/** What a finding is compared with a baseline by. */
export interface Comparable {
  readonly fingerprint: string;
  readonly rule: string;
  readonly file: string;
}

export interface BaselineComparison<Finding> {
  /** Not in the baseline. */
  readonly fresh: readonly Finding[];
  readonly known: readonly Finding[];
  /** Entries that no finding matches any more, with how many are too many. */
  readonly stale: readonly BaselineEntry[];
}

/** The baseline in which exactly these findings are known. */
export function makeBaseline(findings: readonly Comparable[]): Baseline {
  const entries = new Map<string, BaselineEntry>();
  for (const { fingerprint, rule, file } of findings) {
    const key = `${file}\n${fingerprint}`;
    const count = (entries.get(key)?.count ?? 0) + 1;
    entries.set(key, { fingerprint, rule, file, count });
  }
  return { version: 1, findings: [...entries.values()].sort(byPlace) };
}

/**
 * Tells known findings from new ones. An entry stands for findings of its own file; where that file
 * is gone, it stands for those of another file that has none of its own, as after renaming. So a new
 * finding never hides behind one that was repaired elsewhere.
 */
export function compareWithBaseline<Finding extends Comparable>(
  findings: readonly Finding[],
  baseline: Baseline,
  fileExists: (file: string) => boolean,
): BaselineComparison<Finding> {
  const left = new Map<BaselineEntry, number>(
    baseline.findings.map((entry) => [entry, entry.count]),
  );
  const byFingerprint = new Map<string, BaselineEntry[]>();
  for (const entry of baseline.findings) {
    const known = byFingerprint.get(entry.fingerprint);
    if (known === undefined) byFingerprint.set(entry.fingerprint, [entry]);
    else known.push(entry);
  }
  const take = (finding: Finding, fits: (entry: BaselineEntry) => boolean): boolean => {
    const entry = byFingerprint
      .get(finding.fingerprint)
      ?.find((one) => (left.get(one) ?? 0) > 0 && fits(one));
    if (entry === undefined) return false;
    left.set(entry, (left.get(entry) ?? 0) - 1);
    return true;
  };
  const known = new Set(
    findings.filter((finding) => take(finding, ({ file }) => file === finding.file)),
  );
  for (const finding of findings) {
    if (!known.has(finding) && take(finding, ({ file }) => !fileExists(file))) known.add(finding);
  }
  return {
    fresh: findings.filter((finding) => !known.has(finding)),
    known: [...known],
    stale: [...left].flatMap(([entry, count]) => (count > 0 ? [{ ...entry, count }] : [])),
  };
}

/**
 * Reads the text of a baseline file.
 *
 * @throws InputError when it is not one.
 */
export function parseBaseline(text: string, path: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `The baseline "${path}" does not parse: ${(error as Error).message}; make it again with "awaitwise baseline create"`,
    );
  }
  if (!isBaseline(value)) {
    throw new InputError(
      `"${path}" is not a baseline of version 1: make it again with "awaitwise baseline create"`,
    );
  }
  return value;
}

/** The text of a baseline file: one entry a line, so that merges touch only what changed. */
export function formatBaseline({ version, findings }: Baseline): string {
  const lines = findings.map(
    ({ file, rule, fingerprint, count }) =>
      `    ${JSON.stringify({ file, rule, fingerprint, count })}`,
  );
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "version": ${version},\n  "findings": ${list}\n}\n`;
}

function isBaseline(value: unknown): value is Baseline {
  const { version, findings } = (value ?? {}) as Partial<Record<string, unknown>>;
  return (
    version === 1 &&
    Array.isArray(findings) &&
    findings.every(
      (entry) =>
        typeof entry?.fingerprint === "string" &&
        typeof entry.rule === "string" &&
        typeof entry.file === "string" &&
        Number.isInteger(entry.count),
    )
  );
}

function byPlace(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compare(a.file, b.file) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
