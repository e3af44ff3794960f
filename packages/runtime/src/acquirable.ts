import { Coroutine } from "./coroutine.js";
import { LoopBound } from "./loop-bound.js";
import type { Waiter } from "./waiters.js";

/** What can be acquired and must be released: locks, semaphores, conditions. */
export abstract class Acquirable extends LoopBound {
  /** Whether `acquire` would have to wait now. */
  abstract locked(): boolean;

  /** Gives back what `acquire` took. */
  abstract release(): void;

  /** Takes it at once where that is fair; says whether it did. */
  protected abstract tryAcquire(): boolean;

  /** A place in line, whose future is done when the turn has come. */
  protected abstract standInLine(): Waiter;

  /** Takes it, now that the waiter's turn has come. */
  protected abstract takeTurn(waiter: Waiter): void;

  /** Leaves the line since the wait threw, and gives a turn that had come to another. */
  protected abstract missTurn(waiter: Waiter, error: unknown): void;

  /**
   * Acquires, in the order in which tasks ask; gives `true`, always.
   *
   * Suspends only where it has to wait, and cancellation is seen there; a task that is cancelled
   * while it waits leaves the line and has acquired nothing. Prefer {@link with}, which cannot
   * forget the release.
   *
   * @throws CancelledError when the task is cancelled while it waits.
   * @throws RuntimeError when it is bound to a different event loop.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Lock.acquire
   * @example
   * ```ts
   * import { Lock, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const lock = new Lock();
   *   console.log(await lock.acquire(), lock.locked());
   *   lock.release();
   * });
   * // prints: true true
   * ```
   */
  acquire(): Coroutine<true> {
    return new Coroutine(() => (this.tryAcquire() ? true : this.#acquireInTurn(always)));
  }

  /** Waits for the turn, and gives what is made of it then. */
  async #acquireInTurn<T>(make: () => T): Promise<T> {
    const waiter = this.standInLine();
    try {
      await waiter.future;
    } catch (error) {
      this.missTurn(waiter, error);
      throw error;
    }
    this.takeTurn(waiter);
    return make();
  }

  /**
   * Acquires, runs the body, releases however the body ends, and gives what the body gave: the
   * counterpart of `async with`.
   *
   * Suspends where it has to wait and wherever the body does.
   *
   * @throws CancelledError when the task is cancelled while it waits; the body has not run then.
   * @throws RuntimeError when it is bound to a different event loop.
   * @throws Whatever the body throws.
   * @see https://docs.python.org/3/library/asyncio-sync.html#asyncio.Lock
   * @example
   * ```ts
   * import { gather, Lock, run, sleep } from "@awaitwise/runtime";
   *
   * const lock = new Lock();
   * const visit = (name: string) =>
   *   lock.with(async () => {
   *     console.log("enter", name);
   *     await sleep(1);
   *     console.log("leave", name);
   *   });
   * await run(() => gather(visit("a"), visit("b")));
   * // prints: enter a
   * // prints: leave a
   * // prints: enter b
   * // prints: leave b
   * ```
   */
  with<T>(body: () => T | PromiseLike<T>): Coroutine<T> {
    return new Coroutine(() => this.#with(body));
  }

  async #with<T>(body: () => T | PromiseLike<T>): Promise<T> {
    if (!this.tryAcquire()) {
      const waiter = this.standInLine();
      try {
        await waiter.future;
      } catch (error) {
        this.missTurn(waiter, error);
        throw error;
      }
      this.takeTurn(waiter);
    }
    try {
      return await body();
    } finally {
      this.release();
    }
  }

  /**
   * Acquires, and gives a holder that releases when its block ends: `using held = await x.hold()`.
   * Disposing of the holder twice releases once.
   *
   * Suspends only where it has to wait, and cancellation is seen there.
   *
   * @throws CancelledError when the task is cancelled while it waits.
   * @throws RuntimeError when it is bound to a different event loop.
   * @see https://github.com/tc39/proposal-explicit-resource-management
   * @example
   * ```ts
   * import { Lock, run } from "@awaitwise/runtime";
   *
   * await run(async () => {
   *   const lock = new Lock();
   *   {
   *     using _held = await lock.hold();
   *     console.log(lock.locked());
   *   }
   *   console.log(lock.locked());
   * });
   * // prints: true
   * // prints: false
   * ```
   */
  hold(): Coroutine<Held> {
    const makeHeld = () => new Held(() => this.release());
    return new Coroutine(() => (this.tryAcquire() ? makeHeld() : this.#acquireInTurn(makeHeld)));
  }
}

const always = (): true => true;

/** What is held by a block, until the block ends. */
export class Held implements Disposable {
  #release: (() => void) | null;

  constructor(release: () => void) {
    this.#release = release;
  }

  /** Releases what is held; a second call does nothing. */
  [Symbol.dispose](): void {
    const release = this.#release;
    this.#release = null;
    release?.();
  }
}
