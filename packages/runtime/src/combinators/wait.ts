import { Coroutine } from "../tasks/coroutine.js";
import { getRunningLoop } from "../tasks/current.js";
import { type Awaitable, distinctFutures, type ResultOf } from "../tasks/ensure-future.js";
import type { Future } from "../tasks/future.js";
import { FAILED } from "../tasks/future-state.js";

/** `wait` ends when all are done. */
export const ALL_COMPLETED = "ALL_COMPLETED";
/** `wait` ends when the first is done. */
export const FIRST_COMPLETED = "FIRST_COMPLETED";
/** `wait` ends when the first has failed, or when all are done. */
export const FIRST_EXCEPTION = "FIRST_EXCEPTION";

export type ReturnWhen = typeof ALL_COMPLETED | typeof FIRST_COMPLETED | typeof FIRST_EXCEPTION;

export interface WaitOptions {
  /** In milliseconds; no limit where it is null or not given. */
  readonly timeout?: number | null;
  /** `ALL_COMPLETED` where it is not given. */
  readonly returnWhen?: ReturnWhen;
}

/** A future for an awaitable: a task or future as it is. */
export type FutureOf<W> = W extends Future<unknown> ? W : Future<ResultOf<W>>;

/**
 * Waits for several at once and gives those that are done and those that are not, as sets. It
 * throws no error of theirs, and when the time is over it cancels none of them.
 *
 * @throws RangeError where there is nothing to wait for, or `returnWhen` is unknown
 * @throws CancelledError where the waiting task is cancelled; what it waits for is not
 * @see asyncio.wait
 * @example
 * ```ts
 * import { createTask, FIRST_COMPLETED, run, sleep, wait } from "@awaitwise/runtime";
 *
 * await run(async () => {
 *   const tasks = [createTask(() => sleep(10)), createTask(() => sleep(10_000))];
 *   const [done, pending] = await wait(tasks, { returnWhen: FIRST_COMPLETED });
 *   console.log(done.size, pending.size);
 * });
 * // prints: 1 1
 * ```
 */
export function wait<W extends Awaitable<unknown>>(
  awaitables: Iterable<W>,
  options: WaitOptions = {},
): Coroutine<[done: Set<FutureOf<W>>, pending: Set<FutureOf<W>>]> {
  return new Coroutine(waitForFutures, [awaitables, options]) as unknown as Coroutine<
    [Set<FutureOf<W>>, Set<FutureOf<W>>]
  >;
}

async function waitForFutures(
  awaitables: Iterable<Awaitable<unknown>>,
  options: WaitOptions,
): Promise<[Set<Future<unknown>>, Set<Future<unknown>>]> {
  const { timeout = null, returnWhen = ALL_COMPLETED } = options;
  const given = [...awaitables];
  if (given.length === 0) {
    throw new RangeError("There is nothing to wait for: give wait() at least one awaitable");
  }
  if (![ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION].includes(returnWhen)) {
    throw new RangeError(
      `Unknown returnWhen "${returnWhen}": use ALL_COMPLETED, FIRST_COMPLETED or FIRST_EXCEPTION`,
    );
  }
  const loop = getRunningLoop();
  const futures = distinctFutures(given, loop);
  await untilDone(futures, timeout, returnWhen);
  const done = new Set<Future<unknown>>();
  const pending = new Set<Future<unknown>>();
  for (const future of futures) {
    (future.done() ? done : pending).add(future);
  }
  return [done, pending];
}

/** Suspends until enough of them are done, or the time is over. It leaves no callback behind. */
async function untilDone(
  futures: ReadonlySet<Future<unknown>>,
  timeout: number | null,
  returnWhen: ReturnWhen,
): Promise<void> {
  const loop = getRunningLoop();
  const waiter = loop.createFuture<void>()._standFor(futures);
  const release = (): void => {
    if (!waiter.done()) {
      waiter.setResult();
    }
  };
  const timer = timeout === null ? null : loop._callLater(timeout, release);
  let left = futures.size;
  const futureDone = (future: Future<unknown>): void => {
    left--;
    if (left <= 0 || isEnough(future, returnWhen)) {
      timer?.cancel();
      release();
    }
  };
  for (const future of futures) {
    future._whenDone(futureDone);
  }
  try {
    await waiter;
  } finally {
    timer?.cancel();
    for (const future of futures) {
      future.removeDoneCallback(futureDone);
    }
  }
}

function isEnough(future: Future<unknown>, returnWhen: ReturnWhen): boolean {
  if (returnWhen !== FIRST_EXCEPTION) {
    return returnWhen === FIRST_COMPLETED;
  }
  // Whoever waits for the first error has seen it: it is not reported as forgotten.
  future._retrieve();
  return future._state === FAILED;
}
