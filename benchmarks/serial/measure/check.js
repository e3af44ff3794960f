// Checks one checkout with the built analyser and prints its findings as JSON: a process for each
// repository, so that none runs out of the memory that another has taken.
//
//   node check.js DIR [--sample 400] [FILE...]
//
// The FILEs are checked in any case. Of the others --sample draws that many by a seed, from all that await.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { shuffle } from "./random.js";

/** @import { Found } from "./types.js" */

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: "string" } },
});
const [directory = ".", ...labelled] = positionals;
const root = path.resolve(directory);
const dist = path.resolve(import.meta.dirname, "../../../packages/analyzer/dist/index.js");
const { discoverProjects, LineMap, openProject, rules } = await import(dist);

const family =
  /^(serial-await|serial-await-in-loop|late-await|unsafe-gather|unbounded-gather|stale-read-across-await)$/;
/** @type {{ id: string, presets: string[] }[]} */
const measured = rules.filter((/** @type {{ id: string }} */ { id }) => family.test(id));
const recommended = new Set(
  measured.filter(({ presets }) => presets.includes("recommended")).map(({ id }) => id),
);

/** @type {string[]} */
const problems = [];
/** @type {{ description: any, files: string[] }[]} */
const projects = [];
const claimed = new Set();
for (const config of configurations(root)) claim({ cwd: root, project: config });
for (const file of labelled) {
  const absolute = path.join(root, file);
  if (!claimed.has(absolute)) claim({ cwd: root, paths: [absolute] });
}

const wanted = new Set(labelled.map((file) => path.join(root, file)));
const others = [...claimed].filter((file) => !wanted.has(file) && awaits(file)).sort();
const size = given.sample === undefined ? others.length : Number(given.sample);
for (const file of shuffle(others, 1).slice(0, size)) wanted.add(file);

/** @type {Found[]} */
const findings = [];
for (const { description, files } of projects) {
  const checked = files.filter((file) => wanted.has(file));
  if (checked.length === 0) continue;
  const project = openProject(description);
  for (const file of checked) {
    const lines = new LineMap(project.text(file) ?? "");
    const ids = measured.map(({ id }) => id);
    for (const finding of project.check(file, { rules: ids, preset: "strict" })) {
      findings.push(foundOf(finding, lines));
    }
  }
}
process.stdout.write(JSON.stringify({ files: wanted.size, problems, findings }));

/** @param {object} options */
function claim(options) {
  try {
    for (const description of discoverProjects(options)) {
      const files = description.files.filter(
        (/** @type {string} */ file) => file.startsWith(`${root}/`) && !claimed.has(file),
      );
      for (const file of files) claimed.add(file);
      if (files.length > 0) projects.push({ description, files });
    }
  } catch (error) {
    problems.push(String(error instanceof Error ? error.message : error));
  }
}

/** @param {string} file */
function awaits(file) {
  // A configuration may name a source that is not there.
  return existsSync(file) && readFileSync(file, "utf8").includes("await");
}

/**
 * @param {any} finding
 * @param {any} lines
 * @returns {Found}
 */
function foundOf(finding, lines) {
  const lineOf = (/** @type {number} */ offset) => lines.positionAt(offset).line;
  const members = (finding.group ?? [finding]).map(
    (/** @type {{ start: number, end: number }} */ { start, end }) => [lineOf(start), lineOf(end)],
  );
  return {
    path: path.relative(root, finding.file).split(path.sep).join("/"),
    rule: finding.rule,
    // The recommended preset shows no finding of low confidence.
    tier: recommended.has(finding.rule) && finding.confidence !== "low" ? "default" : "strict",
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
