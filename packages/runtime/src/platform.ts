/**
 * What the runtime takes from its host. Everything here is asked of `globalThis` and guarded, so
 * that the package loads in Node, in a worker and in a browser: there is no `node:` import.
 */

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

/** A Node module where the host is Node, else `undefined`. */
export function builtinModule<T>(name: string): T | undefined {
  return nodeProcess?.getBuiltinModule?.(name) as T | undefined;
}

/** What the environment says of the name, or `undefined`: also where the host has no environment. */
export function environmentVariable(name: string): string | undefined {
  return nodeProcess?.env?.[name];
}

let latestTime = 0;

/** Milliseconds of a clock that never goes back. */
export function monotonicTime(): number {
  // Asked for each time, since tests put clocks of their own in its place; but once, since the host computes it.
  const { performance } = host;
  if (performance !== undefined) {
    return performance.now();
  }
  latestTime = Math.max(latestTime, Date.now());
  return latestTime;
}

export function setTimer(callback: () => void, delay: number): unknown {
  return host.setTimeout(callback, delay);
}

/** A timer that keeps no process alive. */
export function setBackgroundTimer(callback: () => void, delay: number): unknown {
  const timer = host.setTimeout(callback, delay);
  (timer as { unref?(): void } | null)?.unref?.();
  return timer;
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
