// Runs the analyser over labelled places of well-known applications and says how right it is.
//
//   node benchmarks/serial/run.js [--set reported|fresh|spent|tuning] [--sources DIR] [--install] [--only NAME,...]
//     [--sample all|400] [--list wrong,missed,unlabelled,right,unsure] [--tier default|all] [--out FILE]
//     [--save FILE] [--from FILE]
//
// --save keeps what the analyser found, in FILE; --from judges such a file again, when labels were added.
// Beside the files that hold labels, --sample checks that many others of each repository, drawn by a seed.
// Checkouts come from DIR, or are cloned at the labels' commits. A run of the whole reported set writes
// RESULTS.md, with --install RESULTS-installed.md, one of the whole fresh or spent set, with --install or
// without, RESULTS-fresh.md or RESULTS-spent.md; any other prints the same page, or writes it to --out.
// --list prints the findings and the misses of these kinds, to be read: on the tuning set while rules
// are worked on, on the reported set only to label findings that nobody has read yet.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fail, readArguments } from "../setup/command-line.js";
import { checkoutOf, install, linkWorkspace } from "./measure/checkouts.js";
import { readLabels } from "./measure/labels.js";
import { judge, recallOf } from "./measure/match.js";
import { listPlaces, writeReport } from "./measure/report.js";

/** @import { Found, LabelFile, RepositoryRun } from "./measure/types.js" */

const root = path.resolve(import.meta.dirname, "../..");
const { values: given } = readArguments({
  options: {
    set: { type: "string", default: "reported" },
    sources: { type: "string" },
    install: { type: "boolean", default: false },
    only: { type: "string" },
    list: { type: "string" },
    tier: { type: "string", default: "default" },
    sample: { type: "string", default: "all" },
    save: { type: "string" },
    from: { type: "string" },
    out: { type: "string" },
  },
});
const { set, tier } = given;
if (set !== "reported" && set !== "fresh" && set !== "spent" && set !== "tuning") {
  fail(`--set must be reported, fresh, spent or tuning, not "${set}"`);
}
if (tier !== "default" && tier !== "all") fail(`--tier must be default or all, not "${tier}"`);
const only = given.only?.split(",");
const chosen = readLabels().filter(
  ({ set: own, repository }) =>
    own === set &&
    (only === undefined || only.some((name) => `/${repository}`.endsWith(`/${name}`))),
);
if (chosen.length === 0) {
  fail(
    given.only === undefined
      ? `The ${set} set is empty: name another by --set, or label applications for it`
      : `--only names no repository of the ${set} set: "${given.only}"`,
  );
}

/** @type {Saved} */
const saved = given.from === undefined ? analyse() : JSON.parse(readFileSync(given.from, "utf8"));
if (given.save !== undefined) writeFileSync(given.save, JSON.stringify(saved));
const runs = chosen.flatMap(judged);

const page = writeReport(runs, {
  set,
  installed: saved.installed,
  sample: saved.sample,
  commit: saved.commit,
  date: saved.date,
});
for (const { labels, problems } of runs) {
  for (const problem of problems) console.error(`${labels.repository}: ${problem}`);
}
if (given.list !== undefined) {
  console.log(listPlaces(runs, { verdicts: given.list.split(","), tier }));
}
const name = set === "reported" ? "RESULTS" : `RESULTS-${set}`;
const results = saved.installed && set === "reported" ? `${name}-installed.md` : `${name}.md`;
const whole = set !== "tuning" && only === undefined && given.list === undefined;
const out = given.out ?? (whole ? path.join(import.meta.dirname, results) : undefined);
if (out === undefined) console.log(page);
else writeFileSync(out, page);

/**
 * What the analyser found in a repository.
 *
 * @typedef {{ files: number, seconds: number, problems: string[], findings: Found[] }} Analysed
 */

/**
 * What a run found, and with what.
 *
 * @typedef {object} Saved
 * @property {string} commit of this repository
 * @property {string} date
 * @property {boolean} installed
 * @property {string} sample
 * @property {Record<string, Analysed>} repositories
 */

/** @returns {Saved} */
function analyse() {
  execFileSync("npx", ["tsc", "-b", "packages/analyzer"], { cwd: root, stdio: "inherit" });
  return {
    commit: git("rev-parse", "--short", "HEAD"),
    date: new Date().toISOString().slice(0, 10),
    installed: given.install,
    sample: given.sample,
    repositories: Object.fromEntries(chosen.map((labels) => [labels.repository, analysed(labels)])),
  };
}

/**
 * @param {LabelFile} labels
 * @returns {Analysed}
 */
function analysed(labels) {
  const started = performance.now();
  const checkout = checkoutOf(labels, given.sources);
  if (given.install) install(checkout, labels.install);
  linkWorkspace(checkout);
  const files = [...new Set(labels.places.map((place) => place.path))];
  const sample = given.sample === "all" ? [] : ["--sample", given.sample];
  const output = execFileSync(
    process.execPath,
    [
      "--max-old-space-size=8192",
      path.join(import.meta.dirname, "measure/check.js"),
      checkout,
      ...sample,
      "--",
      ...files,
    ],
    { encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "inherit"] },
  );
  const seconds = (performance.now() - started) / 1000;
  const result = JSON.parse(output);
  console.error(`${labels.repository}: ${result.files} files, ${seconds.toFixed(0)} s`);
  return { ...result, seconds };
}

/**
 * @param {LabelFile} labels
 * @returns {RepositoryRun[]}
 */
function judged(labels) {
  const result = saved.repositories[labels.repository];
  if (result === undefined) return [];
  const findings = judge(result.findings, labels.places);
  return [{ labels, ...result, judged: findings, wanted: recallOf(findings, labels.places) }];
}

/** @param {string[]} args */
function git(...args) {
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
}
