import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import { timerCount } from "../conformance/white-box.js";
import {
  coroutine,
  createTask,
  DeadlockError,
  EventLoop,
  getRunningLoop,
  RuntimeError,
  sleep,
  VirtualClock,
} from "../index.js";
import { runVirtual } from "../testing.js";

const closed = new RuntimeError("The event loop is closed: make a new one");

/** The times to which the clock is advanced from now on. */
function advancesOf(clock: VirtualClock): number[] {
  const advanced: number[] = [];
  const advanceTo = clock.advanceTo.bind(clock);
  clock.advanceTo = (time) => {
    advanced.push(time);
    advanceTo(time);
  };
  return advanced;
}

describe("running until something is done", () => {
  test("gives its result, at the time at which it comes [test_events.EventLoopTestsMixin.test_run_until_complete]", async () => {
    const loop = virtualLoop();
    expect(await loop.runUntilComplete(sleep(100, "slept"))).toBe("slept");
    expect(loop.time()).toBe(100);
    loop.close();
  });

  test("is refused inside of the loop's own tasks [test_events.EventLoopTestsMixin.test_run_until_complete_nesting]", async () => {
    const reports: string[] = [];
    const loop = virtualLoop();
    loop.setExceptionHandler((_loop, { message }) => reports.push(message));
    const inner = coroutine(async function inner() {});
    const outer = async (): Promise<void> => {
      expect(loop.isRunning()).toBe(true);
      await loop.runUntilComplete(inner());
    };
    expect(await errorOf(loop.runUntilComplete(outer))).toEqual(
      new RuntimeError("The event loop runs already"),
    );
    loop.close();
    expect(reports).toEqual([
      "The coroutine inner was never awaited: await it, or give it to createTask()",
    ]);
  });

  test("throws where the loop is stopped before [test_events.EventLoopTestsMixin.test_run_until_complete_stopped]", async () => {
    const loop = virtualLoop();
    const main = async (): Promise<void> => {
      loop.stop();
      await sleep(100);
    };
    expect(await errorOf(loop.runUntilComplete(main))).toEqual(
      new RuntimeError("The event loop was stopped before the future was done"),
    );
    expect([loop.time(), loop.isRunning()]).toEqual([0, false]);
    loop.close();
  });

  test("takes nothing but work [test_base_events.BaseEventLoopTests.test_run_until_complete_type_error]", async () => {
    const loop = virtualLoop();
    expect(await errorOf(loop.runUntilComplete("text" as never))).toBeInstanceOf(TypeError);
    loop.close();
  });

  test("refuses a future of another loop [test_base_events.BaseEventLoopTests.test_run_until_complete_loop]", async () => {
    const loop = virtualLoop();
    const other = virtualLoop();
    const future = loop.createFuture<void>();
    expect(await errorOf(other.runUntilComplete(future))).toEqual(
      new RangeError("The future belongs to another event loop than the one it is used in"),
    );
    loop.close();
    other.close();
  });

  test("leaves nothing behind that would stop a later run [test_base_events.BaseEventLoopTests.test_run_until_complete_loop_orphan_future_close_loop]", async () => {
    const loop = virtualLoop();
    const future = loop.createFuture<string>();
    expect(await errorOf(loop.runUntilComplete(future))).toBeInstanceOf(DeadlockError);
    loop.callSoon(() => future.setResult("late"));
    expect(await loop.runUntilComplete(sleep(200, "slept"))).toBe("slept");
    expect(loop.time()).toBe(200);
    loop.close();
  });

  test("leaves no stop behind where the work throws [test_base_events.BaseEventLoopTests.test_run_until_complete_baseexception]", async () => {
    const loop = virtualLoop();
    const main = async (): Promise<void> => {
      throw "no Error";
    };
    await expect(loop.runUntilComplete(main)).rejects.toBe("no Error");
    let called = false;
    loop.callSoon(() =>
      loop.callSoon(() => {
        loop.stop();
        called = true;
      }),
    );
    await loop.runForever();
    expect(called).toBe(true);
    loop.close();
  });

  test("does not report the error that it throws [test_base_events.BaseEventLoopTests.test_run_forever_keyboard_interrupt]", async () => {
    const reports: unknown[] = [];
    const loop = virtualLoop();
    loop.setExceptionHandler((_loop, context) => reports.push(context));
    const main = async (): Promise<void> => {
      throw new Error("seen by the caller");
    };
    expect(await errorOf(loop.runUntilComplete(main))).toEqual(new Error("seen by the caller"));
    loop.close();
    expect(reports).toEqual([]);
  });
});

describe("running for ever", () => {
  test("ends at the iteration in which the loop is stopped [test_base_events.BaseEventLoopTests.test_run_once]", async () => {
    const loop = virtualLoop();
    let count = 0;
    loop.callSoon(() => {
      count++;
      loop.callSoon(() => {
        count += 10;
      });
    });
    loop.callSoon(() => loop.stop());
    await loop.runForever();
    expect(count).toBe(1);
    loop.callSoon(() => loop.stop());
    await loop.runForever();
    expect(count).toBe(11);
    loop.close();
  });

  test("runs one iteration where the loop was stopped before [test_base_events.BaseEventLoopTests.test_run_forever_pre_stopped]", async () => {
    const loop = virtualLoop();
    const log: string[] = [];
    loop.callSoon(() => {
      log.push("first");
      loop.callSoon(() => log.push("second"));
    });
    loop.callLater(10, () => log.push("later"));
    loop.stop();
    await loop.runForever();
    expect([log, loop.time()]).toEqual([["first"], 0]);
    loop.close();
  });

  test("is refused while another loop runs here, which goes on [test_base_events.RunningLoopTests.test_running_loop_within_a_loop] [test_events.GetEventLoopTestsMixin.test_get_running_loop_already_running]", async () => {
    const inner = virtualLoop();
    await runVirtual(async () => {
      const outer = getRunningLoop();
      expect(await errorOf(inner.runForever())).toEqual(
        new RuntimeError("Another event loop runs here: await the work in that one"),
      );
      expect(getRunningLoop()).toBe(outer);
      await sleep(1);
    });
    inner.close();
  });

  test("can be started again and again", async () => {
    const loop = virtualLoop();
    for (const round of [1, 2, 3]) {
      loop.callLater(10, () => loop.stop());
      await loop.runForever();
      expect([loop.time(), loop.isRunning()]).toEqual([round * 10, false]);
    }
    loop.close();
  });
});

describe("closing a loop", () => {
  test("keeps it from running again, and can be done twice [test_base_events.BaseEventLoopTests.test_close]", async () => {
    const loop = virtualLoop();
    const future = loop.createFuture<void>();
    expect(loop.isClosed()).toBe(false);
    loop.close();
    expect(loop.isClosed()).toBe(true);
    loop.close();
    loop.close();
    expect(await errorOf(loop.runForever())).toEqual(closed);
    expect(await errorOf(loop.runUntilComplete(future))).toEqual(closed);
  });

  test("keeps it from taking work [test_events.EventLoopTestsMixin.test_close]", () => {
    const loop = virtualLoop();
    loop.close();
    const work = async (): Promise<void> => {};
    expect(() => loop.callSoon(work)).toThrow(closed);
    expect(() => loop.callSoonThreadsafe(work)).toThrow(closed);
    expect(() => loop.callLater(1, work)).toThrow(closed);
    expect(() => loop.callAt(loop.time(), work)).toThrow(closed);
    expect(() => loop.createTask(work)).toThrow(closed);
    expect(() => loop.runInExecutor(null, work)).toThrow(closed);
  });

  test("is refused while it runs [test_events.EventLoopTestsMixin.test_close_running_event_loop]", async () => {
    const loop = virtualLoop();
    const main = async (): Promise<void> => loop.close();
    expect(await errorOf(loop.runUntilComplete(main))).toEqual(
      new RuntimeError("A running event loop cannot be closed: stop it first"),
    );
    expect(loop.isClosed()).toBe(false);
    loop.close();
  });

  test("is no reason to call a coroutine forgotten that it refuses [test_base_events.BaseEventLoopTests.test_create_task_error_closes_coro]", async () => {
    const reports: string[] = [];
    const closedLoop = virtualLoop();
    closedLoop.close();
    await runVirtual(async () => {
      getRunningLoop().setExceptionHandler((_loop, { message }) => reports.push(message));
      const work = coroutine(async () => {});
      expect(() => closedLoop.createTask(work())).toThrow(closed);
    });
    expect(reports).toEqual([]);
  });

  test("forgets its timers", async () => {
    const loop = virtualLoop();
    loop.callLater(10, () => {});
    expect(timerCount(loop)).toBe(1);
    loop.close();
    expect(timerCount(loop)).toBe(0);
  });
});

describe("timers", () => {
  test("that are cancelled do not hold the loop up [test_base_events.BaseEventLoopTests.test__run_once]", async () => {
    const clock = new VirtualClock();
    const advanced = advancesOf(clock);
    const loop = new EventLoop({ clock });
    loop.callLater(5_000, () => {}).cancel();
    loop.callLater(10_000, () => loop.stop());
    await loop.runForever();
    expect([advanced, loop.time()]).toEqual([[10_000], 10_000]);
    loop.close();
  });

  test("that are cancelled are held no longer [test_base_events.BaseEventLoopTests.test__run_once_cancelled_event_cleanup]", () => {
    const loop = virtualLoop();
    const kept = loop.callLater(3_000_000, () => {});
    for (let count = 0; count < 1_000; count++) {
      loop.callLater(count % 2 === 0 ? 100 : 3_600_000, () => {}).cancel();
    }
    expect(timerCount(loop)).toBe(1);
    kept.cancel();
    expect(timerCount(loop)).toBe(0);
    loop.close();
  });

  test("of a fraction of a millisecond are waited for once each [test_events.EventLoopTestsMixin.test_timeout_rounding]", async () => {
    const clock = new VirtualClock();
    const advanced = advancesOf(clock);
    const loop = new EventLoop({ clock });
    await loop.runUntilComplete(async () => {
      for (const delay of [10, 0.1, 0.001, 0.00001]) {
        await sleep(delay);
      }
    });
    expect(advanced).toEqual([10, 10.1, 10.1 + 0.001, 10.1 + 0.001 + 0.00001]);
    loop.close();
  });
});

test("a loop shows its state as text", async () => {
  const loop = virtualLoop();
  const inside = await loop.runUntilComplete(async () => String(loop));
  expect(inside).toBe("<EventLoop running=true closed=false debug=false>");
  loop.close();
  expect(String(loop)).toBe("<EventLoop running=false closed=true debug=false>");
});

test("tasks that nobody refers to run to their end", async () => {
  const ended: number[] = [];
  await runVirtual(async () => {
    for (let number = 0; number < 3; number++) {
      createTask(async () => {
        await sleep(10 * (3 - number));
        ended.push(number);
      });
    }
    await sleep(100);
  });
  expect(ended).toEqual([2, 1, 0]);
});
