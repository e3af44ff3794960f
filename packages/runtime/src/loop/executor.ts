/** The result of work that was given to an executor. */
export interface Submitted<R> extends PromiseLike<R> {
  /** Gives the work up, as far as that is possible. */
  cancel?(): void;
}

/**
 * What runs functions somewhere else: in a pool of threads, of processes, on another machine.
 *
 * @see concurrent.futures.Executor
 */
export interface Executor {
  /**
   * Runs the function with the arguments, and gives a promise of its result. Where that has a method
   * `cancel`, it is called when nobody waits for the result any more.
   */
  submit<A extends readonly unknown[], R>(
    fn: (...args: A) => PromiseLike<R> | R,
    ...args: A
  ): Submitted<R>;
  /** Takes no more work, and ends when the work that it has is done. */
  shutdown(): PromiseLike<void> | void;
}

let makeDefault: (() => Executor) | null = null;

/** Says what makes the default executor of loops that were given none: a host's entry knows one. */
export function setDefaultExecutorFactory(factory: () => Executor): void {
  makeDefault = factory;
}

/** A new executor for a loop that was given none; null where nothing knows how to make one. */
export function newDefaultExecutor(): Executor | null {
  return makeDefault?.() ?? null;
}
