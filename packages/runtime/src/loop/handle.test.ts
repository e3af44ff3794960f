import { describe, expect, test } from "@jest/globals";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  coroutine,
  currentTask,
  EventLoop,
  getRunningLoop,
  Handle,
  sleep,
  TimerHandle,
} from "../index.js";

/** Runs the loop until nothing is left to do at this time. */
async function runAll(loop: EventLoop): Promise<void> {
  await loop.runUntilComplete(async () => {
    for (let turn = 0; turn < 3; turn++) {
      await sleep(0);
    }
  });
}

describe("callSoon", () => {
  test("calls back with the arguments given [test_events.EventLoopTestsMixin.test_call_soon] [test_events.HandleTests.test_handle]", async () => {
    const loop = virtualLoop();
    const calls: unknown[] = [];
    const callback = (first: string, second: string): void => {
      calls.push([first, second, currentTask(), getRunningLoop() === loop]);
      loop.stop();
    };
    const handle = loop.callSoon(callback, "hello", "world");
    await loop.runForever();
    expect(calls).toEqual([["hello", "world", null, true]]);
    expect(handle.cancelled()).toBe(false);
    loop.close();
  });

  test("gives a handle, and calls back in the order of the calls [test_base_events.BaseEventLoopTests.test_call_soon] [test_base_events.BaseEventLoopTests.test__add_callback_handle]", async () => {
    const loop = virtualLoop();
    const calls: number[] = [];
    for (const number of [1, 2, 3]) {
      const handle = loop.callSoon(() => calls.push(number));
      expect([handle instanceof Handle, handle instanceof TimerHandle]).toEqual([true, false]);
    }
    expect(calls).toEqual([]);
    await runAll(loop);
    expect(calls).toEqual([1, 2, 3]);
    loop.close();
  });

  test("calls nothing back once the handle is cancelled [test_base_events.BaseEventLoopTests.test__add_callback_cancelled_handle]", async () => {
    const loop = virtualLoop();
    const calls: number[] = [];
    const handle = loop.callSoon(() => calls.push(1));
    const other = loop.callSoon(() => {
      calls.push(2);
      last.cancel();
    });
    const last = loop.callSoon(() => calls.push(3));
    handle.cancel();
    await runAll(loop);
    expect([handle, other, last].map((one) => one.cancelled())).toEqual([true, false, true]);
    expect(calls).toEqual([2]);
    loop.close();
  });

  test("inside of a callback waits for the next iteration [test_base_events.BaseEventLoopTests.test__run_once_schedule_handle]", async () => {
    const loop = virtualLoop();
    const calls: string[] = [];
    loop.callLater(-1, () => {
      calls.push("timer");
      loop.callSoon(() => calls.push("from the timer"));
      loop.stop();
    });
    await loop.runForever();
    expect(calls).toEqual(["timer"]);
    await runAll(loop);
    expect(calls).toEqual(["timer", "from the timer"]);
    loop.close();
  });

  test("takes functions only [test_base_events.BaseEventLoopTests.test_call_soon_non_callable]", () => {
    const loop = virtualLoop();
    loop.setDebug(true);
    expect(() => loop.callSoon(1 as never)).toThrow(TypeError);
    loop.close();
  });

  test("takes no coroutine and no async function, whose errors nobody would see [test_base_events.BaseEventLoopWithSelectorTests.test_call_coroutine]", async () => {
    const loop = virtualLoop();
    loop.setDebug(true);
    const work = coroutine(async () => {});
    for (const callback of [work, work(), async () => {}] as (() => void)[]) {
      expect(() => loop.callSoon(callback)).toThrow(TypeError);
      expect(() => loop.callSoonThreadsafe(callback)).toThrow(TypeError);
      expect(() => loop.callLater(60_000, callback)).toThrow(TypeError);
      expect(() => loop.callAt(loop.time() + 60_000, callback)).toThrow(TypeError);
    }
    loop.close();
  });

  test("has another name that is safe everywhere [test_events.EventLoopTestsMixin.test_call_soon_threadsafe] [test_events.EventLoopTestsMixin.test_call_soon_threadsafe_same_thread]", async () => {
    const loop = new EventLoop();
    const calls: string[] = [];
    const callback = (name: string): void => {
      calls.push(name);
      if (calls.length === 3) {
        loop.stop();
      }
    };
    loop.callSoonThreadsafe(callback, "hello");
    loop.callSoon(callback, "world");
    const running = loop.runForever();
    setImmediate(() => loop.callSoonThreadsafe(callback, "from outside"));
    await running;
    expect(calls).toEqual(["hello", "world", "from outside"]);
    loop.close();
  });

  test("lets a callback cancel its own handle, to no effect [test_events.EventLoopTestsMixin.test_call_soon_threadsafe_handle_cancel_same_thread]", async () => {
    const loop = virtualLoop();
    const calls: string[] = [];
    const handle: Handle = loop.callSoonThreadsafe((name: string) => {
      handle.cancel();
      calls.push(name);
    }, "hello");
    await runAll(loop);
    expect([calls, handle.cancelled()]).toEqual([["hello"], true]);
    loop.close();
  });
});

describe("callLater", () => {
  test("calls back after the delay, with the arguments given [test_events.EventLoopTestsMixin.test_call_later]", async () => {
    const loop = virtualLoop();
    const calls: unknown[] = [];
    loop.callLater(
      100,
      (argument: string) => {
        calls.push(argument, loop.time());
        loop.stop();
      },
      "hello world",
    );
    await loop.runForever();
    expect(calls).toEqual(["hello world", 100]);
    loop.close();
  });

  test("gives a handle that knows its time [test_base_events.BaseEventLoopTests.test_call_later] [test_events.TimerTests.test_when] [test_events.TimerTests.test_timer]", async () => {
    const loop = virtualLoop();
    const calls: string[] = [];
    const handle = loop.callLater(10_000, (name: string) => calls.push(name), "called");
    expect([handle instanceof TimerHandle, handle.when(), handle.cancelled()]).toEqual([
      true,
      10_000,
      false,
    ]);
    await runAll(loop);
    expect([calls, loop.time()]).toEqual([[], 0]);
    handle.cancel();
    expect([handle.cancelled(), handle.when()]).toEqual([true, 10_000]);
    await loop.runUntilComplete(sleep(20_000));
    expect(calls).toEqual([]);
    for (const delay of [null, undefined, Number.NaN, "soon"]) {
      expect(() => loop.callLater(delay as never, () => {})).toThrow(TypeError);
    }
    loop.close();
  });

  test("with negative delays calls back soon, the earliest first [test_base_events.BaseEventLoopTests.test_call_later_negative_delays]", async () => {
    const loop = virtualLoop();
    const calls: string[] = [];
    loop.callLater(-1, () => calls.push("a"));
    loop.callLater(-2, () => calls.push("b"));
    await runAll(loop);
    expect([calls, loop.time()]).toEqual([["b", "a"], 0]);
    loop.close();
  });

  test("calls back in the order of the times, and of the calls at the same time [test_events.TimerTests.test_timer_comparison]", async () => {
    const loop = virtualLoop();
    const calls: string[] = [];
    for (const [name, delay] of [
      ["c", 30],
      ["a", 10],
      ["d", 30],
      ["b", 20],
      ["e", 30],
    ] as const) {
      loop.callLater(delay, () => calls.push(`${name}${loop.time()}`));
    }
    await loop.runUntilComplete(sleep(50));
    expect(calls).toEqual(["a10", "b20", "c30", "d30", "e30"]);
    loop.close();
  });
});

describe("callAt", () => {
  test("calls back at the time given [test_base_events.BaseEventLoopTests.test_time_and_call_at]", async () => {
    const loop = virtualLoop();
    await loop.runUntilComplete(sleep(50));
    const when = loop.time() + 100;
    loop.callAt(when, () => loop.stop());
    await loop.runForever();
    expect(loop.time()).toBe(150);
    for (const time of [null, undefined, Number.NaN]) {
      expect(() => loop.callAt(time as never, () => {})).toThrow(TypeError);
    }
    loop.close();
  });
});

describe("a handle as text", () => {
  const noop = (): void => {};

  test("shows the callback, or that it was cancelled [test_events.HandleTests.test_handle_repr]", () => {
    const loop = virtualLoop();
    const handle = loop.callSoon(noop);
    expect(String(handle)).toBe("<Handle noop>");
    handle.cancel();
    expect(String(handle)).toBe("<Handle cancelled>");
    expect(String(loop.callSoon(() => {}))).toBe("<Handle (anonymous)>");
    loop.close();
  });

  test("shows when it is due [test_events.TimerTests.test_timer_repr]", () => {
    const loop = virtualLoop();
    const handle = loop.callAt(123, noop);
    expect(String(handle)).toBe("<TimerHandle when=123 noop>");
    handle.cancel();
    expect(String(handle)).toBe("<TimerHandle when=123 cancelled>");
    loop.close();
  });
});
