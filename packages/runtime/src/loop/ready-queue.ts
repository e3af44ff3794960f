import type { EventLoop } from "./event-loop.js";

/** Something that the loop runs when its turn comes. */
export interface ReadyEntry {
  /**
   * Whether running the entry only settles the promise that a suspended task awaits. Such an entry
   * runs none of the program's code by itself, so it may run in the middle of another stack.
   *
   * @internal
   */
  readonly _isWakeUp: boolean;
  /** @internal */
  _run(loop: EventLoop): void;
}

/** How many entries there is room for at first: a power of two. */
const SMALLEST = 64;

/** Room for more than so many is given up when the queue is empty. */
const LARGE = 4_096;

/** A first-in first-out queue of ready entries: a ring whose size is a power of two. */
export class ReadyQueue {
  #ring: (ReadyEntry | undefined)[] = new Array(SMALLEST).fill(undefined);
  #mask = SMALLEST - 1;
  #head = 0;
  size = 0;

  push(entry: ReadyEntry): void {
    if (this.size > this.#mask) {
      this.#grow();
    }
    this.#ring[(this.#head + this.size++) & this.#mask] = entry;
  }

  /** The entry whose turn is next. The queue must not be empty. */
  peek(): ReadyEntry {
    return this.#ring[this.#head] as ReadyEntry;
  }

  /** Takes the next entry out. The queue must not be empty. */
  shift(): ReadyEntry {
    const entry = this.#ring[this.#head] as ReadyEntry;
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & this.#mask;
    if (--this.size === 0 && this.#mask >= LARGE) {
      this.clear();
    }
    return entry;
  }

  clear(): void {
    this.#ring = new Array(SMALLEST).fill(undefined);
    this.#mask = SMALLEST - 1;
    this.#head = 0;
    this.size = 0;
  }

  #grow(): void {
    const old = this.#ring;
    const ring = new Array<ReadyEntry | undefined>(old.length * 2).fill(undefined);
    for (let i = 0; i < this.size; i++) {
      ring[i] = old[(this.#head + i) & this.#mask];
    }
    this.#ring = ring;
    this.#mask = ring.length - 1;
    this.#head = 0;
  }
}
