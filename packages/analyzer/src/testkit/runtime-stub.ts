/**
 * The runtime's declarations as far as rules look at them. They stand in the workbench's own
 * node_modules, so that tests of rules do not depend on a build of another package.
 */
export const runtimeStub: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "@awaitwise/runtime", "types": "./index.d.ts", "type": "module" }',
  "index.d.ts": `
export declare class Coroutine<T> extends Promise<T> {}
export declare class Task<T> extends Promise<T> { cancel(): boolean; uncancel(): number }
export declare class CancelledError extends Error {}
export declare function sleep(ms: number): Coroutine<void>;
export declare function run<T>(main: () => Promise<T>): Promise<T>;
export declare class TaskGroup { createTask<T>(work: Coroutine<T>): Task<T> }
export declare class EventLoop { createTask<T>(work: Coroutine<T>): Task<T> }
export declare function coroutine<A extends unknown[], T>(f: (...args: A) => Promise<T>): (...args: A) => Coroutine<T>;
export declare function createTask<T>(work: Coroutine<T>): Task<T>;
export declare function gather<T extends readonly unknown[]>(...work: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K] extends () => infer R ? R : T[K]> }>;
export declare function cancelSignal(): AbortSignal;
export declare function timeout<T>(delay: number, body: () => Promise<T>): Promise<T>;
export declare function wrapFuture<T>(promise: PromiseLike<T>): Future<T>;
export declare class Future<T> extends Promise<T> { done(): boolean }
export declare class Lock {
  acquire(): Coroutine<true>;
  release(): void;
  with<T>(body: () => T | PromiseLike<T>): Coroutine<T>;
  hold(): Coroutine<Disposable>;
}
export declare class Semaphore extends Lock { constructor(value?: number) }
export declare function mapConcurrent<T, R>(items: Iterable<T>, limit: number, fn: (item: T, index: number) => PromiseLike<R> | R): Coroutine<R[]>;
export declare function taskGroup<T>(body: (group: TaskGroup) => Promise<T>): Promise<T>;
`,
};
