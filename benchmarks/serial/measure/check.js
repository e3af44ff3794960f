// Checks one checkout with the built analyser and prints its findings as JSON: a process for each
// repository, so that none runs out of the memory that another has taken.
//
//   node check.js DIR [FILE...]      FILEs that belong to no configuration, to be checked all the same
import { readdirSync } from "node:fs";
import path from "node:path";

/** @import { Found } from "./types.js" */

const [, , given = ".", ...labelled] = process.argv;
const root = path.resolve(given);
const dist = path.resolve(import.meta.dirname, "../../../packages/analyzer/dist/index.js");
const { discoverProjects, LineMap, openProject, rules } = await import(dist);

const family =
  /^(serial-await|serial-await-in-loop|late-await|unsafe-gather|unbounded-gather|stale-read-across-await)$/;
const measured = rules.filter((/** @type {{ id: string }} */ { id }) => family.test(id));
const all = measured.map((/** @type {{ id: string }} */ { id }) => id);
const recommended = measured
  .filter((/** @type {{ presets: string[] }} */ { presets }) => presets.includes("recommended"))
  .map((/** @type {{ id: string }} */ { id }) => id);

/** @type {Found[]} */
const findings = [];
/** @type {string[]} */
const problems = [];
const checked = new Set();
for (const config of configurations(root)) check({ cwd: root, project: config });
for (const file of labelled) {
  const absolute = path.join(root, file);
  if (!checked.has(absolute)) check({ cwd: root, paths: [absolute] });
}
process.stdout.write(JSON.stringify({ files: checked.size, problems, findings }));

/** @param {object} options */
function check(options) {
  try {
    for (const description of discoverProjects(options)) {
      const project = openProject(description);
      for (const file of project.files) {
        if (checked.has(file) || !file.startsWith(`${root}/`)) continue;
        checked.add(file);
        const text = project.text(file);
        if (text === undefined || !text.includes("await")) continue;
        const lines = new LineMap(text);
        const byDefault = new Set(
          project.check(file, { rules: recommended, preset: "recommended" }).map(keyOf),
        );
        for (const finding of project.check(file, { rules: all, preset: "strict" })) {
          findings.push(foundOf(finding, lines, byDefault.has(keyOf(finding))));
        }
      }
    }
  } catch (error) {
    problems.push(String(error instanceof Error ? error.message : error));
  }
}

/** @param {{ rule: string, start: number }} finding */
function keyOf({ rule, start }) {
  return `${rule} ${start}`;
}

/**
 * @param {any} finding
 * @param {any} lines
 * @param {boolean} byDefault
 * @returns {Found}
 */
function foundOf(finding, lines, byDefault) {
  const lineOf = (/** @type {number} */ offset) => lines.positionAt(offset).line;
  const members = (finding.group ?? [finding]).map(
    (/** @type {{ start: number, end: number }} */ { start, end }) => [lineOf(start), lineOf(end)],
  );
  return {
    path: path.relative(root, finding.file).split(path.sep).join("/"),
    rule: finding.rule,
    tier: byDefault ? "default" : "strict",
    confidence: finding.confidence,
    line: lineOf(finding.start),
    endLine: lineOf(finding.end),
    members,
    message: finding.message,
  };
}

/**
 * The configurations of a checkout, the innermost first: a file belongs to the one nearest to it.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function configurations(folder) {
  /** @type {string[]} */
  const own = [];
  /** @type {string[]} */
  const below = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !/^(node_modules|\.git|dist|build)$/.test(entry.name)) {
      below.push(...configurations(path.join(folder, entry.name)));
    } else if (/^[jt]sconfig\.json$/.test(entry.name)) own.push(path.join(folder, entry.name));
  }
  return [...below, ...own.sort().reverse()];
}
