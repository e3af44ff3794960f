import { clearTimer, printError, setBackgroundTimer } from "../platform.js";
import type { Task } from "../tasks/task.js";
import { describeWaits } from "./deadlock.js";

/** In milliseconds of the host: real I/O in a test seldom takes so long. */
const LONG = 5_000;

/**
 * Virtual time stands still while something outside of the loop is waited for, and where that never comes, a test
 * hangs until its runner ends it. Before that, this says who waits for what.
 */
export class HeldTime {
  readonly #tasks: Iterable<Task<unknown>>;
  #timer: unknown = null;

  constructor(tasks: Iterable<Task<unknown>>) {
    this.#tasks = tasks;
  }

  begin(): void {
    this.#timer ??= setBackgroundTimer(() => this.#report(), LONG);
  }

  end(): void {
    if (this.#timer !== null) {
      clearTimer(this.#timer);
      this.#timer = null;
    }
  }

  #report(): void {
    if (this.#timer === null) {
      return; // The host cannot take a timer back.
    }
    printError(
      `Virtual time has stood still for ${LONG / 1_000} s, since something outside of the loop is waited for:\n${describeWaits(this.#tasks)}\nWhat only this loop would settle must be known to it: make promises by loop.createFuture(), and give gather() and its like functions to call, not async functions that run already`,
    );
  }
}
