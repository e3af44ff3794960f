import type { Finding, Fix, TextEdit } from "@awaitwise/analyzer";
import type { AnalysisService } from "./analysis-service.js";
import { suppressFile, suppressLine } from "./suppress.js";
import { fingerprintOf } from "./to-diagnostic.js";

/** What an action would do, in a form that can wait at the client until it is chosen. */
export type ActionPlan =
  | { readonly do: "fix"; readonly fingerprint: string; readonly index: number }
  | { readonly do: "fix-in-callers"; readonly fingerprint: string; readonly index: number }
  | { readonly do: "fix-rule"; readonly rule: string }
  | { readonly do: "fix-all" }
  | { readonly do: "suppress-line"; readonly fingerprint: string }
  | { readonly do: "suppress-file"; readonly rule: string };

/** A plan, and the document it was made for. */
export interface PlannedAction {
  readonly file: string;
  /** The version of the open document; `null` for a file on disk. */
  readonly version: number | null;
  readonly plan: ActionPlan;
}

/** Tells whether `data`, which came back from a client, is a plan of ours. */
export function isPlannedAction(data: unknown): data is PlannedAction {
  if (typeof data !== "object" || data === null) return false;
  const { file, version, plan } = data as Partial<PlannedAction>;
  return (
    typeof file === "string" &&
    (typeof version === "number" || version === null) &&
    typeof plan === "object" &&
    plan !== null &&
    typeof plan.do === "string"
  );
}

/** The edits of a plan on the texts as they are; none where the finding has gone. */
export function editsOf(
  service: AnalysisService,
  file: string,
  plan: ActionPlan,
): readonly TextEdit[] {
  const { findings } = service.resultOf(file);
  const named = (fingerprint: string): Finding | undefined =>
    findings.find((finding) => fingerprintOf(finding) === fingerprint);
  switch (plan.do) {
    case "fix":
      return named(plan.fingerprint)?.fixes[plan.index]?.edits ?? [];
    case "fix-in-callers": {
      const finding = named(plan.fingerprint);
      return (finding && service.fixInCallers(finding).fixes[plan.index]?.edits) ?? [];
    }
    case "fix-rule":
      return together(
        findings.filter(({ rule }) => rule === plan.rule),
        (fix) => fix.safety !== "dangerous",
      );
    case "fix-all":
      return together(findings, (fix) => fix.safety === "safe");
    case "suppress-line": {
      const finding = named(plan.fingerprint);
      return finding === undefined ? [] : [suppressLine(finding, service.textOf(file))];
    }
    case "suppress-file":
      return [suppressFile(file, plan.rule, service.textOf(file))];
  }
}

/**
 * The first fitting fix of each finding, in the order of the text. One that touches an earlier one
 * is left out: applied together they would not mean what each of them says.
 */
export function together(
  findings: readonly Finding[],
  fits: (fix: Fix) => boolean,
): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  for (const { fixes } of findings) {
    const fix = fixes[0];
    if (fix === undefined || !fits(fix)) continue;
    const free = fix.edits.every((edit) =>
      taken.every(
        (other) => edit.file !== other.file || edit.end < other.start || other.end < edit.start,
      ),
    );
    if (free) taken.push(...fix.edits);
  }
  return taken;
}
