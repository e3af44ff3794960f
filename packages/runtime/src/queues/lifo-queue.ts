import { callsNobody, Queue, type QueueItems } from "./queue.js";

/**
 * A queue that gives the item that came last.
 *
 * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.LifoQueue
 * @example
 * ```ts
 * import { LifoQueue } from "@awaitwise/runtime";
 *
 * const queue = new LifoQueue<string>();
 * queue.putNowait("first");
 * queue.putNowait("last");
 * console.log(queue.getNowait());
 * // prints: last
 * ```
 */
export class LifoQueue<T> extends Queue<T> {
  /** @param maxsize the most items that it holds; 0 and below for no bound */
  constructor(maxsize = 0) {
    super(maxsize, new Stack<T>());
  }
}

class Stack<T> implements QueueItems<T> {
  readonly [callsNobody] = true;
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T {
    return this.#items.pop() as T;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items.values();
  }
}
