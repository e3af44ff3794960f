/** So many are remembered: what is awaited at once was mostly made last. */
const MOST = 256;

/**
 * The promises that were made in the step under way, and when: one that is awaited at once is waited for since
 * it was made. They are not marked: a mark would change the shape of the program's own promises for good.
 */
export class MadeHere {
  #promises: (object | undefined)[] = new Array(MOST).fill(undefined);
  readonly #times = new Float64Array(MOST);
  #size = 0;

  add(promise: object, at: number): void {
    if (this.#size === MOST) {
      this.clear();
    }
    this.#promises[this.#size] = promise;
    this.#times[this.#size++] = at;
  }

  /** When it was made; undefined where that was in another step, or long ago in this one. */
  timeOf(promise: object): number | undefined {
    for (let i = this.#size - 1; i >= 0; i--) {
      if (this.#promises[i] === promise) {
        return this.#times[i];
      }
    }
    return undefined;
  }

  clear(): void {
    for (let i = 0; i < this.#size; i++) {
      this.#promises[i] = undefined;
    }
    this.#size = 0;
  }
}
