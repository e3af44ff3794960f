/** What a check spends time on besides the rules themselves, by the names that a profile gives them. */
export const sharedWork = {
  program: "(reading and parsing)",
  types: "(types)",
  effects: "(effects)",
} as const;

/**
 * Measures where the time of a check goes. A stretch counts for the innermost name only, so that the
 * times add up: what a rule waits for the types is no time of the rule's, whichever asked first.
 *
 * @example
 * ```ts
 * import { Stopwatch } from "@awaitwise/analyzer";
 *
 * let clock = 0;
 * const stopwatch = new Stopwatch(() => clock);
 * stopwatch.measure("outer", () => {
 *   clock += 3;
 *   stopwatch.measure("inner", () => (clock += 5));
 * });
 * console.log([...stopwatch.times]);
 * // prints: [ [ 'inner', 5 ], [ 'outer', 3 ] ]
 * ```
 */
export class Stopwatch {
  readonly #now: () => number;
  readonly #times = new Map<string, number>();
  #inside = 0;

  /** `now` is a clock in milliseconds that only goes forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Milliseconds by name. */
  get times(): ReadonlyMap<string, number> {
    return this.#times;
  }

  /** Does the work, and counts its time for `name`; passes on what the work answers or throws. */
  measure<T>(name: string, work: () => T): T {
    const outer = this.#inside;
    this.#inside = 0;
    const start = this.#now();
    try {
      return work();
    } finally {
      const whole = this.#now() - start;
      this.#times.set(name, (this.#times.get(name) ?? 0) + whole - this.#inside);
      this.#inside = outer + whole;
    }
  }
}
