import { callsNobody, Queue, type QueueItems } from "./queue.js";

/** Says which of two items comes first: below 0 the left one, above 0 the right one, 0 neither. */
export type CompareItems<T> = (left: T, right: T) => number;

/**
 * A queue that gives the least item first.
 *
 * Without a `compare` it takes numbers, bigints, strings and dates, and arrays of such, which are
 * compared element by element as Python compares tuples: `[priority, item]`. Where items are
 * equal, which of them comes first is not promised.
 *
 * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.PriorityQueue
 * @example
 * ```ts
 * import { PriorityQueue } from "@awaitwise/runtime";
 *
 * const queue = new PriorityQueue<[priority: number, job: string]>();
 * queue.putNowait([10, "sweep"]);
 * queue.putNowait([2, "cook"]);
 * console.log(queue.getNowait());
 * // prints: [ 2, 'cook' ]
 * ```
 * @example
 * ```ts
 * import { PriorityQueue } from "@awaitwise/runtime";
 *
 * const queue = new PriorityQueue<{ due: number }>(0, (a, b) => a.due - b.due);
 * queue.putNowait({ due: 10 });
 * queue.putNowait({ due: 2 });
 * console.log(queue.getNowait());
 * // prints: { due: 2 }
 * ```
 */
export class PriorityQueue<T> extends Queue<T> {
  /**
   * @param maxsize the most items that it holds; 0 and below for no bound
   * @param compare which of two items comes first
   */
  constructor(maxsize = 0, compare: CompareItems<T> = compareNaturally) {
    super(maxsize, new Heap(compare));
  }
}

/** A binary heap: the item at `index` comes no later than those at `2 * index + 1` and the next. */
class Heap<T> implements QueueItems<T> {
  readonly [callsNobody]: boolean;
  readonly #items: T[] = [];
  readonly #compare: CompareItems<T>;

  constructor(compare: CompareItems<T>) {
    this[callsNobody] = compare === compareNaturally;
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    const place = this.#placeFor(item, this.#items.length);
    this.#moveUp(item, this.#items.length, place);
  }

  shift(): T {
    const items = this.#items;
    const first = items[0] as T;
    const last = items.pop() as T;
    if (items.length === 0) {
      return first;
    }
    // The hole sinks to a leaf and the item rises from there: most belong near the bottom, and so
    // items that are equal leave in the order in which Python's heapq lets them.
    let hole = 0;
    for (let child = 1; child < items.length; child = 2 * hole + 1) {
      const right = child + 1;
      if (right < items.length && this.#compare(items[child] as T, items[right] as T) >= 0) {
        child = right;
      }
      items[hole] = items[child] as T;
      hole = child;
    }
    this.#moveUp(last, hole, this.#placeFor(last, hole));
    return first;
  }

  /** The place to which an item rises from a hole. Moves nothing, for a comparison may throw. */
  #placeFor(item: T, hole: number): number {
    let place = hole;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#compare(item, this.#items[parent] as T) >= 0) {
        break;
      }
      place = parent;
    }
    return place;
  }

  /** Puts an item at its place, and those between it and the hole one level down. */
  #moveUp(item: T, hole: number, place: number): void {
    let index = hole;
    while (index > place) {
      const parent = (index - 1) >> 1;
      this.#items[index] = this.#items[parent] as T;
      index = parent;
    }
    this.#items[place] = item;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items.values();
  }
}

/** Compares what has an order of its own, and arrays of such element by element. */
function compareNaturally(left: unknown, right: unknown): number {
  if (Array.isArray(left) && Array.isArray(right)) {
    for (const [index, item] of left.entries()) {
      if (index >= right.length) {
        return 1;
      }
      const order = compareNaturally(item, right[index]);
      if (order !== 0) {
        return order;
      }
    }
    return left.length - right.length;
  }
  if (isOrdered(left) && isOrdered(right) && kindOf(left) === kindOf(right)) {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  throw new TypeError(
    `A PriorityQueue cannot tell which of ${String(left)} and ${String(right)} comes first; give it a compare function`,
  );
}

function isOrdered(value: unknown): value is number | bigint | string | Date {
  return ["number", "bigint", "string"].includes(typeof value) || value instanceof Date;
}

/** Numbers compare with bigints and with nothing else; the others with their own kind. */
function kindOf(value: unknown): string {
  return typeof value === "bigint" ? "number" : typeof value;
}
