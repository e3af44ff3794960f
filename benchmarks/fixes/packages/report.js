/** @import { AppliedFix, PackageResult, TestRun } from "./types.js" */

/**
 * The page that says what came of each package.
 *
 * @param {readonly PackageResult[]} results
 * @param {readonly string[]} pending those that are listed, and have not been run yet
 * @returns {string}
 */
export function writeReport(results, pending) {
  return `# Serial awaits fixed in real packages

Written by \`node benchmarks/fixes/packages.js\`: what the analyser would fix by itself and what it suggests of
serial awaits is applied to the sources of each package, and the package's own tests are run before and
after. Then 50 ms are added to every operation in what was fixed, and the same tests tell how long the code
in question took: only the part of it that is waited for, and time in which several operations run counts
once. A dash means that no test of the package comes there. Read the gain, which compares two runs on one
machine, not the milliseconds.${pending.length === 0 ? "" : ` Not run yet: ${pending.join(", ")}.`}

| package | commit | tests before | tests after | fixes: safe | suggested | reached | waiting before | after | gain |
| --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
${results.map(rowOf).join("\n")}

## Each fix

| package | place | rule | kind | awaits | before | after | gain |
| --- | --- | --- | --- | ---: | ---: | ---: | ---: |
${results.flatMap(({ repository, fixes }) => fixes.map((fix) => fixRow(repository, fix))).join("\n")}
`;
}

/** @param {PackageResult} result */
function rowOf({ repository, commit, baseline, fixed, fixes }) {
  const safe = fixes.filter(({ safety }) => safety === "safe").length;
  const reached = fixes.filter(isReached);
  const before = reached.reduce((sum, fix) => sum + (fix.before ?? 0), 0);
  const after = reached.reduce((sum, fix) => sum + (fix.after ?? 0), 0);
  return `| ${repository} | ${commit.slice(0, 10)} | ${words(baseline)} | ${words(fixed)} | ${safe} | ${fixes.length - safe} | ${reached.length} | ${ms(before)} | ${ms(after)} | ${gain(before, after)} |`;
}

/**
 * @param {string} repository
 * @param {AppliedFix} fix
 */
function fixRow(repository, { file, line, rule, safety, calls, before, after }) {
  return `| ${repository} | ${file}:${line} | ${rule} | ${safety} | ${calls} | ${ms(before)} | ${ms(after)} | ${gain(before, after)} |`;
}

/** @param {AppliedFix} fix */
function isReached({ before, after }) {
  return before !== undefined && after !== undefined;
}

/** @param {TestRun} run */
function words({ passed, failed }) {
  return failed === 0 ? `${passed} pass` : `${passed} pass, ${failed} fail`;
}

/** @param {number | undefined} time */
function ms(time) {
  return time === undefined || time === 0 ? "-" : `${Math.round(time)} ms`;
}

/**
 * @param {number | undefined} before
 * @param {number | undefined} after
 */
function gain(before, after) {
  return before && after ? `${(before / after).toFixed(2)}x` : "-";
}
