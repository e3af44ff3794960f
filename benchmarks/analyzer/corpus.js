// Checks the sources of some hundred npm packages with both sources of types, as they are and broken at random, compares
// every finding, and writes CORPUS.md.
//
//   node benchmarks/analyzer/corpus.js [--packages NAME,...|none] [--files 6] [--mutants 2] [--changes 6] [--seed 1]
//     [--cases CHECKOUT] [--keep FOLDER] [--out FILE]
//
// The packages are those that corpus/package.json pins, and this repository ("awaitwise"). They are installed once, into
// corpus/node_modules; the analyser has to be built. --files takes so many files of each, spread over all of them. --cases adds the cases of
// typescript-eslint's rule tests, from a checkout that benchmarks/README.md says how to make. With --keep, what a package
// came to is left in a folder, and taken from there by the next run: a long run can be made in pieces. A run of some
// packages only is printed, not written, unless --out says where. The exit code is 1 where a finding differs.
import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { discoverProjects, whyNoNativeTypes } from "@awaitwise/analyzer";
import { fail, readArguments, wholeNumber } from "../setup/command-line.js";
import { keptIn } from "../setup/kept.js";
import { PinnedPackages } from "../setup/pinned-packages.js";
import { BothSources } from "./differences/both-sources.js";
import { compareCases } from "./differences/cases.js";
import { writePage } from "./differences/page.js";
import { packageSources } from "./differences/projects.js";
import { compareRounds } from "./differences/rounds.js";

/**
 * @import { CaseRow, PackageRow } from "./differences/page.js"
 */

const root = path.resolve(import.meta.dirname, "../..");
const pinned = new PinnedPackages(path.join(import.meta.dirname, "corpus"));
const { values: given } = readArguments({
  options: {
    packages: { type: "string" },
    files: { type: "string", default: "6" },
    mutants: { type: "string", default: "2" },
    changes: { type: "string", default: "6" },
    seed: { type: "string", default: "1" },
    cases: { type: "string" },
    keep: { type: "string" },
    out: { type: "string" },
  },
});
const how = {
  files: wholeNumber("files", given.files),
  mutants: given.mutants === "0" ? 0 : wholeNumber("mutants", given.mutants),
  changes: wholeNumber("changes", given.changes),
  seed: wholeNumber("seed", given.seed),
};
const itself = "awaitwise";
const all = [itself, ...Object.keys(pinned.pinned)];
const names = given.packages === "none" ? [] : (given.packages?.split(",") ?? all);
const unknown = names.find((name) => !all.includes(name));
if (unknown !== undefined) fail(`There is no package "${unknown}": use ${all.join(", ")}`);
const why = whyNoNativeTypes();
if (why !== undefined) fail(`There is nothing to compare, because ${why}`);
if (names.some((name) => name !== itself)) pinned.install();

const commit = execFileSync("git", ["describe", "--always", "--dirty"], {
  cwd: root,
  encoding: "utf8",
}).trim();
/** @type {ReturnType<typeof keptIn<{ rows: PackageRow[] | CaseRow[], commit: string }>> | undefined} */
const kept = given.keep === undefined ? undefined : keptIn(given.keep, how);
const work = realpathSync(mkdtempSync(path.join(os.tmpdir(), "awaitwise-corpus-")));
const started = performance.now();
const commits = new Set();
try {
  const packages = /** @type {PackageRow[]} */ (
    names.flatMap((name) => had(name.replace(/\W+/g, "-"), () => [rowOf(name)]))
  );
  const checkout = given.cases;
  const cases = /** @type {CaseRow[]} */ (
    checkout === undefined ? [] : had("cases", () => casesIn(checkout))
  );
  const page = writePage(packages, cases, {
    ...how,
    of: all.length,
    versions: `awaitwise at ${[...commits].join(", ")}; Node ${process.version}`,
    minutes: Math.round((performance.now() - started) / 60_000),
  });
  const out =
    given.out ??
    (given.packages === undefined ? path.join(import.meta.dirname, "CORPUS.md") : undefined);
  if (out === undefined) console.log(page);
  else writeFileSync(out, page);
  if ([...packages, ...cases].some(({ differences }) => differences.length > 0)) {
    process.exitCode = 1;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/**
 * @template {PackageRow[] | CaseRow[]} Rows
 * @param {string} id
 * @param {() => Rows} find
 * @returns {Rows}
 */
function had(id, find) {
  const known = kept?.read(id);
  const rows = /** @type {Rows} */ (known?.rows ?? find());
  commits.add(known?.commit ?? commit);
  if (known === undefined) kept?.write(id, { rows, commit });
  const differing = rows.reduce((sum, { differences }) => sum + differences.length, 0);
  console.error(`${id}: ${differing === 0 ? "no difference" : `${differing} differ`}`);
  return rows;
}

/**
 * @param {string} name
 * @returns {PackageRow}
 */
function rowOf(name) {
  const isRepository = name === itself;
  const place = isRepository
    ? path.join(root, "packages/analyzer/tsconfig.json")
    : packageSources(name, path.join(pinned.home, "node_modules"), work).configFile;
  const [description] = discoverProjects({ cwd: root, paths: [place] });
  if (description === undefined) throw new Error(`No project was found in "${place}"`);
  const step = Math.max(1, Math.ceil(description.files.length / how.files));
  const files = description.files.filter((_, at) => at % step === 0);
  const both = new BothSources(description);
  const { texts, findings, differences } = compareRounds(both, files, how);
  both.close();
  const { withoutNative } = both;
  return {
    name: isRepository ? "this repository's analyser" : name,
    version: isRepository ? commit : (pinned.versionOf(name) ?? ""),
    files: description.files.length,
    texts,
    findings,
    ...(withoutNative === undefined ? {} : { withoutNative }),
    differences: differences.map(({ file, ...one }) => ({
      ...one,
      file: path.relative(description.directory, file),
    })),
  };
}

/** @param {string} checkout */
function casesIn(checkout) {
  /** @type {CaseRow[]} */
  const rows = [];
  for (const row of compareCases(checkout, how)) {
    rows.push(row);
    if (process.stderr.isTTY) process.stderr.write(`\r${row.rule}\u001B[K`);
  }
  return rows;
}
