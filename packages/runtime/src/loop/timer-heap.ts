/** What the heap keeps. Its fields belong to the heap while the entry is in it. */
export interface TimerEntry {
  /** @internal When the timer is due, in milliseconds of the loop's clock. */
  _when: number;
  /** @internal Timers due at the same instant run in the order in which they were made. */
  _order: number;
  /** @internal The entry's place in the heap, or -1 while it is not in it. */
  _heapIndex: number;
}

/**
 * A 4-ary heap of timers, the earliest first. An entry knows its place, so that a cancelled timer
 * leaves at once: it keeps nothing alive, neither its callback nor the process.
 */
export class TimerHeap<T extends TimerEntry> {
  #entries: T[] = [];
  #made = 0;

  get size(): number {
    return this.#entries.length;
  }

  peek(): T | undefined {
    return this.#entries[0];
  }

  push(entry: T): void {
    entry._order = this.#made++;
    this.#entries.push(entry);
    this.#siftUp(entry, this.#entries.length - 1);
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
    const last = this.#entries.pop() as T;
    if (last === entry) {
      return;
    }
    if (index > 0 && isBefore(last, this.#entries[(index - 1) >> 2] as T)) {
      this.#siftUp(last, index);
    } else {
      this.#siftDown(last, index);
    }
  }

  clear(): void {
    for (const entry of this.#entries) {
      entry._heapIndex = -1;
    }
    this.#entries = [];
  }

  #siftUp(entry: T, start: number): void {
    const entries = this.#entries;
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 2;
      const parent = entries[parentIndex] as T;
      if (!isBefore(entry, parent)) {
        break;
      }
      entries[index] = parent;
      parent._heapIndex = index;
      index = parentIndex;
    }
    entries[index] = entry;
    entry._heapIndex = index;
  }

  #siftDown(entry: T, start: number): void {
    const entries = this.#entries;
    const size = entries.length;
    let index = start;
    for (;;) {
      const firstChild = index * 4 + 1;
      if (firstChild >= size) {
        break;
      }
      let smallest = entries[firstChild] as T;
      let smallestIndex = firstChild;
      const end = Math.min(firstChild + 4, size);
      for (let child = firstChild + 1; child < end; child++) {
        const candidate = entries[child] as T;
        if (isBefore(candidate, smallest)) {
          smallest = candidate;
          smallestIndex = child;
        }
      }
      if (!isBefore(smallest, entry)) {
        break;
      }
      entries[index] = smallest;
      smallest._heapIndex = index;
      index = smallestIndex;
    }
    entries[index] = entry;
    entry._heapIndex = index;
  }
}

function isBefore(a: TimerEntry, b: TimerEntry): boolean {
  return a._when < b._when || (a._when === b._when && a._order < b._order);
}
