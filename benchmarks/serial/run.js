// Runs the analyser over labelled places of well-known applications and says how right it is.
//
//   node benchmarks/serial/run.js [--set reported|tuning] [--sources DIR] [--install] [--only NAME,...]
//     [--sample all|400] [--list wrong,missed,unlabelled,right,unsure] [--tier default|all] [--out FILE]
//
// Beside the files that hold labels, --sample checks that many others of each repository, drawn by a seed.
// Checkouts come from DIR, or are cloned at the labels' commits. A run of the whole reported set writes
// RESULTS.md, with --install RESULTS-installed.md; any other prints the same page, or writes it to --out.
// --list prints the findings and the misses of these kinds, to be read: on the tuning set while rules
// are worked on, on the reported set only to label findings that nobody has read yet.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { checkoutOf, install, linkWorkspace } from "./measure/checkouts.js";
import { readLabels } from "./measure/labels.js";
import { judge, recallOf } from "./measure/match.js";
import { listPlaces, writeReport } from "./measure/report.js";

/** @import { Found, LabelFile, RepositoryRun } from "./measure/types.js" */

const root = path.resolve(import.meta.dirname, "../..");
const { values: given } = parseArgs({
  options: {
    set: { type: "string", default: "reported" },
    sources: { type: "string" },
    install: { type: "boolean", default: false },
    only: { type: "string" },
    list: { type: "string" },
    tier: { type: "string", default: "default" },
    sample: { type: "string", default: "all" },
    out: { type: "string" },
  },
});
const { set, tier } = given;
if (set !== "reported" && set !== "tuning") {
  fail(`--set must be reported or tuning, not "${set}"`);
}
if (tier !== "default" && tier !== "all") fail(`--tier must be default or all, not "${tier}"`);
const only = given.only?.split(",");
const chosen = readLabels().filter(
  ({ set: own, repository }) =>
    own === set && (only === undefined || only.some((name) => repository.endsWith(`/${name}`))),
);
if (chosen.length === 0) fail(`--only names no repository of the ${set} set: "${given.only}"`);

execFileSync("npx", ["tsc", "-b", "packages/analyzer"], { cwd: root, stdio: "inherit" });
const runs = chosen.map(run);

const page = writeReport(runs, {
  set,
  installed: given.install,
  commit: git("rev-parse", "--short", "HEAD"),
  date: new Date().toISOString().slice(0, 10),
});
for (const { labels, problems } of runs) {
  for (const problem of problems) console.error(`${labels.repository}: ${problem}`);
}
if (given.list !== undefined) {
  console.log(listPlaces(runs, { verdicts: given.list.split(","), tier }));
}
const results = given.install ? "RESULTS-installed.md" : "RESULTS.md";
const whole = set === "reported" && only === undefined && given.list === undefined;
const out = given.out ?? (whole ? path.join(import.meta.dirname, results) : undefined);
if (out === undefined) console.log(page);
else writeFileSync(out, page);

/**
 * @param {LabelFile} labels
 * @returns {RepositoryRun}
 */
function run(labels) {
  const started = performance.now();
  const checkout = checkoutOf(labels, given.sources);
  if (given.install) install(checkout);
  linkWorkspace(checkout);
  const files = [...new Set(labels.places.map((place) => place.path))];
  /** @type {{ files: number, problems: string[], findings: Found[] }} */
  const result = JSON.parse(
    execFileSync(
      process.execPath,
      [
        "--max-old-space-size=8192",
        path.join(import.meta.dirname, "measure/check.js"),
        checkout,
        ...(given.sample === "all" ? [] : ["--sample", given.sample]),
        "--",
        ...files,
      ],
      { encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "inherit"] },
    ),
  );
  const judged = judge(result.findings, labels.places);
  const seconds = (performance.now() - started) / 1000;
  console.error(`${labels.repository}: ${result.files} files, ${seconds.toFixed(0)} s`);
  return {
    labels,
    files: result.files,
    seconds,
    problems: result.problems,
    judged,
    wanted: recallOf(judged, labels.places),
  };
}

/** @param {string[]} args */
function git(...args) {
  return execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(2);
}
