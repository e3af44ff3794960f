import { clearTimer, setTimer } from "../platform.js";

/** The longest delay that the host's timers take; one that is longer fires early. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** The one timer of the host that wakes a loop: it is set for the loop's earliest. */
export class HostTimer {
  readonly #callback: () => void;
  #timer: unknown = undefined;
  #due = Number.POSITIVE_INFINITY;

  constructor(callback: () => void) {
    this.#callback = callback;
  }

  /** Calls back at the time given, both in milliseconds of one clock, or before. */
  set(when: number, now: number): void {
    if (this.#due <= when) {
      return;
    }
    this.clear();
    this.#due = when;
    const delay = Math.min(LONGEST_DELAY, Math.max(0, Math.ceil(when - now)));
    this.#timer = setTimer(this.#fire, delay);
  }

  clear(): void {
    if (this.#due !== Number.POSITIVE_INFINITY) {
      clearTimer(this.#timer);
      this.#due = Number.POSITIVE_INFINITY;
    }
  }

  readonly #fire = (): void => {
    this.#due = Number.POSITIVE_INFINITY;
    this.#timer = undefined;
    this.#callback();
  };
}
