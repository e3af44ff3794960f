import { randomNumbers } from "../../setup/random.js";

/**
 * The items in an order that the seed decides, the same on every machine.
 *
 * @template T
 * @param {readonly T[]} items
 * @param {number} seed
 * @returns {T[]}
 */
export function shuffle(items, seed) {
  const next = randomNumbers(seed);
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    const item = /** @type {T} */ (shuffled[i]);
    shuffled[i] = /** @type {T} */ (shuffled[j]);
    shuffled[j] = item;
  }
  return shuffled;
}
