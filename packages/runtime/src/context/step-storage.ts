import type { FrameStorage } from "./async-context.js";

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
