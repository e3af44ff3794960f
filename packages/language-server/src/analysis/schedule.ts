/** A piece of work in slices: between two of them, newer messages are read. */
export type SlicedWork = Generator<void, void, void>;

/** How soon somebody needs an answer. */
export type Pace = "urgent" | "quick" | "view" | "slow";

/** What there is to do when nobody waits for an answer; each does one slice, and tells whether there was one. */
export interface OwnWork {
  /** What the user looks at: it is shown before any view of the same text. */
  foremost(): boolean;
  /** All the rest. */
  background(): boolean;
}

/**
 * Runs work one slice at a time, so that a thread that analyses still hears of edits and
 * cancellations. Urgent requests go first, then quick ones; what is found in the edited file goes before the views
 * of it, and these before all other work of our own. Slow requests are answered when there is none left. Requests of
 * one pace are answered in order.
 */
export class Schedule {
  readonly #own: OwnWork;
  readonly #defer: (work: () => void) => void;
  readonly #works: Readonly<Record<Pace, Map<number, SlicedWork>>> = {
    urgent: new Map(),
    quick: new Map(),
    view: new Map(),
    slow: new Map(),
  };
  #waiting = false;

  constructor(own: OwnWork, defer: (work: () => void) => void = setImmediate) {
    this.#own = own;
    this.#defer = defer;
  }

  add(id: number, work: SlicedWork, pace: Pace): void {
    this.#works[pace].set(id, work);
    this.wake();
  }

  /** Drops a request, started or not, and tells whether it was still there. */
  cancel(id: number): boolean {
    const found = Object.values(this.#works).find((works) => works.has(id));
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
    const { urgent, quick, view, slow } = this.#works;
    return (
      sliceOf(urgent) ||
      sliceOf(quick) ||
      this.#own.foremost() ||
      sliceOf(view) ||
      this.#own.background() ||
      sliceOf(slow)
    );
  }
}

function sliceOf(works: Map<number, SlicedWork>): boolean {
  const [next] = works;
  if (next === undefined) return false;
  const [id, work] = next;
  if (work.next().done === true) works.delete(id);
  return true;
}
