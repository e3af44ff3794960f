import { type Reject, type Resolve, recent } from "./recent.js";

/**
 * How the runtime notices an await at the very moment it happens.
 *
 * `await x` reads `x.constructor` synchronously where `x` is a native promise, and uses `x` itself
 * when the answer is `Promise`. Futures, tasks and coroutines are promises whose `constructor` is a
 * getter, so the loop knows which task suspends on what, in the awaiting function itself, and
 * resumes it with a single microtask.
 */

export type { Reject, Resolve } from "./recent.js";

/** The executor of every promise of ours. Its two functions are taken right after construction. */
export const captureSettlers = (resolve: (value: never) => void, reject: Reject): void => {
  recent.resolve = resolve as Resolve;
  recent.reject = reject;
};

/** The executor of those that need no more than the first of the two. */
export const captureResolve = (resolve: (value: never) => void): void => {
  recent.resolve = resolve as Resolve;
};

export function takeResolve(): Resolve {
  return recent.resolve;
}

export function takeReject(): Reject {
  return recent.reject;
}

/**
 * While set, reading `constructor` means no await: true while the runtime itself attaches to a
 * promise, else the one promise that is being looked at.
 */
let attaching: boolean | object = false;

const promiseThen = Promise.prototype.then;

/** `Promise.prototype.then` of one of our promises, without its being noticed as an await. */
export function attachQuietly(
  promise: Promise<unknown>,
  onFulfilled: ((value: never) => unknown) | null | undefined,
  onRejected: ((reason: never) => unknown) | null | undefined,
): Promise<unknown> {
  attaching = true;
  try {
    return promiseThen.call(promise, onFulfilled as Resolve, onRejected as Reject);
  } finally {
    attaching = false;
  }
}

/** `then` of any native promise that is not ours. */
export function attach<T>(
  promise: Promise<T>,
  onFulfilled: (value: T) => void,
  onRejected: Reject | undefined,
): void {
  void promiseThen.call(promise, onFulfilled as Resolve, onRejected);
}

/**
 * Node 20's `util.inspect` reads `constructor` of what has a way of its own to be shown: that is no
 * await. Calling what this gives ends the look; so does the next microtask, whatever came of it.
 */
export function lookAt(promise: Promise<unknown>): () => void {
  attaching = promise;
  const end = (): void => {
    if (attaching === promise) {
      attaching = false;
    }
  };
  void promiseThen.call(Promise.resolve(), end);
  return end;
}

/**
 * Rejects a promise by the function that resolves it, one microtask later than its other function
 * would: what is rarely rejected need not hold two.
 */
export function rejectBy(resolve: Resolve, reason: unknown): void {
  resolve(new Rejection(reason));
}

class Rejection {
  constructor(readonly reason: unknown) {}

  // biome-ignore lint/suspicious/noThenProperty: it is a thenable on purpose.
  then(_: Resolve, reject: Reject): void {
    reject(this.reason);
  }
}

const ignore = (): void => {};

/** Keeps the host from reporting the rejection of a promise whose error is reported by the loop. */
export function markHandled(promise: Promise<unknown>): void {
  void attachQuietly(promise, undefined, ignore);
}

/**
 * What `constructor` answers where an await cannot use the promise itself, since it settles in
 * another way or at another turn than this waiter must see. The await then calls `then`.
 */
export const Detached = { [Symbol.species]: Promise };

/** What noticing an await answers: the awaiter uses the promise itself, or calls its `then`. */
export type AwaitAnswer = PromiseConstructor | typeof Detached;

/** One of our promises: it learns of each await of it. */
export interface Noticing {
  _noticeAwait(): AwaitAnswer;
}

/** Whether reading `constructor` of the promise means no await now. */
export function isNoAwait(promise: object): boolean {
  return attaching !== false && (attaching === true || attaching === promise);
}

/**
 * What `constructor` says then. To `then` it says nothing: that takes a plain promise for what it gives, and need not
 * ask for the species of the class.
 */
export function constructorForOthers(): PromiseConstructor | undefined {
  return attaching === true ? undefined : Promise;
}

/**
 * Makes `constructor` of a class's instances the getter that notices an await. Each class writes its own, so that V8
 * learns of one class in each: what one function of all classes calls, it would have to look up at every await.
 */
export function noticeAwaits<N extends Noticing>(
  type: { prototype: N },
  getter: (this: N) => unknown,
): void {
  Object.defineProperty(type.prototype, "constructor", { configurable: true, get: getter });
}
