import type { Choice } from "./schedule.js";

/** Runs with these choices alone: gives those that came up where it fails in the same way, else null. */
export type Attempt = (choices: readonly Choice[]) => Promise<readonly Choice[] | null>;

/** After so many attempts the best so far is good enough. */
const MOST_ATTEMPTS = 2_000;

/**
 * The fewest choices with which an attempt fails, and each as near to 0 as it may be: none of them can
 * be left out.
 *
 * @see Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002
 */
export async function shrink(choices: readonly Choice[], attempt: Attempt): Promise<Choice[]> {
  let attempts = 0;
  let best = [...choices];
  const accept = async (candidate: readonly Choice[]): Promise<boolean> => {
    if (attempts++ >= MOST_ATTEMPTS) {
      return false;
    }
    const left = await attempt(candidate);
    if (left === null) {
      return false;
    }
    best = [...left];
    return true;
  };

  for (let size = Math.max(1, best.length >> 1); size >= 1; size >>= 1) {
    let removed = true;
    while (removed) {
      removed = false;
      for (let start = 0; start < best.length; ) {
        const without = [...best.slice(0, start), ...best.slice(start + size)];
        if (await accept(without)) {
          removed = true;
        } else {
          start += size;
        }
      }
    }
  }
  for (let place = 0; place < best.length; place++) {
    const { value } = best[place] as Choice;
    for (let smaller = 1; smaller < value; smaller++) {
      const candidate = best.map((one, index) =>
        index === place ? { ...one, value: smaller } : one,
      );
      if (await accept(candidate)) {
        break;
      }
    }
  }
  return best;
}
