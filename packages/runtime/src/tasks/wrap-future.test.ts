import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  CancelledError,
  createTask,
  getRunningLoop,
  isFuture,
  RuntimeError,
  setEventLoop,
  sleep,
  wrapFuture,
} from "../index.js";
import { runVirtual } from "../testing.js";

describe("a wrapped promise", () => {
  test("is a future that gives what the promise gives [test_futures.BaseFutureTests.test_wrap_future]", async () => {
    const loop = virtualLoop();
    const future = wrapFuture(Promise.resolve("oi"), loop);
    expect(isFuture(future)).toBe(true);
    expect(future.getLoop()).toBe(loop);
    expect(await loop.runUntilComplete(future)).toBe("oi");
  });

  test("that is a future already is given back [test_futures.BaseFutureTests.test_wrap_future_future]", () => {
    const future = virtualLoop().createFuture();
    expect(wrapFuture(future)).toBe(future);
  });

  test("needs a loop [test_futures.BaseFutureTests.test_wrap_future_without_loop]", () => {
    expect(() => wrapFuture(Promise.resolve())).toThrow(RuntimeError);
  });

  test("belongs to the loop that runs [test_futures.BaseFutureTests.test_wrap_future_use_running_loop]", async () => {
    await runVirtual(() => {
      expect(wrapFuture(Promise.resolve()).getLoop()).toBe(getRunningLoop());
    });
  });

  test("belongs to the loop that was set, where none runs [test_futures.BaseFutureTests.test_wrap_future_use_global_loop]", () => {
    const loop = virtualLoop();
    setEventLoop(loop);
    try {
      expect(wrapFuture(Promise.resolve()).getLoop()).toBe(loop);
    } finally {
      setEventLoop(null);
    }
  });

  test("takes over the result, the error or the cancellation [test_futures.BaseFutureTests.test_copy_state] [test_futures.BaseFutureTests.test_copy_state_from_concurrent_futures]", async () => {
    await runVirtual(async () => {
      const error = new RangeError("no");
      const given = wrapFuture(Promise.resolve(10));
      const failed = wrapFuture(Promise.reject(error));
      const cancelled = wrapFuture(Promise.reject(new CancelledError("why")));
      const cancelledBefore = wrapFuture(Promise.resolve(10));
      cancelledBefore.cancel("mine");
      await sleep(1);
      expect(given.result()).toBe(10);
      expect(failed.exception()).toBe(error);
      expect(cancelled.cancelled()).toBe(true);
      expect(() => cancelled.result()).toThrow(new CancelledError("why"));
      expect(() => cancelledBefore.result()).toThrow(new CancelledError("mine"));
    });
  });

  test("can be left at once, and what the promise brings later is dropped [test_futures.BaseFutureTests.test_wrap_future_cancel2]", async () => {
    await runVirtual(async () => {
      const { promise, resolve } = withResolvers<number>();
      const future = wrapFuture(promise);
      const waiter = createTask(() => future);
      await sleep(0);
      resolve(42);
      waiter.cancel();
      expect(await errorOf(waiter)).toBeInstanceOf(CancelledError);
      expect(future.cancelled()).toBe(true);
      expect(await promise).toBe(42);
    });
  });

  test("must be a promise", async () => {
    await runVirtual(() => {
      // @ts-expect-error: a number cannot be awaited.
      expect(() => wrapFuture(42)).toThrow(TypeError);
    });
  });
});

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
