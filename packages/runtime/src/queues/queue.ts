import { Event } from "../synchronisation/event.js";
import { LoopBound } from "../synchronisation/loop-bound.js";
import { Operation } from "../synchronisation/operation.js";
import { Waiters } from "../synchronisation/waiters.js";
import { Coroutine } from "../tasks/coroutine.js";
import { QueueEmpty, QueueFull, QueueShutDown } from "./queue-errors.js";
import { get, getInTurn, join, next, nextInTurn, put, putInTurn } from "./queue-operations.js";
import { Ring } from "./ring.js";

/** What a queue keeps its items in, which decides the order in which it gives them. */
export interface QueueItems<T> extends Iterable<T> {
  readonly size: number;
  push(item: T): void;
  /** Takes the item whose turn it is; called only where there is one. */
  shift(): T;
}

/**
 * Hands items from tasks that put to tasks that get, first in, first out. With a `maxsize` above 0
 * it holds no more than that many items, and who puts waits for room.
 *
 * It is an async iterable, which gives items until the queue is shut down and empty. Tasks that
 * wait are served in the order in which they came.
 *
 * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.Queue
 * @example
 * ```ts
 * import { createTask, Queue, run } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const jobs = new Queue<string>(1);
 *   const worker = createTask(async () => {
 *     for await (const job of jobs) {
 *       console.log("done", job);
 *       jobs.taskDone();
 *     }
 *   });
 *   await jobs.put("wash");
 *   await jobs.put("dry");
 *   await jobs.join();
 *   jobs.shutdown();
 *   await worker;
 * });
 * // prints: done wash
 * // prints: done dry
 * ```
 */
export class Queue<T> extends LoopBound implements AsyncIterable<T> {
  readonly #maxsize: number;
  readonly #items: QueueItems<T>;
  /** Whether to put and to get calls the program: its order of items, or methods that it overrides. */
  readonly #callsProgram: boolean;
  /** @internal */ readonly _getters = new Waiters();
  /** @internal */ readonly _putters = new Waiters();
  readonly #finished = new Event();
  #unfinished = 0;
  #isShutDown = false;

  /**
   * @param maxsize the most items that it holds; 0 and below for no bound
   * @param items what it keeps them in, for an order of your own
   */
  constructor(maxsize = 0, items: QueueItems<T> = new Ring<T>()) {
    super();
    this.#maxsize = maxsize;
    this.#items = items;
    this.#callsProgram =
      !(items instanceof Ring || (items as Partial<CallsNobody>)[callsNobody] === true) ||
      overridable.some((name) => this[name] !== Queue.prototype[name]);
    this.#finished.set();
  }

  /** The most items that it holds; 0 and below for no bound. */
  get maxsize(): number {
    return this.#maxsize;
  }

  /** How many items it holds now. */
  qsize(): number {
    return this.#items.size;
  }

  /** Whether it holds nothing. */
  empty(): boolean {
    return this.#items.size === 0;
  }

  /** Whether it holds `maxsize` items; never where that is 0 or below. */
  full(): boolean {
    return this.#maxsize > 0 && this.#items.size >= this.#maxsize;
  }

  /**
   * Puts an item in, once there is room.
   *
   * Suspends only where the queue is full, and cancellation is seen there; nothing was put then.
   *
   * @throws QueueShutDown when the queue is, or meanwhile gets, shut down.
   * @throws CancelledError when the task is cancelled while it waits.
   * @throws RuntimeError when the queue is bound to a different event loop.
   * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.Queue.put
   * @example
   * ```ts
   * import { Queue, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const queue = new Queue<number>();
   *   await queue.put(7);
   *   console.log(queue.qsize());
   * });
   * // prints: 1
   * ```
   */
  put(item: T): Coroutine<void> {
    return this.#callsProgram
      ? new Coroutine(() => putInTurn(this, item))
      : new Operation(put, this, item);
  }

  /** @internal */
  _mustWaitToPut(): boolean {
    if (this.#isShutDown) {
      throw putIntoShutDown();
    }
    return this.full();
  }

  /** @internal The task was cancelled; a turn that had come and can be used is given to another. */
  _missPut(wasWoken: boolean): void {
    if (wasWoken && !this.full()) {
      this._putters.wakeNext();
    }
  }

  /**
   * Puts an item in at once. Does not suspend.
   *
   * @throws QueueFull when there is no room.
   * @throws QueueShutDown when the queue is shut down.
   * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.Queue.put_nowait
   * @example
   * ```ts
   * import { Queue } from "@awaitwise/runtime";
   *
   * const queue = new Queue<number>(1);
   * queue.putNowait(7);
   * try {
   *   queue.putNowait(8);
   * } catch (error) {
   *   console.log(String(error));
   * }
   * // prints: QueueFull: The queue holds 1 already, which is its maxsize; await put() to wait for room
   * ```
   */
  putNowait(item: T): void {
    if (this.#isShutDown) {
      throw putIntoShutDown();
    }
    if (this.full()) {
      throw new QueueFull(
        `The queue holds ${this.#maxsize} already, which is its maxsize; await put() to wait for room`,
      );
    }
    this.#items.push(item);
    this.#unfinished++;
    this.#finished.clear();
    this._getters.wakeNext();
  }

  /**
   * Takes the next item, once there is one.
   *
   * Suspends only where the queue is empty, and cancellation is seen there; no item is lost then.
   *
   * @throws QueueShutDown when the queue is, or meanwhile gets, shut down and is empty.
   * @throws CancelledError when the task is cancelled while it waits.
   * @throws RuntimeError when the queue is bound to a different event loop.
   * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.Queue.get
   * @example
   * ```ts
   * import { Queue, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const queue = new Queue<number>();
   *   queue.putNowait(7);
   *   console.log(await queue.get());
   * });
   * // prints: 7
   * ```
   */
  get(): Coroutine<T> {
    return this.#callsProgram
      ? new Coroutine(() => getInTurn(this))
      : (new Operation(get, this, undefined) as Coroutine<unknown> as Coroutine<T>);
  }

  /** @internal */
  _mustWaitToGet(): boolean {
    if (!this.empty()) {
      return false;
    }
    if (this.#isShutDown) {
      throw getFromShutDown();
    }
    return true;
  }

  /** @internal The task was cancelled; a turn that had come and can be used is given to another. */
  _missGet(wasWoken: boolean): void {
    if (wasWoken && !this.empty()) {
      this._getters.wakeNext();
    }
  }

  /** @internal Whether nothing will come from it any more. */
  _isAtEnd(): boolean {
    return this.#isShutDown && this.empty();
  }

  /**
   * Takes the next item at once. Does not suspend.
   *
   * @throws QueueEmpty when there is none.
   * @throws QueueShutDown when there is none and the queue is shut down.
   * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.Queue.get_nowait
   * @example
   * ```ts
   * import { Queue } from "@awaitwise/runtime";
   *
   * try {
   *   new Queue<number>().getNowait();
   * } catch (error) {
   *   console.log(String(error));
   * }
   * // prints: QueueEmpty: The queue is empty; await get() to wait for an item
   * ```
   */
  getNowait(): T {
    if (this.#items.size === 0) {
      if (this.#isShutDown) {
        throw getFromShutDown();
      }
      throw new QueueEmpty("The queue is empty; await get() to wait for an item");
    }
    const item = this.#items.shift();
    this._putters.wakeNext();
    return item;
  }

  /**
   * Says that the work on one item that was taken is done, for `join`. Does not suspend.
   *
   * @throws RangeError when it is called more often than items were put.
   * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.Queue.task_done
   * @example
   * ```ts
   * import { Queue, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const queue = new Queue<number>();
   *   queue.putNowait(7);
   *   queue.getNowait();
   *   queue.taskDone();
   *   await queue.join();
   *   console.log("all done");
   * });
   * // prints: all done
   * ```
   */
  taskDone(): void {
    if (this.#unfinished <= 0) {
      throw new RangeError(
        "taskDone() was called more often than items were put; call it once for each item taken",
      );
    }
    this.#unfinished--;
    if (this.#unfinished === 0) {
      this.#finished.set();
    }
  }

  /**
   * Waits until every item that was put has been taken and `taskDone` been called for it.
   *
   * Suspends only where some item is not done, and cancellation is seen there.
   *
   * @throws CancelledError when the task is cancelled while it waits.
   * @throws RuntimeError when the queue is bound to a different event loop.
   * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.Queue.join
   * @example
   * ```ts
   * import { Queue, run } from "@awaitwise/runtime";
   *
   * await run(() => new Queue().join());
   * console.log("nothing to wait for");
   * // prints: nothing to wait for
   * ```
   */
  join(): Coroutine<void> {
    return new Operation(join, this.#finished, undefined);
  }

  /**
   * Closes the queue: nothing more can be put, and `get` throws QueueShutDown once it is empty.
   * Tasks that wait to put or get are woken and see it. Does not suspend.
   *
   * @param immediate drop the items that are left, each counted as done for `join`
   * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.Queue.shutdown
   * @example
   * ```ts
   * import { Queue, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const queue = new Queue<string>();
   *   queue.putNowait("last");
   *   queue.shutdown();
   *   for await (const item of queue) {
   *     console.log(item);
   *   }
   * });
   * // prints: last
   * ```
   */
  shutdown(immediate = false): void {
    this.#isShutDown = true;
    if (immediate) {
      while (this.#items.size > 0) {
        this.#items.shift();
        if (this.#unfinished > 0) {
          this.#unfinished--;
        }
      }
      if (this.#unfinished === 0) {
        this.#finished.set();
      }
    }
    this._getters.wakeAll();
    this._putters.wakeAll();
  }

  /** Gives items until the queue is shut down and empty; each step suspends as `get` does. */
  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    return {
      next: (): Coroutine<IteratorResult<T, undefined>> =>
        this.#callsProgram
          ? new Coroutine(() => nextInTurn(this))
          : (new Operation(next, this, undefined) as Coroutine<unknown> as Coroutine<
              IteratorResult<T, undefined>
            >),
    };
  }

  override toString(): string {
    const parts = [`maxsize=${this.#maxsize}`];
    if (this.#items.size > 0) {
      parts.push(`items=[${[...this.#items].map(String).join(", ")}]`);
    }
    if (this._getters.size > 0) {
      parts.push(`getters=${this._getters.size}`);
    }
    if (this._putters.size > 0) {
      parts.push(`putters=${this._putters.size}`);
    }
    if (this.#unfinished > 0) {
      parts.push(`unfinished=${this.#unfinished}`);
    }
    if (this.#isShutDown) {
      parts.push("shutdown");
    }
    return `<${this.constructor.name} [${parts.join(" ")}]>`;
  }
}

function putIntoShutDown(): QueueShutDown {
  return new QueueShutDown("The queue was shut down; nothing more can be put into it");
}

function getFromShutDown(): QueueShutDown {
  return new QueueShutDown("The queue was shut down and is empty; nothing more will come from it");
}

/** What can be overridden and is called where an item is put or taken in turn. */
const overridable = ["empty", "full", "getNowait", "putNowait"] as const;

/** @internal Marks items of the runtime's own that call nothing of the program's. */
export const callsNobody: unique symbol = Symbol("calls nobody");

interface CallsNobody {
  readonly [callsNobody]: boolean;
}
