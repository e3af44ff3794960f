/**
 * What runs functions somewhere else: in a pool of threads, of processes, on another machine.
 *
 * @see concurrent.futures.Executor
 */
export interface Executor {
  /** Runs the function with the arguments, and gives a promise of its result. */
  submit<A extends readonly unknown[], R>(
    fn: (...args: A) => PromiseLike<R> | R,
    ...args: A
  ): PromiseLike<R>;
  /** Takes no more work, and ends when the work that it has is done. */
  shutdown(): PromiseLike<void> | void;
}
