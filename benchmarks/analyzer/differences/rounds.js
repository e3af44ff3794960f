import { mutate } from "./mutations.js";

/**
 * @import { BothSources, Difference } from "./both-sources.js"
 */

/**
 * What is compared: so many broken copies of each file after the sources as they are, each with so many
 * changes, drawn by a seed.
 *
 * @typedef {{ readonly mutants: number, readonly changes: number, readonly seed: number }} How
 */

/**
 * A difference, with the place, and what was done to its file before it was checked.
 *
 * @typedef {Difference & {
 *   readonly file: string,
 *   readonly line: number,
 *   readonly seed: number | undefined,
 *   readonly done: readonly string[],
 * }} Placed
 */

/**
 * Checks files as they are, and then broken ones. All of a round are broken at once, so that what is wrong in
 * one is seen from the others.
 *
 * @param {BothSources} both
 * @param {readonly string[]} files
 * @param {How} how
 * @returns {{ readonly texts: number, readonly findings: number, readonly differences: readonly Placed[] }}
 */
export function compareRounds(both, files, { mutants, changes, seed }) {
  let findings = 0;
  /** @type {Placed[]} */
  const differences = [];
  const originals = new Map(files.map((file) => [file, both.text(file)]));
  for (let round = 0; round <= mutants; round += 1) {
    /** @type {Map<string, string>} */
    const texts = new Map();
    /** @type {Map<string, { seed: number, done: readonly string[] }>} */
    const made = new Map();
    if (round > 0) {
      files.forEach((file, index) => {
        const own = seedOf(seed, round, index);
        const { text, done } = mutate(file, originals.get(file) ?? "", own, changes);
        texts.set(file, text);
        made.set(file, { seed: own, done });
      });
    }
    both.read(texts);
    const compared = both.compare(files);
    findings += compared.findings;
    for (const one of compared.differences) {
      const { file, start } = one.finding;
      const text = texts.get(file) ?? originals.get(file) ?? "";
      const { seed: own, done = [] } = made.get(file) ?? {};
      differences.push({
        ...one,
        file,
        line: text.slice(0, start).split("\n").length,
        seed: own,
        done,
      });
    }
  }
  both.read(new Map());
  return { texts: files.length * (mutants + 1), findings, differences };
}

/**
 * @param {number} seed
 * @param {number} round
 * @param {number} index
 */
function seedOf(seed, round, index) {
  return seed * 1_000_003 + round * 10_007 + index;
}
