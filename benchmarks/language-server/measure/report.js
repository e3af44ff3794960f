import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import os from "node:os";
import { percentile } from "./figures.js";
import { peers } from "./peers.js";
import { servers } from "./servers.js";

/**
 * @typedef {object} Measured
 * @property {readonly number[]} times milliseconds from each edit to the file's diagnostics
 * @property {readonly number[]} cross milliseconds from each edit of the callee to the caller's
 * @property {{ fromStart: number, first: number, whole: number, cancel: number, p50: number, p95: number,
 *   crossP50: number, rss: number }} summary
 */

/**
 * What is measured, and what is to be reached: with types from ts-morph on a project of 22,000 lines, and on one of
 * 300,000 where that was said.
 *
 * @type {readonly { name: keyof Measured["summary"], head: string, target?: number, large?: number }[]}
 */
export const columns = [
  { name: "fromStart", head: "first, from the start of the process (ms)" },
  { name: "first", head: "first, from opening (ms)", target: 1_000 },
  { name: "whole", head: "all of it, from opening (ms)" },
  { name: "p50", head: "edit, p50 (ms)", target: 30, large: 30 },
  { name: "p95", head: "edit, p95 (ms)", target: 100, large: 80 },
  {
    name: "crossP50",
    head: "caller after an edit of its callee, p50 (ms)",
    target: 150,
    large: 150,
  },
  { name: "cancel", head: "a cancelled question, while opening (ms)", target: 20, large: 20 },
  { name: "rss", head: "RSS (MB)", target: 400 },
];

/** A project of so many lines is a large one. */
const LARGE = 100_000;

/**
 * What was measured in one project.
 *
 * @typedef {object} Section
 * @property {Pick<import("./project.js").Project, "modules" | "lines" | "app">} project
 * @property {ReadonlyMap<string, readonly Measured[]>} results by server
 */

/**
 * @param {readonly Section[]} sections
 * @param {{ command: string, loadBefore: number, rounds: number, edits: number }} run
 */
export function writeReport(sections, { command, loadBefore, rounds, edits }) {
  return `# From an edit to its diagnostics

Written by \`${command}\`; benchmarks/README.md says how to read it.

- ${new Date().toISOString().slice(0, 10)}; ${os.cpus().length} x ${os.cpus()[0]?.model.trim()}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}; Node ${process.version}
- ${rounds} ${rounds === 1 ? "round" : "rounds"} of ${edits} edits each, the servers one after another in each round; the median of the rounds.
- _First_ is the first list of diagnostics that has what is wrong in the file from the beginning; _all of it_ the first that has what only files further away tell as well.
- _As published_: the packages as users install them, of which a checkout runs the single modules.
- _Opened again_: in a session before, which ended as an editor ends it, the same file was open, and nothing has changed since. What is shown first is what was found then; all of it is there, and the edits begin, when it was found anew.
- Load of the machine before the run: ${loadBefore.toFixed(2)}.
${sections.map(writeSection).join("")}`;
}

/** @param {Section} section */
function writeSection({ project, results }) {
  const { modules, lines, app } = project;
  const measured = servers.flatMap(({ id, label, packages }) => {
    const all = results.get(id);
    if (all === undefined) return [];
    const named = packages.length === 0 ? ownName(label) : `${label}, ${peers.versions(packages)}`;
    const medians = columns.map(({ name }) =>
      percentile(
        all.map(({ summary }) => summary[name]),
        50,
      ),
    );
    return [{ id, named, medians }];
  });
  const own = ["awaitwise-packed", "awaitwise"].flatMap(
    (id) => measured.find((one) => one.id === id) ?? [],
  )[0];
  const others = measured.filter(({ id }) => !id.startsWith("awaitwise"));
  const heads = columns.map(({ head }) => head);
  const isLarge = lines >= LARGE;
  const targets = columns.map(({ target, large }) => (isLarge ? large : target));
  const ratios =
    own === undefined || others.length === 0
      ? ""
      : `
What ${own.named} takes, as a multiple of what each other server takes:

${table(
  ["beside", ...heads],
  others.map(({ named, medians }) => [
    named,
    ...medians.map((value, index) => ratio(own.medians[index] ?? Number.NaN, value)),
  ]),
)}
`;
  return `
## ${modules.toLocaleString("en")} modules, ${lines.toLocaleString("en")} lines

The edited file has ${app.text.split("\n").length} lines.

${table(
  ["server", ...heads],
  [
    ...measured.map(({ named, medians }) => [named, ...medians.map(figure)]),
    [
      isLarge ? "_to reach, with types from TypeScript 7's process_" : "_to reach_",
      ...targets.map((target) =>
        target === undefined ? "" : `_at most ${target.toLocaleString("en")}_`,
      ),
    ],
  ],
)}
${ratios}`;
}

/** @param {string} label */
function ownName(label) {
  const at = (/** @type {string} */ path) => new URL(`../../../${path}`, import.meta.url);
  const { version } = JSON.parse(readFileSync(at("packages/language-server/package.json"), "utf8"));
  try {
    const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], {
      cwd: at("."),
      encoding: "utf8",
    });
    return `${label} ${version} at ${commit.trim()}`;
  } catch {
    return `${label} ${version}`;
  }
}

/** @param {readonly string[]} heads @param {readonly (readonly string[])[]} rows */
function table(heads, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(" | ")} |`;
  const rule = ["---", ...heads.slice(1).map(() => "---:")];
  return [heads, rule, ...rows].map(line).join("\n");
}

/** @param {number} value */
function figure(value) {
  if (!Number.isFinite(value)) return "not shown";
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(1);
}

/** @param {number} own @param {number} other */
function ratio(own, other) {
  return Number.isFinite(own) && Number.isFinite(other) && other > 0
    ? (own / other).toFixed(2)
    : "-";
}
