import type { Task } from "../tasks/task.js";

/**
 * The tasks of a loop that are not done, in the order in which they were made. They are linked to
 * each other, which costs less than a Set where there are very many of them.
 *
 * A task is in the list of its own loop or in none: its two links are the list's.
 */
export class TaskList {
  #first: Task<unknown> | null = null;
  #last: Task<unknown> | null = null;
  size = 0;

  /** The task must not be in the list. */
  add(task: Task<unknown>): void {
    const last = this.#last;
    task._previous = last;
    if (last === null) {
      this.#first = task;
    } else {
      last._next = task;
    }
    this.#last = task;
    this.size++;
  }

  /** The task must be in the list. */
  delete(task: Task<unknown>): void {
    const { _previous: previous, _next: next } = task;
    if (previous === null) {
      this.#first = next;
    } else {
      previous._next = next;
    }
    if (next === null) {
      this.#last = previous;
    } else {
      next._previous = previous;
    }
    task._previous = null;
    task._next = null;
    this.size--;
  }

  *[Symbol.iterator](): IterableIterator<Task<unknown>> {
    for (let task = this.#first; task !== null; task = task._next) {
      yield task;
    }
  }
}
