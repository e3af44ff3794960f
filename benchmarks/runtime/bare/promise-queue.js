/** The queue that a program without a runtime would write: fair, bounded, and not cancellable. */
export class PromiseQueue {
  #items = [];
  #room;
  #takers = [];
  #putters = [];

  constructor(room = Number.POSITIVE_INFINITY) {
    this.#room = room;
  }

  async put(item) {
    while (this.#items.length >= this.#room) {
      await new Promise((resolve) => this.#putters.push(resolve));
    }
    this.#items.push(item);
    this.#takers.shift()?.();
  }

  async get() {
    while (this.#items.length === 0) {
      await new Promise((resolve) => this.#takers.push(resolve));
    }
    const item = this.#items.shift();
    this.#putters.shift()?.();
    return item;
  }
}
