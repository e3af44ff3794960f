/**
 * @param {number[]} numbers at least one
 * @returns {number}
 */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (/** @type {number} */ index) => /** @type {number} */ (sorted[index]);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
}

/** @param {number[]} numbers above 0, at least one */
export function geometricMean(numbers) {
  return Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);
}

/**
 * How far apart the rounds of one measurement are: the largest by the smallest.
 *
 * @param {number[]} numbers at least one
 */
export function spread(numbers) {
  return Math.max(...numbers) / Math.min(...numbers);
}
