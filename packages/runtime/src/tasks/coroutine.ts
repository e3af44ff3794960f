import { RuntimeError } from "../errors.js";
import {
  type AwaitAnswer,
  attach,
  attachQuietly,
  type captureResolve,
  captureSettlers,
  constructorForOthers,
  isNoAwait,
  noticeAwaits,
  type Reject,
  type Resolve,
  takeReject,
  takeResolve,
} from "./awaiting.js";
import { type Trace, unwatch, watchNew } from "./unawaited.js";

const none: readonly unknown[] = [];

/** What a coroutine of a function without a name is called. */
export const UNNAMED = "coroutine";

/**
 * A call that has not begun: it runs nothing until it is awaited, or given to `createTask`,
 * `gather` and the like. It can be awaited once.
 *
 * It is a promise by type, so that linters see a forgotten one.
 *
 * @see coroutine
 */
export class Coroutine<T> extends Promise<T> {
  /** @internal The function that the coroutine runs; its name once that has begun. */
  declare _function: ((...args: never[]) => unknown) | string;
  /** @internal */ declare readonly _resolvePromise: Resolve;
  /** @internal Not there where the class forgoes it: see `OwnKind`. */
  declare readonly _rejectPromise: Reject;

  // These are fields of those coroutines only that need them: see the end of this class.
  /** @internal */ declare _args: readonly unknown[];
  /** @internal What the loop knows of it, once it watches whether the coroutine will ever begin. */
  declare _watch: Trace | undefined;
  /** @internal */ declare _thenWasCalled: boolean;

  /** @param body is run at the first await or step, with the arguments given here */
  constructor(body: (...args: never[]) => PromiseLike<T> | T, args: readonly unknown[] = none) {
    super(captureSettlers);
    this._function = body;
    this._resolvePromise = takeResolve();
    this._rejectPromise = takeReject();
    if (args !== none) {
      this._args = args;
    }
    watchNew(this as Coroutine<unknown>, body);
  }

  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** @internal The function that the coroutine runs, until it has begun. */
  get _body(): ((...args: never[]) => unknown) | null {
    return typeof this._function === "string" ? null : this._function;
  }

  /** The name of the function that the coroutine runs. */
  getName(): string {
    return this._nameOrEmpty || UNNAMED;
  }

  /** @internal The same, where it has one. */
  get _nameOrEmpty(): string {
    return typeof this._function === "string" ? this._function : this._function.name;
  }

  /** @internal Begins in the caller's task, and gives what the function gave. */
  _start(): unknown {
    const body = this._function;
    if (typeof body === "string") {
      throw awaitedBefore();
    }
    const args = this._args;
    this._begun();
    return body(...(args as never[]));
  }

  /** @internal */
  _begun(): void {
    this._function = this._nameOrEmpty;
    if (this._args !== none) {
      this._args = none;
    }
    unwatch(this as Coroutine<unknown>);
  }

  /**
   * Gives up a coroutine that is not to run after all, so that it is not reported as forgotten.
   *
   * @see Python's coroutine.close
   */
  close(): void {
    this._begun();
  }

  /** @internal Begins in the caller's task, and lets this promise follow. */
  _follow(): void {
    let outcome: unknown;
    try {
      outcome = this._start();
    } catch (error) {
      this._rejectPromise(error);
      return;
    }
    if (outcome instanceof Promise && Object.getPrototypeOf(outcome) === Promise.prototype) {
      attach(outcome, this._resolvePromise, this._rejectPromise);
    } else {
      this._resolvePromise(outcome);
    }
  }

  /** @internal */
  _noticeAwait(): AwaitAnswer {
    if (typeof this._function === "string") {
      throw awaitedBefore();
    }
    this._follow();
    return Promise;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise, and must learn of each `then`.
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (this._body !== null) {
      this._follow();
    } else if (this._thenWasCalled) {
      this._start();
    }
    this._thenWasCalled = true;
    return attachQuietly(this, onFulfilled, onRejected) as Promise<A | B>;
  }
}

const coroutinePrototype: object = Coroutine.prototype;
noticeAwaits(Coroutine as { prototype: Coroutine<unknown> }, function () {
  if (isNoAwait(this)) {
    return constructorForOthers();
  }
  return this === coroutinePrototype ? Coroutine : this._noticeAwait();
});

export function awaitedBefore(): RuntimeError {
  return new RuntimeError(
    "This coroutine was awaited before: call its function again to run it again",
  );
}

/**
 * What a kind of coroutine extends that programs make a lot of. It is a Coroutine by its prototypes, once
 * `beCoroutines` has said so, but its constructor is its own: V8 makes objects at half the speed where one
 * constructor makes more than four shapes of them, and each class would be one. Such a kind keeps what it needs:
 *
 * - `_resolvePromise`, and `_rejectPromise` unless it is rarely rejected, which `rejectBy` does by the other function;
 * - whether it has begun, for which `_body`, `_start`, `_begun` and `_noticeAwait` are to be overridden;
 * - and its constructor calls `watchNew` at its end.
 */
export const OwnKind = Promise as unknown as abstract new <T>(
  executor: typeof captureSettlers | typeof captureResolve,
) => Coroutine<T>;

/** To be called before the first of the kind is made. */
export function beCoroutines(kind: { prototype: object }): void {
  Object.setPrototypeOf(kind.prototype, Coroutine.prototype);
}

/** How it is with most coroutines: said once, not in each of them. */
Object.assign(Coroutine.prototype, { _args: none, _watch: undefined, _thenWasCalled: false });

/**
 * Makes a coroutine function: calling it gives a Coroutine, which runs nothing until it is awaited
 * or scheduled, as in Python.
 *
 * Plain async functions work everywhere in the runtime without this; the difference is that a call
 * of theirs runs at once, up to its first await.
 *
 * @see PEP 492
 * @example
 * ```ts
 * import { coroutine, run, sleep } from "@awaitwise/runtime";
 *
 * const double = coroutine(async (n: number) => {
 *   await sleep(1);
 *   return n * 2;
 * });
 *
 * console.log(await run(double(21)));
 * // prints: 42
 * ```
 */
export function coroutine<A extends readonly unknown[], T>(
  fn: (...args: A) => PromiseLike<T>,
): (...args: A) => Coroutine<T> {
  const make = (...args: A): Coroutine<T> =>
    new Coroutine<T>(fn as unknown as (...args: never[]) => PromiseLike<T>, args);
  Object.defineProperty(make, "name", { value: fn.name, configurable: true });
  coroutineFunctions.add(make);
  return make;
}

const coroutineFunctions = new WeakSet<object>();

/**
 * Whether calling the function gives a Coroutine: whether `coroutine` made it.
 *
 * @see inspect.iscoroutinefunction
 */
export function isCoroutineFunction(value: unknown): boolean {
  return typeof value === "function" && coroutineFunctions.has(value);
}
