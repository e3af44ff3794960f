/**
 * The candidate that `word` is most likely a misspelling of, or `undefined` where none is near.
 *
 * @example
 * ```ts
 * import { closest } from "@awaitwise/analyzer";
 *
 * console.log(closest("serial-wait", ["floating-promise", "serial-await"]));
 * // prints: serial-await
 * ```
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  // An abbreviation is nearer than any slip: `warn` means `warning`.
  const written = word.toLowerCase();
  for (const candidate of candidates) {
    if (written.length > 2 && candidate.toLowerCase().startsWith(written)) return candidate;
  }
  let best: string | undefined;
  // A third of the word may be wrong, and short words still get one slip.
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(written, candidate.toLowerCase());
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** "; did you mean ...?" for an error message, or nothing where no candidate is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = closest(word, candidates);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

// Insertions, deletions, replacements, and swaps of neighbours count one each (optimal string
// alignment).
function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let old: number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min(at(old, j) + 1, at(row, j - 1) + 1, at(old, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, at(older, j - 2) + 1);
      }
      row.push(distance);
    }
    older = old;
    old = row;
  }
  return at(old, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] as number;
}
