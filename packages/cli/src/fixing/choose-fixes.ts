import type { Finding, Fix, FixSafety, TextEdit } from "@awaitwise/analyzer";

/** Which fixes a run may apply. */
export type AllowedSafety = ReadonlySet<FixSafety>;

/** A finding whose fix was left out, and why. */
export interface LeftFix {
  readonly finding: Finding;
  readonly title: string;
  readonly reason: string;
}

export interface ChosenFixes {
  readonly fixes: readonly Fix[];
  /** The edits of all chosen fixes by file; an edit that several fixes share stands once. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  readonly left: readonly LeftFix[];
}

const SAFEST_FIRST: readonly FixSafety[] = ["safe", "suggested", "dangerous"];

/** The fix of a finding that a run applies: the first of the safest kind that is allowed. */
export function fixFor(finding: Finding, allowed: AllowedSafety): Fix | undefined {
  for (const safety of SAFEST_FIRST) {
    const fix = allowed.has(safety)
      ? finding.fixes.find((one) => one.safety === safety && one.edits.length > 0)
      : undefined;
    if (fix !== undefined) return fix;
  }
  return undefined;
}

/**
 * Chooses fixes that can be applied together, in the order of the findings. A fix is taken with all
 * its edits in all their files or not at all; two fixes may share an edit that is the same in both,
 * such as an import that both need.
 */
export function chooseFixes(
  findings: readonly Finding[],
  allowed: AllowedSafety,
  refuse: (fix: Fix) => string | undefined = () => undefined,
): ChosenFixes {
  const fixes: Fix[] = [];
  const left: LeftFix[] = [];
  const edits = new Map<string, TextEdit[]>();
  for (const finding of findings) {
    const fix = fixFor(finding, allowed);
    if (fix === undefined) continue;
    const refused = refuse(fix);
    const fresh = fix.edits.filter(
      (edit) => !(edits.get(edit.file) ?? []).some((taken) => same(taken, edit)),
    );
    const clash = fresh.some((edit) =>
      (edits.get(edit.file) ?? []).some((taken) => collide(taken, edit)),
    );
    if (refused !== undefined || clash) {
      left.push({
        finding,
        title: fix.title,
        reason: refused ?? "it overlaps another fix; run again",
      });
      continue;
    }
    fixes.push(fix);
    for (const edit of fresh) {
      const known = edits.get(edit.file);
      if (known === undefined) edits.set(edit.file, [edit]);
      else known.push(edit);
    }
  }
  return { fixes, edits, left };
}

function same(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}

// Edits that only touch are kept apart too: an insertion at the edge of a replacement could land on
// either side of it.
function collide(a: TextEdit, b: TextEdit): boolean {
  return a.start <= b.end && b.start <= a.end;
}
