/**
 * What the runtime takes from its host. Everything here is asked of `globalThis` and guarded, so
 * that the package loads in Node, in a worker and in a browser: there is no `node:` import.
 */

/** The part of Node's `AsyncLocalStorage` that the runtime uses. */
export interface FrameStorage<T> {
  getStore(): T | undefined;
  run<R>(store: T, body: () => R): R;
}

/** The part of Node's `AsyncResource` that the runtime uses: a captured async context. */
export interface CapturedContext {
  runInAsyncScope<A extends readonly unknown[], R>(
    body: (...args: A) => R,
    thisArg?: unknown,
    ...args: A
  ): R;
}

interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
  nextTick?(callback: () => void): void;
  on?(event: string, listener: (...args: never[]) => void): unknown;
  off?(event: string, listener: (...args: never[]) => void): unknown;
  listenerCount?(event: string): number;
  readonly pid?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  kill?(pid: number, signal: string): void;
}

interface AsyncHooks {
  AsyncLocalStorage: new <T>() => FrameStorage<T>;
  AsyncResource: new (type: string) => CapturedContext;
}

interface Host {
  process?: NodeProcess;
  performance: { now(): number };
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(timer: unknown): void;
  setImmediate?(callback: () => void): unknown;
  console: { error(...values: unknown[]): void };
}

const host = globalThis as unknown as Host;
const nodeProcess = typeof host.process?.getBuiltinModule === "function" ? host.process : undefined;
const asyncHooks = nodeProcess?.getBuiltinModule?.("node:async_hooks") as AsyncHooks | undefined;

/** A Node module where the host is Node, else `undefined`. */
export function builtinModule<T>(name: string): T | undefined {
  return nodeProcess?.getBuiltinModule?.(name) as T | undefined;
}

/** What the environment says of the name, or `undefined`: also where the host has no environment. */
export function environmentVariable(name: string): string | undefined {
  return nodeProcess?.env?.[name];
}

/**
 * Without an async context (a browser), the loop itself sets the frame for the length of a step.
 * That is exact as long as a task awaits nothing foreign, and the best that such a host allows.
 */
export class StepStorage<T> implements FrameStorage<T> {
  current: T | undefined = undefined;

  getStore(): T | undefined {
    return this.current;
  }

  run<R>(store: T, body: () => R): R {
    this.current = store;
    return body();
  }
}

export function createFrameStorage<T>(): FrameStorage<T> | StepStorage<T> {
  return asyncHooks === undefined ? new StepStorage<T>() : new asyncHooks.AsyncLocalStorage<T>();
}

/** Captures the caller's async context (whatever `AsyncLocalStorage` the program uses), or null. */
export function captureContext(): CapturedContext | null {
  return asyncHooks === undefined ? null : new asyncHooks.AsyncResource("awaitwise");
}

/**
 * Node 24 and later keep the async context as one map, and an AsyncResource holds it under a symbol.
 * Where that can be seen, a context in which the program itself has put nothing need not be captured
 * for each task: that saves half of what a waiting task weighs. The answer is false where in doubt.
 */
export function makeContextProbe(storage: FrameStorage<unknown>): () => boolean {
  const never = (): boolean => false;
  if (asyncHooks === undefined) {
    return never;
  }
  const { AsyncResource } = asyncHooks;
  type ContextMap = { readonly size: number; has(key: unknown): boolean };
  const make = (): Record<symbol, ContextMap | undefined> =>
    new AsyncResource("awaitwise") as unknown as Record<symbol, ContextMap | undefined>;
  const symbol = Object.getOwnPropertySymbols(make()).find(
    (candidate) => candidate.description === "context_frame",
  );
  if (symbol === undefined) {
    return never;
  }
  const probe = (): boolean => {
    const map = make()[symbol];
    return map === undefined || (map.size === 1 && map.has(storage));
  };
  const other = new asyncHooks.AsyncLocalStorage<number>();
  const sees = storage.run({}, () => probe() && !other.run(1, probe)) && !other.run(1, probe);
  return sees ? probe : never;
}

/** Milliseconds of a clock that never goes back. */
export function monotonicTime(): number {
  return host.performance.now();
}

export function setTimer(callback: () => void, delay: number): unknown {
  return host.setTimeout(callback, delay);
}

export function clearTimer(timer: unknown): void {
  host.clearTimeout(timer);
}

/** Runs the callback after the host has served its I/O and timers once. */
export const afterInputOutput: (callback: () => void) => void =
  typeof host.setImmediate === "function"
    ? (callback) => void host.setImmediate?.(callback)
    : (callback) => void host.setTimeout(callback, 0);

/**
 * Runs the callback once no microtask is left. To be called from a microtask: Node serves its tick
 * queue right after the microtasks, but when called from a tick or from the main program it would
 * serve it before them.
 */
export const afterMicrotasks: (callback: () => void) => void =
  typeof nodeProcess?.nextTick === "function"
    ? (callback) => void nodeProcess.nextTick?.(callback)
    : afterInputOutput;

/** Listens to an event of the Node process; gives the function that stops listening. */
export function onProcessEvent(event: string, listener: () => void): () => void {
  const target = nodeProcess;
  if (typeof target?.on !== "function" || typeof target.off !== "function") {
    return () => {};
  }
  target.on(event, listener);
  return () => void target.off?.(event, listener);
}

const atExit = new Set<() => void>();
let watchesExit = false;

/** Calls back when the host has nothing left to do; gives the function that stops listening. */
export function beforeExit(callback: () => void): () => void {
  atExit.add(callback);
  if (!watchesExit) {
    watchesExit = true;
    onProcessEvent("beforeExit", () => {
      for (const listener of [...atExit]) {
        listener();
      }
    });
  }
  return () => void atExit.delete(callback);
}

/** Ends the process as Ctrl-C does where nobody listens to it. */
export function endByInterrupt(): void {
  if (nodeProcess?.pid !== undefined) {
    nodeProcess.kill?.(nodeProcess.pid, "SIGINT");
  }
}

export function processListenerCount(event: string): number {
  return nodeProcess?.listenerCount?.(event) ?? 0;
}

export function printError(...values: unknown[]): void {
  host.console.error(...values);
}
