/** A piece of work in slices: between two of them, newer messages are read. */
export type SlicedWork = Generator<void, void, void>;

/** How soon somebody needs an answer. */
export type Pace = "urgent" | "quick" | "slow";

/**
 * Runs work one slice at a time, so that a thread that analyses still hears of edits and
 * cancellations. Requests go before background work and among themselves in order; slow requests
 * give way to quick ones that come later, and these to urgent ones.
 */
export class Schedule {
  readonly #background: () => boolean;
  readonly #defer: (work: () => void) => void;
  readonly #urgent = new Map<number, SlicedWork>();
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

  add(id: number, work: SlicedWork, pace: Pace): void {
    const works = { urgent: this.#urgent, quick: this.#quick, slow: this.#slow };
    works[pace].set(id, work);
    this.wake();
  }

  /** Drops a request, started or not, and tells whether it was still there. */
  cancel(id: number): boolean {
    const found = [this.#urgent, this.#quick, this.#slow].find((works) => works.has(id));
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
    const works = [this.#urgent, this.#quick].find(({ size }) => size > 0);
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
