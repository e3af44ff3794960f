/** What the heap keeps. Its fields belong to the heap while the entry is in it. */
export interface TimerEntry {
  /** @internal Timers due at the same instant run in the order in which they were made. */
  _order: number;
  /** @internal The entry's place in the heap, or -1 while it is not in it. */
  _heapIndex: number;
}

/** How many timers there is room for at first. */
const SMALLEST = 64;

/** Room for more than so many is given up when the heap is empty. */
const LARGE = 4_096;

/**
 * A 4-ary heap of timers, the earliest first. An entry knows its place, so that a cancelled timer
 * leaves at once: it keeps nothing alive, neither its callback nor the process.
 *
 * When each is due stands in an array of numbers beside the entries: a number in a field would be an object of
 * its own, and comparing two entries would look at both.
 */
export class TimerHeap<T extends TimerEntry> {
  /** Both grow at the same time, and by the same. */
  #entries: (T | undefined)[] = new Array(SMALLEST).fill(undefined);
  #times = new Float64Array(SMALLEST);
  #made = 0;
  size = 0;

  /** When the earliest is due, in milliseconds of the loop's clock; Infinity where there is none. */
  get nextTime(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.#times[0] as number);
  }

  /** When the entry is due; undefined where it is not in the heap. */
  timeOf(entry: T): number | undefined {
    const index = entry._heapIndex;
    return this.#entries[index] === entry ? this.#times[index] : undefined;
  }

  /** @param when in milliseconds of the loop's clock */
  push(entry: T, when: number): void {
    entry._order = this.#made++;
    const index = this.size++;
    if (index === this.#times.length) {
      this.#resize(2 * index);
    }
    this.#siftUp(entry, when, index);
  }

  /** Takes the earliest entry out. The heap must not be empty. */
  pop(): T {
    const first = this.#entries[0] as T;
    this.remove(first);
    return first;
  }

  remove(entry: T): void {
    const index = entry._heapIndex;
    if (index < 0) {
      return;
    }
    entry._heapIndex = -1;
    const entries = this.#entries;
    const end = --this.size;
    const last = entries[end] as T;
    const when = this.#times[end] as number;
    entries[end] = undefined;
    if (last !== entry) {
      if (index > 0 && this.#isBefore(last, when, (index - 1) >> 2)) {
        this.#siftUp(last, when, index);
      } else {
        this.#siftDown(last, when, index);
      }
    } else if (index === 0 && this.#times.length > LARGE) {
      this.#resize(SMALLEST);
    }
  }

  clear(): void {
    for (let i = 0; i < this.size; i++) {
      (this.#entries[i] as T)._heapIndex = -1;
    }
    this.size = 0;
    this.#resize(SMALLEST);
  }

  #resize(size: number): void {
    const times = new Float64Array(size);
    times.set(this.#times.subarray(0, size));
    this.#times = times;
    const entries = new Array<T | undefined>(size).fill(undefined);
    for (let i = 0; i < this.size; i++) {
      entries[i] = this.#entries[i];
    }
    this.#entries = entries;
  }

  /** Whether the entry, due then, comes before the one at the index. */
  #isBefore(entry: T, when: number, index: number): boolean {
    const other = this.#times[index] as number;
    return when < other || (when === other && entry._order < (this.#entries[index] as T)._order);
  }

  #siftUp(entry: T, when: number, start: number): void {
    const entries = this.#entries;
    const times = this.#times;
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 2;
      if (!this.#isBefore(entry, when, parentIndex)) {
        break;
      }
      const parent = entries[parentIndex] as T;
      entries[index] = parent;
      times[index] = times[parentIndex] as number;
      parent._heapIndex = index;
      index = parentIndex;
    }
    entries[index] = entry;
    times[index] = when;
    entry._heapIndex = index;
  }

  #siftDown(entry: T, when: number, start: number): void {
    const entries = this.#entries;
    const times = this.#times;
    const size = this.size;
    let index = start;
    for (;;) {
      const firstChild = index * 4 + 1;
      if (firstChild >= size) {
        break;
      }
      let smallest = firstChild;
      const end = Math.min(firstChild + 4, size);
      for (let child = firstChild + 1; child < end; child++) {
        const time = times[child] as number;
        const least = times[smallest] as number;
        if (
          time < least ||
          (time === least && (entries[child] as T)._order < (entries[smallest] as T)._order)
        ) {
          smallest = child;
        }
      }
      const time = times[smallest] as number;
      const candidate = entries[smallest] as T;
      if (time > when || (time === when && candidate._order > entry._order)) {
        break;
      }
      entries[index] = candidate;
      times[index] = time;
      candidate._heapIndex = index;
      index = smallest;
    }
    entries[index] = entry;
    times[index] = when;
    entry._heapIndex = index;
  }
}
