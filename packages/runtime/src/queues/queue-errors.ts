/**
 * Thrown by `getNowait` where the queue holds nothing.
 *
 * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.QueueEmpty
 */
export class QueueEmpty extends Error {
  static {
    QueueEmpty.prototype.name = "QueueEmpty";
  }
}

/**
 * Thrown by `putNowait` where the queue has no room.
 *
 * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.QueueFull
 */
export class QueueFull extends Error {
  static {
    QueueFull.prototype.name = "QueueFull";
  }
}

/**
 * Thrown to those who put into a queue that was shut down, or get from one that is empty too.
 *
 * @see https://docs.python.org/3/library/asyncio-queue.html#asyncio.QueueShutDown
 * @example
 * ```ts
 * import { Queue, QueueShutDown, run } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const queue = new Queue<number>();
 *   queue.shutdown();
 *   try {
 *     await queue.get();
 *   } catch (error) {
 *     console.log(error instanceof QueueShutDown);
 *   }
 * });
 * // prints: true
 * ```
 */
export class QueueShutDown extends Error {
  static {
    QueueShutDown.prototype.name = "QueueShutDown";
  }
}
