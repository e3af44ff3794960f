import { runningTask } from "../context/frame.js";
import { CancelledError, RuntimeError } from "../errors.js";
import { Coroutine } from "../tasks/coroutine.js";
import type { Future } from "../tasks/future.js";
import { FULFILLED } from "../tasks/future-state.js";
import type { Task } from "../tasks/task.js";

type Items<T> = Iterable<T> | AsyncIterable<T>;
type Mapper<T, R> = (item: T, index: number) => PromiseLike<R> | R;

/**
 * Calls the function with every item, of which at most `limit` at the same time, and gives the
 * results in the order of the items. Awaited it gives them all as an array; `for await` gives each
 * as soon as it and those before it are there, and reads ahead no further than the limit.
 *
 * When a call fails, the others are cancelled and awaited, no further one is begun, and the error is
 * thrown. Leaving the `for await` early does the same.
 *
 * @param limit is how many calls run at the same time, 1 or more
 * @throws RangeError where the limit is not 1 or more
 * @throws RuntimeError outside of a task
 * @throws the first error of the function or of the items
 * @throws CancelledError where the waiting task is cancelled, once the calls have ended
 * @see https://github.com/sindresorhus/p-map
 * @example
 * ```ts
 * import { mapConcurrent, run, sleep } from "@awaitwise/runtime";
 *
 * const slowly = async (n: number) => {
 *   await sleep(10);
 *   return n * n;
 * };
 *
 * await run(async () => {
 *   console.log(await mapConcurrent([1, 2, 3], 2, slowly));
 *   for await (const square of mapConcurrent([4, 5], 2, slowly)) {
 *     console.log(square);
 *   }
 * });
 * // prints: [ 1, 4, 9 ]
 * // prints: 16
 * // prints: 25
 * ```
 */
export function mapConcurrent<T, R>(
  items: Items<T>,
  limit: number,
  fn: Mapper<T, R>,
): ConcurrentMap<T, R> {
  if (!(limit >= 1)) {
    throw new RangeError(`Invalid limit ${limit}: at least one call must run at a time`);
  }
  return new ConcurrentMap<T, R>(items, limit, fn);
}

/** What `mapConcurrent` gives: to be awaited, or iterated, once. */
export class ConcurrentMap<T, R> extends Coroutine<R[]> implements AsyncIterable<R> {
  readonly #items: Items<T>;
  readonly #limit: number;
  readonly #fn: Mapper<T, R>;

  /** Made by `mapConcurrent`. */
  constructor(items: Items<T>, limit: number, fn: Mapper<T, R>) {
    super(() => collect(items, limit, fn));
    this.#items = items;
    this.#limit = limit;
    this.#fn = fn;
  }

  /** @internal */
  override get _nameOrEmpty(): string {
    return "mapConcurrent";
  }

  [Symbol.asyncIterator](): AsyncGenerator<R, void, undefined> {
    this.close();
    return iterate(this.#items, this.#limit, this.#fn);
  }
}

/** All of them. Each worker takes the next item when it is free: a task for each would cost more. */
async function collect<T, R>(items: Items<T>, limit: number, fn: Mapper<T, R>): Promise<R[]> {
  const crew = new Crew();
  const source = new Source(items);
  const results: R[] = [];
  let started = 0;
  const work = async (first: T): Promise<void> => {
    let item = first;
    for (;;) {
      const index = started++;
      results[index] = await fn(item, index);
      const next = crew.isStopping ? done : source.isSync ? source.next() : await source.next();
      if (next.done === true) {
        return;
      }
      item = next.value;
    }
  };
  try {
    while (crew.size < limit && !crew.isStopping) {
      const next = source.isSync ? source.next() : await source.next();
      if (next.done === true) {
        break;
      }
      crew.start(() => work(next.value));
    }
  } catch (error) {
    await crew.stop();
    throw error;
  }
  await crew.finish();
  return results;
}

/** In order, no further ahead than the limit. */
async function* iterate<T, R>(
  items: Items<T>,
  limit: number,
  fn: Mapper<T, R>,
): AsyncGenerator<R, void, undefined> {
  const crew = new Crew();
  const source = new Source(items);
  const ahead: Task<R>[] = [];
  let started = 0;
  try {
    for (;;) {
      while (!source.isExhausted && ahead.length < limit) {
        const next = await source.next();
        if (next.done !== true) {
          const index = started++;
          ahead.push(crew.start(async () => await fn(next.value, index)));
        }
      }
      const first = ahead.shift();
      if (first === undefined) {
        return;
      }
      yield await crew.resultOf(first);
    }
  } finally {
    await crew.stop();
    await source.close();
  }
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** The items, which several workers take by turns. */
class Source<T> {
  readonly isSync: boolean;
  readonly #iterator: Iterator<T> | AsyncIterator<T>;
  /** An async iterator is asked for one item at a time. */
  #last: Promise<unknown> = Promise.resolve();
  isExhausted = false;

  constructor(items: Items<T>) {
    this.isSync = !(Symbol.asyncIterator in items);
    this.#iterator =
      Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  }

  /** Where `isSync` says so, the result itself, not a promise of it. */
  next(): IteratorResult<T, undefined> & Promise<IteratorResult<T, undefined>> {
    const result = this.isSync ? this.#note(this.#ask() as IteratorResult<T>) : this.#nextLater();
    return result as IteratorResult<T, undefined> & Promise<IteratorResult<T, undefined>>;
  }

  async #nextLater(): Promise<IteratorResult<T, undefined>> {
    const before = this.#last;
    let release: () => void = () => {};
    this.#last = new Promise<void>((resolve) => {
      release = resolve;
    });
    try {
      await before;
      return this.isExhausted ? done : this.#note(await this.#ask());
    } finally {
      release();
    }
  }

  #ask(): IteratorResult<T> | Promise<IteratorResult<T>> {
    return this.isExhausted ? done : this.#iterator.next();
  }

  #note(result: IteratorResult<T>): IteratorResult<T, undefined> {
    if (result.done === true) {
      this.isExhausted = true;
      return done;
    }
    return result;
  }

  async close(): Promise<void> {
    if (!this.isExhausted) {
      this.isExhausted = true;
      await this.#iterator.return?.();
    }
  }
}

/** Tasks that end together, like those of a task group, but with one error, thrown as it is. */
class Crew {
  readonly #owner: Task<unknown>;
  readonly #tasks = new Set<Task<unknown>>();
  #failure: { readonly error: unknown } | null = null;
  #allDone: Future<void> | null = null;
  isStopping = false;

  constructor() {
    const owner = runningTask();
    if (owner === null) {
      throw new RuntimeError("mapConcurrent() belongs to a task: use it inside of one");
    }
    this.#owner = owner;
  }

  get size(): number {
    return this.#tasks.size;
  }

  start<R>(work: () => PromiseLike<R>): Task<R> {
    const task = this.#owner._loop.createTask<R>(work);
    this.#tasks.add(task as Task<unknown>);
    task._whenDone(() => this.#taskDone(task as Task<unknown>));
    return task;
  }

  #taskDone(task: Task<unknown>): void {
    this.#tasks.delete(task);
    const failed = task._state !== FULFILLED;
    if (failed && !this.isStopping) {
      const error = task.cancelled() ? task._makeCancelledError() : task.exception();
      this.#failure = { error };
      this.#cancelAll(undefined);
    }
    if (this.#tasks.size === 0 && this.#allDone !== null && !this.#allDone.done()) {
      this.#allDone.setResult();
    }
  }

  #cancelAll(message: string | undefined): void {
    this.isStopping = true;
    for (const task of this.#tasks) {
      task.cancel(message);
    }
  }

  /** Waits for all, and throws what went wrong. */
  async finish(): Promise<void> {
    let cancellation: CancelledError | null = null;
    while (this.#tasks.size > 0) {
      this.#allDone = this.#owner._loop.createFuture<void>()._standFor(this.#tasks);
      try {
        await this.#allDone;
      } catch (error) {
        if (!(error instanceof CancelledError)) {
          throw error;
        }
        cancellation = error;
        this.#cancelAll(error.message === "" ? undefined : error.message);
      }
      this.#allDone = null;
    }
    if (this.#failure !== null) {
      throw this.#failure.error;
    }
    if (cancellation !== null) {
      throw cancellation;
    }
  }

  /** Cancels those that are not done, and waits for them. Only the owner's cancellation is thrown. */
  async stop(): Promise<void> {
    if (this.#tasks.size > 0) {
      this.#cancelAll(undefined);
      this.#failure = null;
      await this.finish();
    }
  }

  /** One task's result; where another one failed first and so cancelled it, that error. */
  async resultOf<R>(task: Task<R>): Promise<R> {
    try {
      return await task;
    } catch (error) {
      throw this.#failure === null ? error : this.#failure.error;
    }
  }
}
