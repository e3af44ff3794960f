import path from "node:path";
import { applyFixes, discoverProjects, LineMap, openProject } from "@awaitwise/analyzer";

/** @import { Finding, Fix } from "@awaitwise/analyzer" */
/** @import { Region } from "./types.js" */

const rules = ["serial-await", "serial-await-in-loop", "late-await"];

/**
 * The texts of one file: as it is, and with its serial awaits fixed; and where in each.
 *
 * @typedef {{
 *   readonly file: string,
 *   readonly text: string,
 *   readonly fixed: string,
 *   readonly regions: readonly Region[],
 *   readonly fixedRegions: readonly Region[],
 *   readonly fixes: readonly { region: string, line: number, rule: string, safety: string, calls: number }[],
 * }} FixedFile
 */

/**
 * Applies to the sources in some folders what `awaitwise check --fix` would apply of the serial awaits,
 * and with `suggested` what `--fix-suggested` would.
 *
 * @param {string} root
 * @param {readonly string[]} folders
 * @param {{ readonly suggested: boolean, readonly declined: readonly string[] }} options
 * @returns {readonly FixedFile[]}
 */
export function fixPackage(root, folders, { suggested, declined }) {
  const within = folders.map((folder) => path.resolve(root, folder) + path.sep);
  /** @type {FixedFile[]} */
  const all = [];
  const seen = new Set();
  for (const description of discoverProjects({ cwd: root })) {
    const own = description.files.filter(
      (file) => !seen.has(file) && within.some((folder) => path.resolve(file).startsWith(folder)),
    );
    if (own.length === 0) continue;
    const project = openProject(description);
    for (const file of own) {
      seen.add(file);
      const text = project.text(file) ?? "";
      const findings = project.check(file, { preset: "strict", rules });
      const lines = new LineMap(text);
      const chosen = findings.flatMap((finding) => {
        const { line } = lines.positionAt(finding.start);
        if (declined.includes(`${path.relative(root, file)}:${line}`)) return [];
        const fix = fixFor(finding, suggested);
        return fix === undefined ? [] : [{ finding, fix }];
      });
      if (chosen.length > 0) all.push(fixFile(root, file, text, chosen));
    }
  }
  return all;
}

/**
 * @param {Finding} finding
 * @param {boolean} suggested
 */
function fixFor({ fixes }, suggested) {
  const safe = fixes.find(({ safety }) => safety === "safe");
  return safe ?? (suggested ? fixes.find(({ safety }) => safety === "suggested") : undefined);
}

/**
 * @param {string} root
 * @param {string} file
 * @param {string} text
 * @param {readonly { finding: Finding, fix: Fix }[]} chosen
 * @returns {FixedFile}
 */
function fixFile(root, file, text, chosen) {
  const outcome = applyFixes(
    text,
    chosen.map(({ fix }) => fix),
    file,
  );
  const lines = new LineMap(text);
  const edits = outcome.applied.flatMap((fix) => fix.edits);
  /** @type {Region[]} */
  const regions = [];
  /** @type {Region[]} */
  const fixedRegions = [];
  /** @type {{ region: string, line: number, rule: string, safety: string, calls: number }[]} */
  const fixes = [];
  const name = path.relative(root, file).replaceAll("\\", "/");
  for (const fix of outcome.applied) {
    const { finding } = chosen.find((one) => one.fix === fix) ?? {};
    if (finding === undefined) continue;
    const start = Math.min(...fix.edits.map((edit) => edit.start));
    const end = Math.max(...fix.edits.map((edit) => edit.end));
    const line = lines.positionAt(finding.start).line;
    const id = `${name}:${line}`;
    regions.push({ id, start, end });
    fixedRegions.push({ id, start: moved(start, edits, false), end: moved(end, edits, true) });
    // Of a loop, the group holds the loop itself too.
    const others = finding.rule === "serial-await-in-loop" ? 1 : 0;
    const calls = (finding.group?.length ?? 0) - others;
    fixes.push({ region: id, line, rule: finding.rule, safety: fix.safety, calls });
  }
  return { file, text, fixed: outcome.text, regions, fixedRegions, fixes };
}

/**
 * Where an offset of the text is in the fixed one; past the edits that end there, or before those that
 * begin there.
 *
 * @param {number} offset
 * @param {readonly Fix["edits"][number][]} edits
 * @param {boolean} isEnd
 */
function moved(offset, edits, isEnd) {
  return edits
    .filter((edit) => edit.end < offset || (edit.end === offset && isEnd))
    .reduce((at, edit) => at + edit.text.length - (edit.end - edit.start), offset);
}
