import { applyFixes, type Finding, type Fix, type Project } from "@awaitwise/analyzer";
import { type AllowedSafety, chooseFixes, type LeftFix } from "./choose-fixes.js";

/** What fixing a project came to, before anything is written. */
export interface FixedProject {
  /** What is still found, by file. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** The new text of each file that changes. */
  readonly texts: ReadonlyMap<string, string>;
  /** The text that each of these files had before. */
  readonly originals: ReadonlyMap<string, string>;
  readonly applied: number;
  readonly left: readonly LeftFix[];
}

const MOST_PASSES = 10;

/**
 * Applies fixes in memory until a pass has nothing more to apply. After each pass the changed files
 * and those that depend on them are checked again, so that a fix is never applied to a text it was
 * not made for. A pass that would leave a file that does not parse is taken back.
 */
export function fixToFixpoint(
  project: Project,
  firstFindings: ReadonlyMap<string, readonly Finding[]>,
  allowed: AllowedSafety,
  check: (file: string) => readonly Finding[],
  mayEdit: (file: string) => string | undefined = () => undefined,
): FixedProject {
  const originals = new Map<string, string>();
  const findings = new Map(firstFindings);
  const texts = new Map<string, string>();
  const refused = new Map<string, string>();
  const seen = new Set<string>();
  let applied = 0;
  const refuse = (fix: Fix): string | undefined =>
    refused.get(JSON.stringify(fix)) ?? firstOf(fix.edits.map(({ file }) => mayEdit(file)));
  for (let pass = 1; ; pass++) {
    const all = [...findings.values()].flat();
    const chosen = chooseFixes(all, allowed, refuse);
    if (chosen.fixes.length === 0)
      return { findings, texts, originals, applied, left: chosen.left };
    const state = JSON.stringify([...chosen.edits]);
    if (pass > MOST_PASSES || seen.has(state)) {
      const left = chosen.fixes.map((fix) => leftOver(fix, all));
      return { findings, texts, originals, applied, left: [...left, ...chosen.left] };
    }
    seen.add(state);
    const before = new Map<string, string>();
    const broken = new Set<string>();
    for (const [file, edits] of chosen.edits) {
      const text = project.text(file);
      if (text === undefined) continue;
      const parsed = project.problemsOf(file).length === 0;
      before.set(file, text);
      project.setBuffer(file, applyFixes(text, [{ title: "", safety: "safe", edits }], file).text);
      if (parsed && project.problemsOf(file).length > 0) broken.add(file);
    }
    if (broken.size > 0) {
      for (const [file, text] of before) project.setBuffer(file, text);
      for (const fix of chosen.fixes.filter((one) =>
        one.edits.some((edit) => broken.has(edit.file)),
      )) {
        refused.set(JSON.stringify(fix), "it would leave code that does not parse");
      }
      continue;
    }
    applied += chosen.fixes.length;
    const again = new Set<string>();
    for (const [file, text] of before) {
      if (!originals.has(file)) originals.set(file, text);
      texts.set(file, project.text(file) ?? "");
      for (const dependant of [file, ...project.dependants(file)]) again.add(dependant);
    }
    for (const file of findings.keys()) if (again.has(file)) findings.set(file, check(file));
  }
}

function leftOver(fix: Fix, findings: readonly Finding[]): LeftFix {
  const finding = findings.find((one) => one.fixes.includes(fix)) as Finding;
  return { finding, title: fix.title, reason: "fixes keep undoing each other" };
}

function firstOf(reasons: readonly (string | undefined)[]): string | undefined {
  return reasons.find((reason) => reason !== undefined);
}
