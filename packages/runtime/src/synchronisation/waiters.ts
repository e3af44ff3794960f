/**
 * Who waits at a primitive, first come first. Adding, taking the first and removing any one take
 * constant time, so that a storm of cancellations stays linear.
 */
export class Waiters {
  #first: Waiter | null = null;
  #last: Waiter | null = null;
  /** No waiter before this one sleeps; null where none does. It spares a walk past all woken ones. */
  #asleep: Waiter | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Who has waited longest. */
  get first(): Waiter | null {
    return this.#first;
  }

  add(waiter: Waiter): void {
    const last = this.#last;
    waiter._previous = last;
    if (last === null) {
      this.#first = waiter;
    } else {
      last._next = waiter;
    }
    this.#last = waiter;
    this.#asleep ??= waiter;
    this.#size++;
  }

  /** Takes a waiter out; one that is out already stays out. */
  remove(waiter: Waiter): void {
    const previous = waiter._previous;
    const next = waiter._next;
    if (previous === null) {
      if (this.#first !== waiter) {
        return;
      }
      this.#first = next;
    } else {
      previous._next = next;
    }
    if (next === null) {
      this.#last = previous;
    } else {
      next._previous = previous;
    }
    if (this.#asleep === waiter) {
      this.#asleep = next;
    }
    waiter._previous = null;
    waiter._next = null;
    this.#size--;
  }

  /** Whether one is in whose task was not cancelled: a newcomer must not pass it. */
  hasLiving(): boolean {
    for (let waiter = this.#first; waiter !== null; waiter = waiter._next) {
      if (!waiter._isInterrupted) {
        return true;
      }
    }
    return false;
  }

  /** Wakes the first one that sleeps, and leaves it in line; says whether there was any. */
  wakeInLine(): boolean {
    let waiter = this.#asleep;
    while (waiter !== null && !waiter._isWaiting) {
      waiter = waiter._next;
    }
    if (waiter === null) {
      this.#asleep = null;
      return false;
    }
    this.#asleep = waiter._next;
    waiter._wake();
    return true;
  }

  /** Takes out the first ones up to one that sleeps, and wakes that one. */
  wakeNext(): void {
    for (let waiter = this.#first; waiter !== null; waiter = this.#first) {
      this.remove(waiter);
      if (waiter._isWaiting) {
        waiter._wake();
        return;
      }
    }
  }

  /** Takes out every waiter, and wakes those that sleep. */
  wakeAll(): void {
    while (this.#first !== null) {
      this.wakeNext();
    }
  }
}

/** One place in line, and who stands there. */
export interface Waiter {
  _previous: Waiter | null;
  _next: Waiter | null;
  /** Whether it sleeps: nobody has woken or interrupted it yet. */
  readonly _isWaiting: boolean;
  /** Whether its task was cancelled while it slept. */
  readonly _isInterrupted: boolean;
  _wake(): void;
}
