/** In milliseconds: what recording may take at once, before its share of the time counts. */
const MOST_IN_STORE = 50;

/** In milliseconds: what lasts longer was not recording, but a time in which the process did not run. */
const MOST_AT_ONCE = 10;

/**
 * The time that recording may take. It is a store that recording uses up and that passing time fills
 * again by its share. Once it is empty, recording pauses until half of it is there: what is recorded
 * comes in stretches without a gap, since an await among others that are missing says little. Where
 * all of the time is its share, it never pauses.
 */
export class Budget {
  #store = MOST_IN_STORE;
  #counted: number;

  constructor(
    readonly share: number,
    now: number,
  ) {
    this.#counted = now;
  }

  /** Takes what was spent from the store, and says whether it is used up. In milliseconds. */
  spend(spent: number, now: number): boolean {
    this.#store += (now - this.#counted) * this.share - Math.min(spent, MOST_AT_ONCE);
    this.#store = Math.min(this.#store, MOST_IN_STORE);
    this.#counted = now;
    return this.#store < 0 && this.share < 1;
  }

  /** How many milliseconds to pause from now on. */
  pause(): number {
    return Math.ceil((MOST_IN_STORE / 2 - this.#store) / this.share);
  }
}
