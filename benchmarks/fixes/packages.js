// Fixes the serial awaits of well-known packages, and runs their own tests before and after.
//
//   node benchmarks/fixes/packages.js [--only NAME,...] [--fixes suggested|safe] [--sources DIR] [--node 22]
//
// Needs a build of the analyser. Each package is taken from DIR by its name, where it is there and installed
// already, else it is cloned at its commit and installed. Its tests run as it is, as fixed, and then in both
// states once more with 50 ms added to every operation in what was fixed, to measure the gain. What a run
// finds goes into packages/results.json, of the named packages only with --only, and from there into
// packages/RESULTS.md. The exit code is 1 where a test fails that did not fail before.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { nodeBinary } from "@awaitwise/tools/node-binary";
import { fail, readArguments } from "../setup/command-line.js";
import { fixPackage } from "./packages/fix-package.js";
import { timeIn, withLatency } from "./packages/latency.js";
import { writeReport } from "./packages/report.js";
import { countTests } from "./packages/test-counts.js";

/** @import { FixedFile } from "./packages/fix-package.js" */
/** @import { AppliedFix, PackageResult, PackageToFix, TestRun } from "./packages/types.js" */

const { values: given } = readArguments({
  options: {
    only: { type: "string" },
    fixes: { type: "string", default: "suggested" },
    sources: { type: "string" },
    node: { type: "string", default: "22" },
  },
});
if (given.fixes !== "safe" && given.fixes !== "suggested") {
  fail(`--fixes must be safe or suggested, not "${given.fixes}"`);
}
const here = path.join(import.meta.dirname, "packages");
const cache = path.resolve(here, "../../../node_modules/.cache/awaitwise-fixes");
const resultsFile = path.join(here, "results.json");
/** @type {PackageToFix[]} */
const packages = JSON.parse(readFileSync(path.join(here, "packages.json"), "utf8"));
const names = given.only?.split(",");
const chosen = packages.filter(({ repository }) => names?.includes(nameOf(repository)) ?? true);
if (chosen.length === 0) {
  const known = packages.map(({ repository }) => nameOf(repository)).join(", ");
  fail(`--only names no package: "${given.only}"; there are ${known}`);
}
const node = nodeBinary(given.node);
const env = {
  ...process.env,
  PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
  CI: "1",
  FORCE_COLOR: "0",
  HUSKY: "0",
};

/** @type {PackageResult[]} */
const results = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, "utf8")) : [];
for (const one of chosen) {
  const result = proveOne(one);
  const known = results.findIndex(({ repository }) => repository === one.repository);
  if (known < 0) results.push(result);
  else results[known] = result;
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  if (
    result.fixed.failed > result.baseline.failed ||
    result.fixed.passed < result.baseline.passed
  ) {
    console.error(`${one.repository}: fewer tests pass than before`);
    process.exitCode = 1;
  }
}
const ordered = packages.flatMap(
  ({ repository }) => results.find((one) => one.repository === repository) ?? [],
);
const pending = packages
  .map(({ repository }) => repository)
  .filter((name) => !results.some(({ repository }) => repository === name));
writeFileSync(path.join(here, "RESULTS.md"), writeReport(ordered, pending));

/**
 * @param {PackageToFix} one
 * @returns {PackageResult}
 */
function proveOne(one) {
  const root = checkout(one);
  say(one, "tests as it is");
  const baseline = runTests(one.test, one, root, undefined);
  say(one, "looking for serial awaits");
  const files = fixPackage(root, one.sources, {
    suggested: given.fixes === "suggested",
    declined: Object.keys(one.declined ?? {}),
  });
  say(one, `tests with ${files.flatMap(({ fixes }) => fixes).length} fixes`);
  const fixed = withTexts(
    files.map(({ file, text, fixed: to }) => ({ file, text, to })),
    () => runTests(one.test, one, root, undefined),
  );
  const before = measured(one, root, files, false);
  const after = measured(one, root, files, true);
  /** @type {AppliedFix[]} */
  const fixes = files.flatMap(({ file, fixes: own }) =>
    own.map(({ region, line, rule, safety, calls }) => ({
      file: path.relative(root, file).replaceAll("\\", "/"),
      line,
      rule,
      safety,
      calls,
      before: before.get(region)?.ms,
      after: after.get(region)?.ms,
    })),
  );
  const { repository, commit } = one;
  const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
  const date = new Date().toISOString().slice(0, 10);
  return { repository, commit, date, node: version, baseline, fixed, fixes };
}

/**
 * @param {PackageToFix} one
 * @param {string} root
 * @param {readonly FixedFile[]} files
 * @param {boolean} isFixed
 */
function measured(one, root, files, isFixed) {
  say(one, `tests ${isFixed ? "as fixed" : "as it is"}, with 50 ms an operation`);
  const log = path.join(os.tmpdir(), `awaitwise-latency-${process.pid}.jsonl`);
  writeFileSync(log, "");
  const texts = files.map(({ file, text, fixed, regions, fixedRegions }) => ({
    file,
    text,
    to: isFixed
      ? withLatency(file, fixed, fixedRegions, { isFixed })
      : withLatency(file, text, regions, { isFixed }),
  }));
  withTexts(texts, () => runTests(one.reaching ?? one.test, one, root, log));
  const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
  rmSync(log);
  return timeIn(lines.map((line) => JSON.parse(line)));
}

/**
 * Writes texts for as long as some work takes.
 *
 * @template T
 * @param {readonly { file: string, text: string, to: string }[]} texts
 * @param {() => T} work
 * @returns {T}
 */
function withTexts(texts, work) {
  try {
    for (const { file, to } of texts) writeFileSync(file, to);
    return work();
  } finally {
    for (const { file, text } of texts) writeFileSync(file, text);
  }
}

/**
 * @param {readonly string[]} commands
 * @param {PackageToFix} one
 * @param {string} root
 * @param {string | undefined} log where slowed operations are written to
 * @returns {TestRun}
 */
function runTests(commands, { repository }, root, log) {
  let output = "";
  let exit = 0;
  for (const command of commands) {
    const { status, stdout, stderr } = spawnSync(command, {
      cwd: root,
      env: log === undefined ? env : { ...env, AWAITWISE_LATENCY_LOG: log },
      shell: true,
      encoding: "utf8",
      maxBuffer: 1e9,
    });
    output += `${stdout}\n${stderr}\n`;
    exit = status ?? 1;
  }
  const counts = countTests(output);
  if (counts === undefined) fail(`The tests of ${repository} did not run:\n${output.slice(-4000)}`);
  return { ...counts, exit };
}

/** @param {PackageToFix} one */
function checkout({ repository, commit, install }) {
  const kept = path.join(given.sources ?? cache, nameOf(repository));
  if (existsSync(path.join(kept, "node_modules"))) return kept;
  if (given.sources !== undefined) fail(`There is no installed "${kept}"`);
  mkdirSync(kept, { recursive: true });
  const git = (/** @type {string[]} */ ...args) => execFileSync("git", args, { cwd: kept });
  git("init", "--quiet");
  git("fetch", "--quiet", "--depth", "1", `https://github.com/${repository}.git`, commit);
  git("checkout", "--quiet", "FETCH_HEAD");
  for (const command of install)
    execFileSync(command, { cwd: kept, env, stdio: "inherit", shell: true });
  return kept;
}

/** @param {string} repository */
function nameOf(repository) {
  return path.basename(repository);
}

/**
 * @param {PackageToFix} one
 * @param {string} what
 */
function say({ repository }, what) {
  console.error(`${repository}: ${what}`);
}
