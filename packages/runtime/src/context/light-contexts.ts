import {
  asyncHooks,
  type CapturedContext,
  contextSymbol,
  type FrameStorage,
} from "./async-context.js";

/** How tasks get their async context on hosts where that can be had cheaply. */
export interface LightContexts<T> {
  /** Whether the async context here holds nothing but the storage's value. False where in doubt. */
  isPlain(): boolean;
  /** Whether it is one that was entered with the value. */
  isIn(value: T): boolean;
  /** Calls the method on the value, in an async context that holds the value alone. */
  enter(value: T, method: (this: T) => void): void;
}

/** What Node asks of the map that stands for an async context. */
interface ContextMap extends Iterable<[unknown, unknown]> {
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
  if (asyncHooks === undefined || contextSymbol === undefined) {
    return null;
  }
  const { AsyncResource, AsyncLocalStorage } = asyncHooks;
  const symbol = contextSymbol;
  type Holder = CapturedContext & Record<symbol, ContextMap | undefined>;
  const hold = (): Holder => new AsyncResource("awaitwise") as Holder;
  const carrier = hold();
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
      asked = true;
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

  /**
   * Whether another storage's value here is the one that it has where nothing is set. `run` of Node's
   * leaves such an entry behind where it was called, so any program that has used it once has one.
   */
  const isVoid = ([key, value]: [unknown, unknown]): boolean => {
    if (key === storage) {
      return true;
    }
    if (value !== undefined) {
      return false;
    }
    carrier[symbol] = new Single(undefined as unknown as T);
    const elsewhere = carrier.runInAsyncScope(() => (key as FrameStorage<T>).getStore());
    carrier[symbol] = undefined;
    return elsewhere === undefined;
  };

  const contexts: LightContexts<T> = {
    isPlain() {
      asked = false;
      storage.getStore();
      if (asked) {
        return true;
      }
      const map = hold()[symbol];
      return map === undefined || Array.from(map).every(isVoid);
    },
    isIn(value) {
      asked = false;
      return storage.getStore() === value && asked;
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
