import type { FrameStorage } from "./async-context.js";
import { createMarks } from "./marks.js";

/** The part of `node:v8` that the storage uses. */
export interface PromiseHooks {
  createHook(callbacks: {
    init(promise: object): void;
    before(promise: object): void;
    after(): void;
  }): unknown;
}

/**
 * A storage whose value follows promises and nothing else. Before Node 24, `AsyncLocalStorage` costs
 * every await two to three times this, since it also numbers each promise and follows timers,
 * sockets, streams and whatever else calls back.
 *
 * It is as sound as the other one wherever code came by an await or a `then`: each promise remembers
 * the value that was current where it was made, which for an await is where it awaits, and its
 * reactions get that value, whoever settles it. Where the host calls a function back there is none.
 */
export function createPromiseHookStorage<T extends object>(hooks: PromiseHooks): FrameStorage<T> {
  let current: T | undefined;
  let followsPromises = false;
  const marks = createMarks<T>();

  /** Not before the first value: hooks cost the promises of a program that never runs a loop too. */
  const follow = (): void => {
    followsPromises = true;
    hooks.createHook({
      init(promise) {
        if (current !== undefined) {
          marks.set(promise, current);
        }
      },
      before(promise) {
        current = marks.get(promise);
      },
      after() {
        current = undefined;
      },
    });
  };

  return {
    getStore: () => current,
    run(store, body) {
      if (!followsPromises) {
        follow();
      }
      const previous = current;
      current = store;
      try {
        return body();
      } finally {
        current = previous;
      }
    },
    runWithout(body) {
      const previous = current;
      current = undefined;
      try {
        body();
      } finally {
        current = previous;
      }
    },
  };
}
