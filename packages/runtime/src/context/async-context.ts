import { builtinModule, environmentVariable, printError } from "../platform.js";
import { createPromiseHookStorage, type PromiseHooks } from "./promise-hook-storage.js";
import { StepStorage } from "./step-storage.js";

/**
 * What carries a value from code to what that code brings about: the part of Node's
 * `AsyncLocalStorage` that the runtime uses.
 */
export interface FrameStorage<T> {
  getStore(): T | undefined;
  run<R>(store: T, body: () => R): R;
  /** Runs the body without any value, where a captured context does not see to that. */
  runWithout?(body: () => void): void;
}

/** The part of Node's `AsyncResource` that the runtime uses: a captured async context. */
export interface CapturedContext {
  runInAsyncScope<A extends readonly unknown[], R>(
    body: (...args: A) => R,
    thisArg?: unknown,
    ...args: A
  ): R;
}

/** The part of `node:async_hooks` that the runtime uses. */
export interface AsyncHooks {
  AsyncLocalStorage: new <T>() => FrameStorage<T> & { disable(): void };
  AsyncResource: new (type: string) => CapturedContext;
}

/** Where the host is Node, or has its module. */
export const asyncHooks = builtinModule<AsyncHooks>("node:async_hooks");

/**
 * The symbol under which Node 24 and later keep the async context of an AsyncResource: a map from
 * storages to values. Undefined where promises have to be followed by hooks instead.
 */
export const contextSymbol = findContextSymbol();

function findContextSymbol(): symbol | undefined {
  if (asyncHooks === undefined) {
    return undefined;
  }
  const { AsyncLocalStorage, AsyncResource } = asyncHooks;
  const probe = new AsyncLocalStorage<number>();
  const resource = probe.run(1, () => new AsyncResource("awaitwise"));
  // Before Node 24, each storage in use makes every promise of the process cost more.
  probe.disable();
  const symbol = Object.getOwnPropertySymbols(resource).find(
    ({ description }) => description === "context_frame",
  );
  const map =
    symbol &&
    (resource as unknown as Record<symbol, Partial<Map<unknown, unknown>> | undefined>)[symbol];
  // Storages of the program's may have values here already.
  return map?.get?.(probe) === 1 ? symbol : undefined;
}

const CHOICE = "AWAITWISE_RUNTIME_CONTEXT";

/**
 * The host's own storage, which follows everything, unless the environment asks for the cheaper one
 * where that makes a difference.
 */
export function createFrameStorage<T extends object>(): FrameStorage<T> {
  if (asyncHooks === undefined) {
    return new StepStorage<T>();
  }
  if (followsPromisesOnly()) {
    const v8 = builtinModule<{ promiseHooks?: PromiseHooks }>("node:v8");
    if (v8?.promiseHooks !== undefined) {
      return createPromiseHookStorage<T>(v8.promiseHooks);
    }
  }
  return new asyncHooks.AsyncLocalStorage<T>();
}

function followsPromisesOnly(): boolean {
  const choice = environmentVariable(CHOICE) ?? "";
  if (choice !== "" && choice !== "promises") {
    printError(
      `${CHOICE} is "${choice}", which means nothing: set it to "promises", or not at all`,
    );
  }
  return choice === "promises" && contextSymbol === undefined;
}

/** Captures the caller's async context (whatever `AsyncLocalStorage` the program uses), or null. */
export function captureContext(): CapturedContext | null {
  return asyncHooks === undefined ? null : new asyncHooks.AsyncResource("awaitwise");
}
