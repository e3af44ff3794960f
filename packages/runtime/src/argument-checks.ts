import { isCoroutineFunction } from "./tasks/coroutine.js";

/** @throws TypeError where the value is no function */
export function demandFunction(value: unknown, role: string): void {
  if (typeof value !== "function") {
    throw new TypeError(`Expected ${role}, not ${String(value)}`);
  }
}

/**
 * Refuses what the loop cannot call back; in debug mode also async functions: the loop would drop
 * their promise, and with it their error.
 *
 * @throws TypeError
 */
export function demandCallback(callback: unknown, debug: boolean): void {
  demandFunction(callback, "a function to call back");
  if (debug && (isCoroutineFunction(callback) || callback instanceof AsyncFunction)) {
    const name = (callback as () => unknown).name || "(anonymous)";
    throw new TypeError(
      `Expected a function that returns no promise, not ${name}: give it to createTask(), so that its error is seen`,
    );
  }
}

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new () => unknown;

/** @throws TypeError where the value is no time in milliseconds */
export function demandTime(value: unknown, name: string): void {
  if (typeof value !== "number" || Number.isNaN(value)) {
    throw new TypeError(`Expected a ${name} in milliseconds, not ${String(value)}`);
  }
}
