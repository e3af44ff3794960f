/** In milliseconds: what recording may take at once, before its share of the time counts. */
const MOST_IN_STORE = 20;

/** In milliseconds of recording: so often the clocks of the process are read, which takes a while. */
const COUNT_EVERY = 1;

/**
 * What recording takes in all, by what the recorder sees of it: the calls of V8's hooks, and the garbage,
 * are seen by nobody, nor what V8 does to optimise anew. Programs that take turns a million times took 2.3 to 2.6
 * times longer by a trace than what was seen of it.
 */
const UNSEEN = 2.5;

/** How a program spends its time, in milliseconds since it began. Waiting for a processor is neither. */
export interface ProgramTime {
  /** Time of the processor that the process has used. */
  worked(): number;
  /** Time in which it had nothing to do. */
  rested(): number;
}

/**
 * The time that recording may take. It is a store that recording uses up, and that the program's own time
 * fills again by its share: time of the processor, and rest. So a machine that is busy with others' work
 * neither gives recording more nor takes from it. Once the store is empty, recording pauses until it is
 * full: what is recorded comes in long stretches without a gap, since an await among others that are missing says
 * little. Where all of the time is its share, it never pauses.
 */
export class Budget {
  #store = MOST_IN_STORE;
  #seen = 0;
  #worked: number;
  #rested: number;

  constructor(
    readonly share: number,
    readonly time: ProgramTime,
  ) {
    this.#worked = time.worked();
    this.#rested = time.rested();
  }

  /** Takes what was seen of recording from the store, in milliseconds, and says whether that is used up. */
  spend(seen: number): boolean {
    if (this.share >= 1) {
      return false;
    }
    this.#seen += seen;
    if (this.#seen < COUNT_EVERY) {
      return false;
    }
    this.#count();
    return this.#store < 0;
  }

  /** How many milliseconds to pause from now on; 0 where enough is in store again. */
  pause(): number {
    this.#count();
    return Math.max(0, Math.ceil((MOST_IN_STORE - this.#store) / this.share));
  }

  #count(): void {
    const worked = this.time.worked();
    const rested = this.time.rested();
    const work = worked - this.#worked;
    // By the wall clock it may have taken longer: but then the process did not run all the while.
    const spent = Math.min(this.#seen * UNSEEN, work);
    const own = work - spent + (rested - this.#rested);
    this.#store = Math.min(this.#store + own * this.share, MOST_IN_STORE) - spent;
    this.#seen = 0;
    this.#worked = worked;
    this.#rested = rested;
  }
}
