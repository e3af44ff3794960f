import { type AsyncHooks, asyncHooks, contextSymbol } from "./async-context.js";

/** The async contexts that promises carry anyway. */
export interface PromiseScope {
  /** Whether the promise carries the context in which it was made. */
  has(promise: object): boolean;
  /** Calls the function in the context in which the promise was made, which `has` must have said of it. */
  run<T>(promise: object, body: (argument: T) => void, argument: T): void;
}

/**
 * Before Node 24 a hook numbers every promise, and gives it the value of each storage in use: that is all that makes an
 * AsyncResource one. So a task, which is a promise, needs none beside itself to begin in the context of its making.
 *
 * This stands on how Node does it, not on what it promises: it is tried when the runtime is loaded, and where the
 * trial fails, or a promise was made before the hook, there is an AsyncResource as the documentation has it.
 */
export const promiseScope: PromiseScope | null =
  asyncHooks === undefined || contextSymbol !== undefined ? null : makePromiseScope(asyncHooks);

function makePromiseScope({ AsyncLocalStorage, AsyncResource }: AsyncHooks): PromiseScope | null {
  const symbol = Object.getOwnPropertySymbols(new AsyncResource("awaitwise")).find(
    ({ description }) => description === "async_id_symbol",
  );
  if (symbol === undefined) {
    return null;
  }
  const { runInAsyncScope } = AsyncResource.prototype;
  const scope: PromiseScope = {
    has: (promise) => (promise as Record<symbol, unknown>)[symbol] !== undefined,
    run(promise, body, argument) {
      runInAsyncScope.call(promise as never, body as never, undefined, argument as never);
    },
  };
  const [one, two] = [new AsyncLocalStorage<number>(), new AsyncLocalStorage<number>()];
  try {
    return scopeHolds(scope, one, two) ? scope : null;
  } catch {
    return null;
  } finally {
    one.disable();
    two.disable();
  }
}

/** Tries what `makePromiseScope` stands on: values are seen inside, and those outside are there again after it. */
function scopeHolds(
  scope: PromiseScope,
  one: InstanceType<AsyncHooks["AsyncLocalStorage"]>,
  two: InstanceType<AsyncHooks["AsyncLocalStorage"]>,
): boolean {
  const promise = one.run(1, () => two.run(2, () => new Promise(() => {})));
  const seen: unknown[] = [];
  const look = (): void => void seen.push(one.getStore(), two.getStore());
  one.run(3, () => {
    if (scope.has(promise)) {
      scope.run(promise, () => one.run(4, look), undefined);
      scope.run(promise, look, undefined);
    }
    look();
  });
  look();
  const expected = [4, 2, 1, 2, 3, undefined, undefined, undefined];
  return seen.length === expected.length && seen.every((value, i) => value === expected[i]);
}
