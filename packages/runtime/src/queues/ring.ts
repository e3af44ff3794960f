/** A list that takes in at its end and gives out at its start, each in constant time. */
export class Ring<T> {
  /** A power of two slots, so that a position wraps around with a mask. */
  #slots: (T | undefined)[] = new Array(8);
  #start = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: T): void {
    if (this.#size === this.#slots.length) {
      this.#grow();
    }
    this.#slots[(this.#start + this.#size) & (this.#slots.length - 1)] = item;
    this.#size++;
  }

  /** Takes the first item, which must be there. */
  shift(): T {
    const item = this.#slots[this.#start] as T;
    this.#slots[this.#start] = undefined;
    this.#start = (this.#start + 1) & (this.#slots.length - 1);
    this.#size--;
    return item;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let index = 0; index < this.#size; index++) {
      yield this.#slots[(this.#start + index) & (this.#slots.length - 1)] as T;
    }
  }

  #grow(): void {
    const slots = new Array<T | undefined>(this.#slots.length * 2);
    let index = 0;
    for (const item of this) {
      slots[index++] = item;
    }
    this.#slots = slots;
    this.#start = 0;
  }
}
