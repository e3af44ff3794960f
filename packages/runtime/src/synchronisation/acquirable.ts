import { enterLightly, type Frame, isEnteredLightly, runningTask } from "../context/frame.js";
import { attach, captureResolve, takeResolve } from "../tasks/awaiting.js";
import type { Coroutine } from "../tasks/coroutine.js";
import { LoopBound } from "./loop-bound.js";
import { Operation, type OperationKind } from "./operation.js";
import type { Waiters } from "./waiters.js";

/** What can be acquired and must be released: locks, semaphores, conditions. */
export abstract class Acquirable extends LoopBound {
  /** Whether `acquire` would have to wait now. */
  abstract locked(): boolean;

  /** Gives back what `acquire` took. */
  abstract release(): void;

  /** @internal The tasks in line. */
  abstract readonly _waiters: Waiters;

  /** @internal Takes it at once where that is fair; says whether it did. */
  abstract _tryAcquire(): boolean;

  /** @internal Takes it for a task that was woken to take it. */
  abstract _takeTurn(): void;

  /** @internal A task in line was cancelled: where it had been woken, another goes in its place. */
  abstract _missTurn(wasWoken: boolean): void;

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
    return new Operation(acquire, this, undefined);
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
    return new Operation(holdWhile, this, body) as Coroutine<unknown> as Coroutine<T>;
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
    return new Operation(hold, this, undefined);
  }
}

/** What is held by a block, until the block ends. */
export class Held implements Disposable {
  #acquired: Acquirable | null;

  /** @internal */
  constructor(acquired: Acquirable) {
    this.#acquired = acquired;
  }

  /** Releases what is held; a second call does nothing. */
  [Symbol.dispose](): void {
    const acquired = this.#acquired;
    this.#acquired = null;
    acquired?.release();
  }
}

/** What is common to the three ways to acquire: `proceed` settles, now that it is acquired. */
function acquisition<A, T>(
  name: string,
  proceed: (operation: Operation<Acquirable, A, T>) => void,
): OperationKind<Acquirable, A, T> {
  return {
    describe: (acquirable) => `${acquirable.constructor.name}.${name}`,
    line: (acquirable) => acquirable._waiters,
    attempt(operation) {
      if (!operation._primitive._tryAcquire()) {
        return false;
      }
      proceed(operation);
      return true;
    },
    takeTurn(operation) {
      operation._primitive._takeTurn();
      proceed(operation);
      return true;
    },
    missTurn: (acquirable, wasWoken) => acquirable._missTurn(wasWoken),
  };
}

const acquire = acquisition<void, true>("acquire", (operation) => {
  operation._resolvePromise(true);
});

const hold = acquisition<void, Held>("hold", (operation) => {
  operation._resolvePromise(new Held(operation._primitive));
});

/** So many in line are many: what each of them weighs is then most of what it costs. */
const LONG = 256;

/**
 * The body is the program's and wants to run in the task's own context. So there is a gate, whose reaction is attached
 * in the task and comes back to its context by itself; it takes the place of the body in the operation. Where many are
 * in line and the context holds nothing but the task, there is none: the context is entered anew, which needs a stack of
 * its own, but nothing while the task waits.
 */
const holdWhile: OperationKind<Acquirable, (() => unknown) | Gate, unknown> = {
  ...acquisition("with", (operation) => {
    const passage = operation._argument;
    if (passage instanceof Gate) {
      passage.open();
    } else {
      entering = operation;
      enterLightly?.(operation._task as Frame, enter);
    }
  }),
  attempt(operation) {
    const body = operation._argument as () => unknown;
    if (operation._primitive._tryAcquire()) {
      begin(operation, body);
      return true;
    }
    const task = runningTask();
    const isShort = operation._primitive._waiters.size < LONG;
    if (isShort || task === null || !isEnteredLightly(task)) {
      operation._argument = new Gate(operation, body);
    }
    return false;
  },
};

/** What `enter` begins the body of. */
let entering: Gate["operation"] | null = null;

function enter(): void {
  const operation = entering as Gate["operation"];
  entering = null;
  begin(operation, operation._argument as () => unknown);
}

class Gate {
  readonly #open: (passed: Gate) => void;

  constructor(
    readonly operation: Operation<Acquirable, (() => unknown) | Gate, unknown>,
    readonly body: () => unknown,
  ) {
    const opened = new Promise<Gate>(captureResolve);
    this.#open = takeResolve() as (passed: Gate) => void;
    attach(opened, pass, undefined);
  }

  open(): void {
    this.#open(this);
  }
}

/** One for all gates: there are as many as there are tasks in line. */
const pass = ({ operation, body }: Gate): void => begin(operation, body);

function begin(
  { _primitive: acquirable, _resolvePromise: resolve, _rejectPromise: reject }: Gate["operation"],
  body: () => unknown,
): void {
  attach(runHolding(acquirable, body), resolve, reject);
}

async function runHolding<T>(acquirable: Acquirable, body: () => T | PromiseLike<T>): Promise<T> {
  try {
    return await body();
  } finally {
    acquirable.release();
  }
}
