/** A piece of work in slices: between two of them, newer messages are read. */
export type SlicedWork = Generator<void, void, void>;

/**
 * Runs work one slice at a time, so that a thread that analyses still hears of edits and
 * cancellations. Requests go before background work and among themselves in order; slow requests
 * give way to quick ones that come later.
 */
export class Schedule {
  readonly #background: () => boolean;
  readonly #defer: (work: () => void) => void;
  readonly #quick = new Map<number, SlicedWork>();
  readonly #slow = new Map<number, SlicedWork>();
  #waiting = false;

  /**
   * @param background does one slice of what is left to do when nobody waits for an answer, and
   * tells whether there may be more.
   */
  constructor(background: () => boolean, defer: (work: () => void) => void = setImmediate) {
    this.#background = background;
    this.#defer = defer;
  }

  add(id: number, work: SlicedWork, pace: "quick" | "slow"): void {
    (pace === "quick" ? this.#quick : this.#slow).set(id, work);
    this.wake();
  }

  /** Drops a request, started or not, and tells whether it was still there. */
  cancel(id: number): boolean {
    const found = [this.#quick, this.#slow].find((works) => works.has(id));
    found?.get(id)?.return();
    return found?.delete(id) ?? false;
  }

  wake(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#defer(() => {
      this.#waiting = false;
      if (this.#slice()) this.wake();
    });
  }

  #slice(): boolean {
    const works = this.#quick.size > 0 ? this.#quick : undefined;
    if (works !== undefined) return this.#sliceOf(works);
    if (this.#background()) return true;
    return this.#slow.size > 0 ? this.#sliceOf(this.#slow) : false;
  }

  #sliceOf(works: Map<number, SlicedWork>): boolean {
    const [id, work] = works.entries().next().value as [number, SlicedWork];
    if (work.next().done === true) works.delete(id);
    return true;
  }
}
