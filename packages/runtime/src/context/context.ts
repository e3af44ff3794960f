import { RuntimeError } from "../errors.js";
import { currentFrame, type Frame, frames, runOutsideCallback } from "./frame.js";

type Values = ReadonlyMap<ContextVar<unknown>, unknown>;

const noValues: Values = new Map();
const missing = Symbol("missing");

/**
 * The values of context variables at one place: each task has its own, a copy of that of the code
 * that made it. Made by `copyContext`.
 *
 * @see contextvars.Context
 */
export class Context {
  /** @internal Never changed in place, so that a copy costs nothing. */
  _values: Values;

  /** An empty context. */
  constructor() {
    this._values = noValues;
  }

  /** How many variables have a value here. */
  get size(): number {
    return this._values.size;
  }

  /** The variable's value here, or undefined; its default does not count. */
  get<T>(variable: ContextVar<T>): T | undefined {
    return this._values.get(variable as ContextVar<unknown>) as T | undefined;
  }

  /** Whether the variable has a value here. */
  has<T>(variable: ContextVar<T>): boolean {
    return this._values.has(variable as unknown as ContextVar<unknown>);
  }

  /** A context with the same values, whose changes are its own. */
  copy(): Context {
    const copy = new Context();
    copy._values = this._values;
    return copy;
  }

  /**
   * Calls the function in this context: what it sets is set here. An async function stays in it over
   * its awaits.
   */
  run<A extends readonly unknown[], R>(fn: (...args: A) => R, ...args: A): R {
    const outer = currentFrame();
    const frame: Frame = {
      _task: outer?._task ?? null,
      _loop: outer?._loop ?? null,
      _context: this,
    };
    return runOutsideCallback(() => frames.run(frame, () => fn(...args)));
  }

  [Symbol.iterator](): IterableIterator<[ContextVar<unknown>, unknown]> {
    return this._values.entries();
  }
}

/** What code outside of every loop sees. */
const outermost = new Context();

/**
 * A copy of the context of this code.
 *
 * @see contextvars.copy_context
 */
export function copyContext(): Context {
  const frame = currentFrame();
  return frame === undefined ? outermost.copy() : (frame._context?.copy() ?? new Context());
}

/** @internal The context that a task or callback made here gets; null stands for an empty one. */
export function inheritedContext(): Context | null {
  const context = currentFrame()?._context;
  if (context !== undefined) {
    return context === null || context.size === 0 ? null : context.copy();
  }
  return outermost.size === 0 ? null : outermost.copy();
}

function writableContext(): Context {
  const frame = currentFrame();
  if (frame === undefined) {
    return outermost;
  }
  frame._context ??= new Context();
  return frame._context;
}

export interface ContextVarOptions<T> {
  /** What `get` gives where the variable has no value. */
  readonly default?: T;
}

/**
 * A variable that each task has a value of its own of. A task starts with the values of the code
 * that made it; what it sets later is seen by itself and by the tasks that it makes.
 *
 * @see contextvars.ContextVar
 * @example
 * ```ts
 * import { ContextVar, createTask, run } from "@awaitwise/runtime";
 *
 * const user = new ContextVar<string>("user", { default: "nobody" });
 *
 * await run(async () => {
 *   user.set("ada");
 *   await createTask(async () => {
 *     console.log(user.get());
 *     user.set("grace");
 *   });
 *   console.log(user.get());
 * });
 * // prints: ada
 * // prints: ada
 * ```
 */
export class ContextVar<T> {
  readonly name: string;
  readonly #default: T | typeof missing;

  constructor(name: string, options: ContextVarOptions<T> = {}) {
    this.name = name;
    this.#default = "default" in options ? (options.default as T) : missing;
  }

  /**
   * The value here; else the fallback where one is given; else the variable's default.
   *
   * @throws RuntimeError where there is none of these
   */
  get(...fallback: [T?]): T {
    const context = currentFrame() === undefined ? outermost : currentFrame()?._context;
    const values = context?._values ?? noValues;
    const variable = this as unknown as ContextVar<unknown>;
    if (values.has(variable)) {
      return values.get(variable) as T;
    }
    if (fallback.length > 0) {
      return fallback[0] as T;
    }
    if (this.#default === missing) {
      throw new RuntimeError(
        `The context variable "${this.name}" has no value here: set one, or give it a default`,
      );
    }
    return this.#default;
  }

  /** Sets the value from here on. The token takes it back by `reset`. */
  set(value: T): Token<T> {
    const context = writableContext();
    const variable = this as unknown as ContextVar<unknown>;
    const old = context._values;
    const token = new Token<T>(this, context, old.has(variable), old.get(variable) as T);
    context._values = new Map(old).set(variable, value);
    return token;
  }

  /**
   * Gives the variable back the value that it had before the `set` that gave the token.
   *
   * @throws RuntimeError where the token was used before
   * @throws RangeError where it is another variable's, or of another context
   */
  reset(token: Token<T>): void {
    const context = writableContext();
    if (token._used) {
      throw new RuntimeError(`The token of "${this.name}" was used before: a token resets once`);
    }
    if (token.variable !== this) {
      throw new RangeError(
        `The token is of the context variable "${token.variable.name}", not of "${this.name}"`,
      );
    }
    if (token._context !== context) {
      throw new RangeError(
        `The token of "${this.name}" was made in another context: reset it where it was set`,
      );
    }
    token._used = true;
    const values = new Map(context._values);
    const variable = this as unknown as ContextVar<unknown>;
    if (token._hadValue) {
      values.set(variable, token.oldValue);
    } else {
      values.delete(variable);
    }
    context._values = values;
  }
}

/**
 * What `ContextVar.set` gives, to take it back: by `reset`, or by `using` at the end of a block.
 *
 * @see contextvars.Token
 * @example
 * ```ts
 * import { ContextVar } from "@awaitwise/runtime";
 *
 * const user = new ContextVar<string>("user", { default: "nobody" });
 * {
 *   using _token = user.set("ada");
 *   console.log(user.get());
 * }
 * console.log(user.get());
 * // prints: ada
 * // prints: nobody
 * ```
 */
export class Token<T> {
  /** @internal */ _used = false;

  /** Made by `ContextVar.set`. */
  constructor(
    readonly variable: ContextVar<T>,
    /** @internal */ readonly _context: Context,
    /** @internal */ readonly _hadValue: boolean,
    /** The value before; undefined where there was none. */
    readonly oldValue: T | undefined,
  ) {}

  /**
   * Resets the variable, as Python's `with` does since 3.14.
   *
   * @throws RuntimeError where the token was used before
   * @throws RangeError in another context than that in which it was made
   */
  [Symbol.dispose](): void {
    this.variable.reset(this);
  }
}
