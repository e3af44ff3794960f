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
  AsyncLocalStorage: new <T>() => FrameStorage<T> & { disable(): void };
  AsyncResource: new (type: string) => CapturedContext;
}

interface Host {
  process?: NodeProcess;
  performance?: { now(): number };
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout?(timer: unknown): void;
  setImmediate?(callback: () => void): unknown;
  MessageChannel?: new () => Channel;
  console?: { error(...values: unknown[]): void };
}

interface Channel {
  readonly port1: { onmessage: (() => void) | null };
  readonly port2: { postMessage(message: unknown): void };
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
    const previous = this.current;
    this.current = store;
    try {
      return body();
    } finally {
      this.current = previous;
    }
  }
}

export function createFrameStorage<T>(): FrameStorage<T> | StepStorage<T> {
  return asyncHooks === undefined ? new StepStorage<T>() : new asyncHooks.AsyncLocalStorage<T>();
}

/** Captures the caller's async context (whatever `AsyncLocalStorage` the program uses), or null. */
export function captureContext(): CapturedContext | null {
  return asyncHooks === undefined ? null : new asyncHooks.AsyncResource("awaitwise");
}

/** How tasks get their async context on hosts where that can be had cheaply. */
export interface LightContexts<T> {
  /** Whether the async context here holds nothing but the storage's value. False where in doubt. */
  isPlain(): boolean;
  /** Calls the method on the value, in an async context that holds the value alone. */
  enter(value: T, method: (this: T) => void): void;
}

/** What Node asks of the map that stands for an async context. */
interface ContextMap {
  readonly size: number;
  has(key: unknown): boolean;
}

/**
 * Node 24 and later keep the async context as one map from storages to values, which an
 * AsyncResource holds under a symbol; `AsyncLocalStorage.run` copies that map twice. A context with
 * a single value needs no map: any object with its few methods serves. That saves a third of the
 * time of making a task and a sixth of what a waiting one weighs.
 *
 * This stands on how Node does it, not on what it promises. So all of it is tried when the runtime is
 * loaded, and the answer is null unless every trial holds: tasks then go the documented way.
 */
export function makeLightContexts<T extends object>(
  storage: FrameStorage<T>,
): LightContexts<T> | null {
  if (asyncHooks === undefined) {
    return null;
  }
  const { AsyncResource, AsyncLocalStorage } = asyncHooks;
  type Holder = CapturedContext & Record<symbol, ContextMap | undefined>;
  const hold = (): Holder => new AsyncResource("awaitwise") as Holder;
  const probe = new AsyncLocalStorage<number>();
  const carrier = probe.run(1, hold);
  // Before Node 24, each storage in use makes every promise of the process cost more.
  probe.disable();
  const symbol = Object.getOwnPropertySymbols(carrier).find(
    (candidate) => candidate.description === "context_frame",
  );
  if (symbol === undefined || carrier[symbol]?.size !== 1) {
    return null;
  }
  carrier[symbol] = undefined;
  let asked = false;

  /** The async context that holds one value, of our storage. */
  class Single implements ContextMap {
    constructor(readonly value: T) {}

    get size(): number {
      return 1;
    }

    has(key: unknown): boolean {
      asked = true;
      return key === storage;
    }

    get(key: unknown): T | undefined {
      return key === storage ? this.value : undefined;
    }

    /** Another storage gives up its value, which is not here. */
    disable(): void {}

    /** Node copies a context when a storage of the program's gets a value in it. */
    [Symbol.iterator](): IterableIterator<[unknown, unknown]> {
      const pair: [unknown, unknown] = [storage, this.value];
      return [pair][Symbol.iterator]();
    }
  }

  const contexts: LightContexts<T> = {
    isPlain() {
      asked = false;
      storage.getStore();
      if (asked) {
        return true;
      }
      const map = hold()[symbol];
      return map === undefined || (map.size === 1 && map.has(storage));
    },
    enter(value, method) {
      carrier[symbol] = new Single(value);
      carrier.runInAsyncScope(method, value);
      carrier[symbol] = undefined;
    },
  };
  try {
    return contextsHold(contexts, storage, new AsyncLocalStorage<number>()) ? contexts : null;
  } catch {
    return null;
  }
}

/** Tries what `makeLightContexts` stands on: values are seen inside, and none outside. */
function contextsHold<T extends object>(
  { enter, isPlain }: LightContexts<T>,
  storage: FrameStorage<T>,
  other: FrameStorage<number>,
): boolean {
  const seen: unknown[] = [];
  const look = (): void => void seen.push(storage.getStore(), other.getStore(), isPlain());
  const outer = {} as T;
  const inner = {} as T;
  enter(outer, () => {
    look();
    other.run(1, () => {
      look();
      enter(inner, look);
      look();
    });
  });
  other.run(2, look);
  const expected = [
    ...[outer, undefined, true],
    ...[outer, 1, false],
    ...[inner, undefined, true],
    ...[outer, 1, false],
    ...[undefined, 2, false],
  ];
  return seen.length === expected.length && seen.every((value, i) => value === expected[i]);
}

let latestTime = 0;

/** Milliseconds of a clock that never goes back. */
export function monotonicTime(): number {
  if (host.performance !== undefined) {
    return host.performance.now();
  }
  latestTime = Math.max(latestTime, Date.now());
  return latestTime;
}

export function setTimer(callback: () => void, delay: number): unknown {
  return host.setTimeout(callback, delay);
}

export function clearTimer(timer: unknown): void {
  host.clearTimeout?.(timer);
}

/** Runs the callback after the host has served its I/O and timers once. */
export const afterInputOutput: (callback: () => void) => void = chooseAfterInputOutput();

function chooseAfterInputOutput(): (callback: () => void) => void {
  if (typeof host.setImmediate === "function") {
    return (callback) => void host.setImmediate?.(callback);
  }
  if (typeof host.MessageChannel === "function") {
    return byMessages(new host.MessageChannel());
  }
  return (callback) => void host.setTimeout(callback, 0);
}

/** A message to oneself: browsers make timers that set timers wait for four milliseconds each. */
function byMessages({ port1, port2 }: Channel): (callback: () => void) => void {
  const callbacks: (() => void)[] = [];
  port1.onmessage = () => callbacks.shift()?.();
  return (callback) => {
    callbacks.push(callback);
    port2.postMessage(null);
  };
}

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
  host.console?.error(...values);
}
