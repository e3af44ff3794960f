import type { EventLoop } from "../loop/event-loop.js";

/** How something of the host's ends: to be told once; later calls do nothing. */
export interface Settle<T> {
  succeed(value: T): void;
  fail(error: unknown): void;
}

/**
 * Waits for something of the host's, which is sure to end. It comes into the loop as an entry of its own, and
 * virtual time stands still meanwhile.
 *
 * @param begin begins it, and tells how it ends
 * @param abandon is called where the task is cancelled
 * @param words say what it is, for those who look at who waits for what
 */
export async function waitOutside<T>(
  loop: EventLoop,
  begin: (settle: Settle<T>) => void,
  abandon: () => void,
  words: () => string,
): Promise<T> {
  const future = loop.createFuture<T>()._describeAs(words);
  loop._external++;
  const enter = (finish: () => void): void => {
    loop._arrive(() =>
      loop._callSoon(() => {
        if (!future.done()) {
          finish();
        }
      }),
    );
  };
  try {
    begin({
      succeed: (value) => enter(() => future.setResult(value)),
      fail: (error) => enter(() => future.setException(error)),
    });
    return await future;
  } catch (error) {
    abandon();
    throw error;
  } finally {
    loop._external--;
  }
}
