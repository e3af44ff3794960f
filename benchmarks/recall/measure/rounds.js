/** @import { Await, Found, Outcome, Prepared, Tool } from "./types.js" */

/**
 * Deletes awaits, one a file at a time, and asks each tool what it finds then that it did not find
 * before.
 *
 * @param {Prepared} project
 * @param {readonly Await[]} awaits
 * @param {readonly Tool[]} tools
 * @param {(file: string) => string} read
 * @param {(line: string) => void} say
 * @returns {Outcome[]}
 */
export function measure(project, awaits, tools, read, say) {
  const rounds = roundsOf(awaits);
  const files = [...new Set(awaits.map(({ file }) => file))];
  const untouched = new Map();
  const before = tools.map((tool) => tool.find(project, untouched, files));
  return rounds.flatMap((round, index) => {
    const texts = new Map(round.map((one) => [one.file, without(read(one.file), one)]));
    say(`${project.id}: round ${index + 1} of ${rounds.length}, ${round.length} awaits`);
    const after = tools.map((tool) => tool.find(project, texts, [...texts.keys()]));
    return round.map((one) => ({
      await: one,
      reported: Object.fromEntries(
        tools.map(({ id }, tool) => [
          id,
          newRules(before[tool]?.get(one.file) ?? [], after[tool]?.get(one.file) ?? []),
        ]),
      ),
    }));
  });
}

/**
 * @param {readonly Await[]} awaits
 * @returns {Await[][]} no round holds two of one file
 */
export function roundsOf(awaits) {
  /** @type {Await[][]} */
  const rounds = [];
  /** @type {Map<string, number>} */
  const next = new Map();
  for (const one of awaits) {
    const at = next.get(one.file) ?? 0;
    next.set(one.file, at + 1);
    const round = rounds[at];
    if (round === undefined) rounds[at] = [one];
    else round.push(one);
  }
  return rounds;
}

/**
 * The text with the keyword blanked out, so that everything else keeps its place.
 *
 * @param {string} text
 * @param {Await} one
 * @returns {string}
 */
export function without(text, { instead, start }) {
  return text.slice(0, start) + instead + text.slice(start + instead.length);
}

/**
 * @param {readonly Found[]} before
 * @param {readonly Found[]} after
 * @returns {string[]} the rules of what is new, each once
 */
export function newRules(before, after) {
  const known = new Set(before.map(({ rule, start }) => `${rule}:${start}`));
  const rules = after.flatMap(({ rule, start }) => (known.has(`${rule}:${start}`) ? [] : [rule]));
  return [...new Set(rules)].sort();
}

/**
 * A sample that is the same in every run.
 *
 * @template T
 * @param {readonly T[]} all
 * @param {number} size
 * @param {number} seed
 * @returns {T[]} in the order of `all`
 */
export function sampleOf(all, size, seed) {
  if (all.length <= size) return [...all];
  const order = all.map((_, index) => index);
  let state = seed >>> 0;
  for (let last = order.length - 1; last > 0; last--) {
    // A linear congruential generator (Numerical Recipes) is random enough to shuffle with.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  const chosen = new Set(order.slice(0, size));
  return all.filter((_, index) => chosen.has(index));
}
