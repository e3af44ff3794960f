/**
 * @import { RuleCases } from "./cases.js"
 * @import { Placed } from "./rounds.js"
 */

/**
 * What a package came to.
 *
 * @typedef {{
 *   readonly name: string,
 *   readonly version: string,
 *   readonly files: number,
 *   readonly texts: number,
 *   readonly findings: number,
 *   readonly withoutNative?: string,
 *   readonly differences: readonly Placed[],
 * }} PackageRow
 */

/** @typedef {RuleCases} CaseRow */

/**
 * @typedef {{
 *   readonly of: number,
 *   readonly versions: string,
 *   readonly minutes: number,
 *   readonly files: number,
 *   readonly mutants: number,
 *   readonly changes: number,
 *   readonly seed: number,
 * }} Circumstances
 */

/**
 * @param {readonly PackageRow[]} packages
 * @param {readonly CaseRow[]} cases
 * @param {Circumstances} circumstances
 */
export function writePage(packages, cases, circumstances) {
  const { of, versions, files, mutants, changes, seed, minutes } = circumstances;
  const texts = sum(packages, (one) => one.texts);
  const findings = sum(packages, (one) => one.findings);
  const differing = sum(packages, (one) => one.differences.length);
  return [
    "# Two sources of types, and their findings",
    `\`node benchmarks/analyzer/corpus.js --files ${files} --mutants ${mutants} --changes ${changes} --seed ${seed}\`, ${new Date().toISOString().slice(0, 10)}: the findings of every rule in the preset \`strict\`, with the types of ts-morph and with those of TypeScript 7's own process, compared in all that they hold. Of each package up to ${files} sources, spread over all of it, as they are and in ${mutants} broken copies with ${changes} changes each (seed ${seed}); all sources of a round are broken at once.`,
    ...(packages.length === 0
      ? []
      : [
          `${packages.length === of ? of : `${packages.length} of the ${of}`} packages, ${number(texts)} texts, ${number(findings)} findings, **${differing === 0 ? "none differs" : `${differing} differ`}**.`,
          table(
            ["package", "version", "sources", "texts", "findings", "differ"],
            packages.map((one) => [
              one.name,
              one.version,
              ...(one.withoutNative === undefined
                ? [one.files, one.texts, one.findings, one.differences.length]
                : [one.files, `left to ts-morph: ${one.withoutNative}`, "", ""]),
            ]),
          ),
        ]),
    ...(cases.length === 0 ? [] : casesPart(cases)),
    ...differencesPart(packages, cases),
    `${versions}; ${minutes} minutes, without what was kept from earlier runs.`,
    "",
  ].join("\n\n");
}

/** @param {readonly CaseRow[]} cases */
function casesPart(cases) {
  const differing = sum(cases, (one) => one.differences.length);
  return [
    "## The peer's cases",
    `Of the rule tests of typescript-eslint's that can be read: ${cases.length} rules, ${number(sum(cases, (one) => one.cases))} cases, ${number(sum(cases, (one) => one.texts))} texts, ${number(sum(cases, (one) => one.findings))} findings, **${differing === 0 ? "none differs" : `${differing} differ`}**.`,
  ];
}

/**
 * @param {readonly PackageRow[]} packages
 * @param {readonly CaseRow[]} cases
 */
function differencesPart(packages, cases) {
  const lines = [
    ...packages.flatMap(({ name, differences }) =>
      differences.map(({ by, file, line, seed, done, finding }) => {
        const broken = seed === undefined ? "as it is" : `seed ${seed}: ${done.join(", ")}`;
        return `- ${name}, \`${file}:${line}\` (${broken}), only by ${by}: ${finding.rule}: ${finding.message}`;
      }),
    ),
    ...cases.flatMap(({ rule, differences }) =>
      differences.map(
        ({ by, code, finding }) =>
          `- a case of ${rule}, only by ${by}: ${finding.rule}: ${finding.message}\n\n${indented(code)}`,
      ),
    ),
  ];
  return lines.length === 0 ? [] : ["## What differs", lines.join("\n")];
}

/** @param {string} code */
function indented(code) {
  return code
    .split("\n")
    .map((line) => `      ${line}`)
    .join("\n");
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number)[])[]} rows
 */
function table(head, rows) {
  const cells = (/** @type {readonly (string | number)[]} */ row) => `| ${row.join(" | ")} |`;
  const line = head.map((_, index) => (index < 2 ? "---" : "---:"));
  return [head, line, ...rows].map(cells).join("\n");
}

/**
 * @template T
 * @param {readonly T[]} rows
 * @param {(row: T) => number} of
 */
function sum(rows, of) {
  return rows.reduce((so, row) => so + of(row), 0);
}

/** @param {number} value */
function number(value) {
  return value.toLocaleString("en-US");
}
