import type { Future } from "./future.js";

/**
 * The futures that tasks wait on at a primitive, first come first. Adding, taking the first and
 * removing any one take constant time, so that a storm of cancellations stays linear.
 */
export class Waiters {
  #first: Waiter | null = null;
  #last: Waiter | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The waiter that has waited longest. */
  get first(): Waiter | null {
    return this.#first;
  }

  add(future: Future<void>): Waiter {
    const waiter: Waiter = { future, previous: this.#last, next: null, listed: true };
    if (this.#last === null) {
      this.#first = waiter;
    } else {
      this.#last.next = waiter;
    }
    this.#last = waiter;
    this.#size++;
    return waiter;
  }

  /** Takes a waiter out; one that is out already stays out. */
  remove(waiter: Waiter): void {
    if (!waiter.listed) {
      return;
    }
    const { previous, next } = waiter;
    if (previous === null) {
      this.#first = next;
    } else {
      previous.next = next;
    }
    if (next === null) {
      this.#last = previous;
    } else {
      next.previous = previous;
    }
    waiter.listed = false;
    this.#size--;
  }

  /** Takes out the first waiters up to one that still waits, and wakes that one. */
  wakeNext(): void {
    for (let waiter = this.#first; waiter !== null; waiter = waiter.next) {
      this.remove(waiter);
      if (!waiter.future.done()) {
        waiter.future.setResult(undefined);
        return;
      }
    }
  }

  /** Takes out and wakes every waiter. */
  wakeAll(): void {
    while (this.#first !== null) {
      this.wakeNext();
    }
  }
}

/** One place in the line. */
export interface Waiter {
  readonly future: Future<void>;
  previous: Waiter | null;
  next: Waiter | null;
  listed: boolean;
}
