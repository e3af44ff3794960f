import { describe, expect, test } from "@jest/globals";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  coroutine,
  ensureFuture,
  type Future,
  getRunningLoop,
  RuntimeError,
  setEventLoop,
  sleep,
  Task,
} from "../index.js";
import { runVirtual } from "../testing.js";

const notMuch = coroutine(async () => "ok");

describe("ensureFuture", () => {
  test("makes a task of a coroutine: of the loop given, of the running one, or of the one that was set [test_tasks.BaseTaskTests.test_ensure_future_coroutine]", async () => {
    const loop = virtualLoop();
    const first = ensureFuture(notMuch(), loop);
    expect(first).toBeInstanceOf(Task);
    expect(first.getLoop()).toBe(loop);
    expect(await loop.runUntilComplete(first)).toBe("ok");

    expect(() => ensureFuture(notMuch())).toThrow(RuntimeError);

    const [second] = await loop.runUntilComplete(async () => [ensureFuture(notMuch())]);
    expect(second?.getLoop()).toBe(loop);
    expect(await loop.runUntilComplete(second as Future<string>)).toBe("ok");

    setEventLoop(loop);
    try {
      const third = ensureFuture(notMuch());
      expect(third.getLoop()).toBe(loop);
      expect(await loop.runUntilComplete(third)).toBe("ok");
    } finally {
      setEventLoop(null);
    }
  });

  test("gives a future back as it is, in its own loop only [test_tasks.BaseTaskTests.test_ensure_future_future]", () => {
    const loop = virtualLoop();
    const future = loop.createFuture<string>();
    future.setResult("ko");
    expect(ensureFuture(future)).toBe(future);
    expect(() => ensureFuture(future, virtualLoop())).toThrow(RangeError);
    expect(ensureFuture(future, loop)).toBe(future);
    expect(future.result()).toBe("ko");
  });

  test("gives a task back as it is, in its own loop only [test_tasks.BaseTaskTests.test_ensure_future_task]", async () => {
    const loop = virtualLoop();
    const task = loop.createTask(notMuch());
    expect(ensureFuture(task)).toBe(task);
    expect(await loop.runUntilComplete(task)).toBe("ok");
    expect(() => ensureFuture(task, virtualLoop())).toThrow(RangeError);
    expect(ensureFuture(task, loop)).toBe(task);
  });

  test("says which loop is wrong [test_tasks.BaseTaskTests.test_ensure_future_error_msg]", () => {
    const future = virtualLoop().createFuture();
    expect(() => ensureFuture(future, virtualLoop())).toThrow(
      "The future belongs to another event loop than the one it is used in",
    );
  });

  test("takes anything that can be awaited [test_tasks.BaseTaskTests.test_ensure_future_awaitable]", async () => {
    await runVirtual(async () => {
      const inner = notMuch();
      // biome-ignore lint/suspicious/noThenProperty: a thenable is what this is about.
      const awaitable = { then: inner.then.bind(inner) };
      const future = ensureFuture(awaitable as PromiseLike<string>);
      expect(future.getLoop()).toBe(getRunningLoop());
      expect(await future).toBe("ok");
      expect(future.result()).toBe("ok");
    });
  });

  test("takes an awaitable that itself suspends the task [test_tasks.BaseTaskTests.test_ensure_future_task_awaitable]", async () => {
    await runVirtual(async () => {
      const future = ensureFuture(async () => await sleep(0, "ok"));
      expect(future).toBeInstanceOf(Task);
      expect(await future).toBe("ok");
    });
  });

  test("refuses what cannot be awaited [test_tasks.BaseTaskTests.test_ensure_future_neither]", async () => {
    await runVirtual(() => {
      // @ts-expect-error: a string cannot be awaited.
      expect(() => ensureFuture("ok")).toThrow(TypeError);
      // @ts-expect-error: a string cannot be awaited.
      expect(() => ensureFuture("ok")).toThrow('not "ok"');
    });
  });
});
