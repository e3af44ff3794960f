import type { Event } from "../synchronisation/event.js";
import { Operation, type OperationKind, onlyWait } from "../synchronisation/operation.js";
import type { Queue } from "./queue.js";
import { QueueShutDown } from "./queue-errors.js";

type AnyQueue = Queue<unknown>;

const putting: Pick<OperationKind<AnyQueue, unknown, void>, "describe" | "line" | "missTurn"> = {
  describe: () => "Queue.put",
  line: (queue) => queue._putters,
  missTurn: (queue, wasWoken) => queue._missPut(wasWoken),
};

const getting: Pick<OperationKind<AnyQueue, void, unknown>, "describe" | "line" | "missTurn"> = {
  describe: () => "Queue.get",
  line: (queue) => queue._getters,
  missTurn: (queue, wasWoken) => queue._missGet(wasWoken),
};

/** `queue.put(item)`; its argument is the item. */
export const put: OperationKind<AnyQueue, unknown, void> = {
  ...putting,
  attempt(operation) {
    const queue = operation._primitive;
    if (queue._mustWaitToPut()) {
      return false;
    }
    queue.putNowait(operation._argument);
    operation._resolvePromise(undefined);
    return true;
  },
  takeTurn: (operation) => put.attempt(operation),
};

/** `queue.get()`. */
export const get: OperationKind<AnyQueue, void, unknown> = {
  ...getting,
  attempt(operation) {
    const queue = operation._primitive;
    if (queue._mustWaitToGet()) {
      return false;
    }
    operation._resolvePromise(queue.getNowait());
    return true;
  },
  takeTurn: (operation) => get.attempt(operation),
};

/** A step of the iteration of a queue. */
export const next: OperationKind<AnyQueue, void, IteratorResult<unknown, undefined>> = {
  ...getting,
  describe: () => "Queue.next",
  attempt(operation) {
    const queue = operation._primitive;
    if (queue._isAtEnd()) {
      operation._resolvePromise({ done: true, value: undefined });
      return true;
    }
    if (queue._mustWaitToGet()) {
      return false;
    }
    operation._resolvePromise({ done: false, value: queue.getNowait() });
    return true;
  },
  takeTurn: (operation) => next.attempt(operation),
};

/** `queue.join()`, which waits for the event that all is done. */
export const join: OperationKind<Event, void, void> = {
  describe: () => "Queue.join",
  line: (finished) => finished._waiters,
  attempt: (operation) => operation._primitive.isSet() && join.takeTurn(operation),
  takeTurn(operation) {
    operation._resolvePromise(undefined);
    return true;
  },
  missTurn() {},
};

const turnToPut = onlyWait<AnyQueue>(putting);
const turnToGet = onlyWait<AnyQueue>(getting);

/** `put` into a queue that calls the program. */
export async function putInTurn<T>(queue: Queue<T>, item: T): Promise<void> {
  while (queue._mustWaitToPut()) {
    await new Operation(turnToPut, queue, undefined);
  }
  queue.putNowait(item);
}

/** `get` from a queue that calls the program. */
export async function getInTurn<T>(queue: Queue<T>): Promise<T> {
  while (queue._mustWaitToGet()) {
    await new Operation(turnToGet, queue, undefined);
  }
  return queue.getNowait();
}

/** A step of the iteration of a queue that calls the program. */
export async function nextInTurn<T>(queue: Queue<T>): Promise<IteratorResult<T, undefined>> {
  try {
    return { done: false, value: await getInTurn(queue) };
  } catch (error) {
    if (error instanceof QueueShutDown) {
      return { done: true, value: undefined };
    }
    throw error;
  }
}
