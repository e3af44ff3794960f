import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import { suspensionOf } from "../conformance/white-box.js";
import {
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  type Future,
  getRunningLoop,
  sleep,
  type Task,
  TimeoutError,
  wait,
} from "../index.js";
import { runVirtual } from "../testing.js";

const now = () => getRunningLoop().time();

/** A task that has been cancelled for good: it says so, and takes no second cancellation. */
function expectCancelled(task: Task<unknown>) {
  expect(task.done()).toBe(true);
  expect(task.cancelled()).toBe(true);
  expect(task.cancel()).toBe(false);
}

/** What `cancel` may be given, and the message that the error has then. */
const messages: [[string?], string][] = [
  [[], ""],
  [[undefined], ""],
  [["my message"], "my message"],
];

describe("cancelling a task", () => {
  test("ends the await that it is suspended at [test_tasks.BaseTaskTests.test_cancel]", async () => {
    const loop = virtualLoop();
    const task = loop.createTask(async () => {
      await sleep(10_000);
      return 12;
    });
    loop.callSoon(() => task.cancel());
    expect(await errorOf(loop.runUntilComplete(task))).toBeInstanceOf(CancelledError);
    expectCancelled(task);
    expect(loop.time()).toBe(0);
  });

  test("ends a sleep of no time, too [test_tasks.BaseTaskTests.test_cancel_yield]", async () => {
    await runVirtual(async () => {
      const log: string[] = [];
      const task = createTask(async () => {
        await sleep(0);
        log.push("first");
        await sleep(0);
        log.push("second");
      });
      await sleep(0);
      task.cancel();
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      expectCancelled(task);
      expect(log).toEqual([]);
    });
  });

  test("is what the cancellation of its future comes to [test_tasks.BaseTaskTests.test_cancel_inner_future]", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture();
      const task = createTask(async () => await future);
      await sleep(0);
      future.cancel();
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      expectCancelled(task);
      expect(task.cancelling()).toBe(0);
    });
  });

  test("together with its future is one cancellation [test_tasks.BaseTaskTests.test_cancel_both_task_and_inner_future]", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture();
      const caught: string[] = [];
      const task = createTask(async () => {
        try {
          await future;
        } catch (error) {
          caught.push((error as Error).name);
          await sleep(0);
          throw error;
        }
      });
      await sleep(0);
      future.cancel();
      task.cancel();
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      expect(caught).toEqual(["CancelledError"]);
      expect(future.cancelled()).toBe(true);
      expectCancelled(task);
    });
  });

  test("cancels the future that it waits for [test_tasks.BaseTaskTests.test_task_cancel_waiter_future]", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture();
      const task = createTask(async () => await future);
      await sleep(0);
      expect(suspensionOf(task)).toBe(future);
      task.cancel();
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      expect(suspensionOf(task)).toBeNull();
      expect(future.cancelled()).toBe(true);
    });
  });

  test("can be answered by a result [test_tasks.BaseTaskTests.test_cancel_task_catching]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const [first, second] = [loop.createFuture<void>(), loop.createFuture<void>()];
      const task = createTask(async () => {
        await first;
        try {
          await second;
        } catch {
          return 42;
        }
        return 0;
      });
      await sleep(0);
      expect(suspensionOf(task)).toBe(first);
      first.setResult();
      await sleep(0);
      expect(suspensionOf(task)).toBe(second);
      task.cancel();
      expect(second.cancelled()).toBe(true);
      expect(await task).toBe(42);
      expect(task.cancelled()).toBe(false);
    });
  });

  test("can be ignored, and later awaits are not touched [test_tasks.BaseTaskTests.test_cancel_task_ignoring]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const [first, second] = [loop.createFuture<void>(), loop.createFuture<void>()];
      const third = loop.createFuture<number>();
      const task = createTask(async () => {
        await first;
        try {
          await second;
        } catch {}
        return await third;
      });
      await sleep(0);
      expect(suspensionOf(task)).toBe(first);
      first.setResult();
      await sleep(0);
      expect(suspensionOf(task)).toBe(second);
      task.cancel();
      expect(second.cancelled()).toBe(true);
      await sleep(0);
      expect(suspensionOf(task)).toBe(third);
      third.setResult(42);
      expect(await task).toBe(42);
      expect(third.cancelled()).toBe(false);
      expect(task.cancelled()).toBe(false);
    });
  });

  test("from inside takes effect at its next await [test_tasks.BaseTaskTests.test_cancel_current_task]", async () => {
    const loop = virtualLoop();
    const log: string[] = [];
    const task = loop.createTask(async () => {
      task.cancel();
      log.push("still runs");
      await sleep(100_000);
      log.push("not reached");
    });
    expect(task.cancelled()).toBe(false);
    expect(await errorOf(loop.runUntilComplete(task))).toBeInstanceOf(CancelledError);
    expectCancelled(task);
    expect(log).toEqual(["still runs"]);
    expect(loop.time()).toBe(0);
  });

  test("from inside at its very end still cancels it [test_tasks.BaseTaskTests.test_cancel_at_end]", async () => {
    const loop = virtualLoop();
    const task: Task<number> = loop.createTask(async () => {
      task.cancel();
      return 12;
    });
    expect(await errorOf(loop.runUntilComplete(task))).toBeInstanceOf(CancelledError);
    expectCancelled(task);
  });

  test("from inside cancels the task that it awaits next, and what that waits for [test_tasks.BaseTaskTests.test_cancel_awaited_task]", async () => {
    const loop = virtualLoop();
    const future = loop.createFuture();
    let nested: Task<unknown> | undefined;
    const task = loop.createTask(async () => {
      nested = createTask(async () => await future);
      await sleep(0);
      task.cancel();
      await nested;
    });
    expect(await errorOf(loop.runUntilComplete(task))).toBeInstanceOf(CancelledError);
    expectCancelled(task);
    expectCancelled(nested as Task<unknown>);
    expect(future.cancelled()).toBe(true);
  });

  test("before its first step keeps it from ever running [test_tasks.BaseTaskTests.test_cancel_with_message_before_starting_task]", async () => {
    await runVirtual(async () => {
      let runs = 0;
      const task = createTask(async () => runs++);
      task.cancel("my message");
      const [done] = await wait([task]);
      expect(done).toEqual(new Set([task]));
      expect(() => task.exception()).toThrow(new CancelledError("my message"));
      expect(runs).toBe(0);
    });
  });

  test("runs through every function down to the await, which see it in turn [test_tasks.BaseTaskTests.test_yield_future_passes_cancel]", async () => {
    await runVirtual(async () => {
      const waiter = getRunningLoop().createFuture<void>();
      let proof = 0;
      const inner = async () => {
        try {
          await waiter;
        } catch (error) {
          proof += 1;
          throw error;
        }
      };
      const outer = createTask(async () => {
        try {
          await inner();
        } catch (error) {
          expect(error).toBeInstanceOf(CancelledError);
          proof += 100;
        }
      });
      await sleep(0);
      outer.cancel();
      await outer;
      expect(proof).toBe(101);
      expect(waiter.cancelled()).toBe(true);
    });
  });

  test("comes to an error where the task answers with one [test_tasks.BaseTaskTests.test_baseexception_during_cancel]", async () => {
    await runVirtual(async () => {
      const failure = new RangeError("cannot be left");
      const task = createTask(async () => {
        try {
          await sleep(10_000);
        } catch {
          throw failure;
        }
      });
      await sleep(0);
      task.cancel();
      expect(task.done()).toBe(false);
      expect(await errorOf(task)).toBe(failure);
      expect(task.cancelled()).toBe(false);
      expect(task.exception()).toBe(failure);
      expect(now()).toBe(0);
    });
  });
});

describe("the message of a cancellation", () => {
  test("is that of the error [test_tasks.BaseTaskTests.test_task_cancel_message_getter]", async () => {
    const loop = virtualLoop();
    const task = loop.createTask(async () => {});
    task.cancel("my message");
    const error = await errorOf(loop.runUntilComplete(task));
    expect(error).toBeInstanceOf(CancelledError);
    expect(error.message).toBe("my message");
  });

  test("is the last one, where several came before the task could see them [test_tasks.BaseTaskTests.test_task_cancel_message_setter]", async () => {
    const loop = virtualLoop();
    const task = loop.createTask(async () => {});
    task.cancel("my message");
    task.cancel("my new message");
    const error = await errorOf(loop.runUntilComplete(task));
    expect(error.message).toBe("my new message");
  });

  test("is the first one, where that has already ended what the task waits for", async () => {
    await runVirtual(async () => {
      const forever = getRunningLoop().createFuture<void>();
      for (const work of [() => sleep(10_000), () => forever]) {
        const task = createTask(async () => await work());
        await sleep(0);
        task.cancel("first");
        task.cancel("second");
        expect((await errorOf(task)).message).toBe("first");
      }
    });
  });

  test.each(messages)(
    "given as %j is what result() throws [test_tasks.BaseTaskTests.test_cancel_with_message_then_future_result]",
    async (args, message) => {
      await runVirtual(async () => {
        const task = createTask(() => sleep(10_000));
        await sleep(0);
        task.cancel(...args);
        await wait([task]);
        expect(() => task.result()).toThrow(new CancelledError(message));
      });
    },
  );

  test.each(messages)(
    "given as %j is what exception() throws [test_tasks.BaseTaskTests.test_cancel_with_message_then_future_exception]",
    async (args, message) => {
      await runVirtual(async () => {
        const task = createTask(async () => await sleep(10_000));
        await sleep(0);
        task.cancel(...args);
        await wait([task]);
        expect(() => task.exception()).toThrow(new CancelledError(message));
      });
    },
  );

  test("reaches who awaits the task, and can be the cause of another error [test_tasks.BaseTaskTests.test_cancellation_exception_context]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const begun = loop.createFuture<void>();
      const inner = createTask(async () => {
        begun.setResult();
        await sleep(10_000);
      });
      await begun;
      loop.callSoon(() => inner.cancel("msg"));
      const outer = createTask(async () => {
        try {
          await inner;
        } catch (cause) {
          throw new RangeError("cancelled", { cause });
        }
      });
      const error = await errorOf(outer);
      expect(error).toEqual(new RangeError("cancelled"));
      expect(error.cause).toEqual(new CancelledError("msg"));
      expect(error.cause).toBeInstanceOf(CancelledError);
    });
  });
});

describe("requests to cancel", () => {
  test("are counted, and each of them is taken until the task is done [test_tasks.BaseTaskTests.test_cancelling]", async () => {
    const loop = virtualLoop();
    const task = loop.createTask(() => sleep(10_000));
    expect(task.cancelling()).toBe(0);
    expect(task.cancel()).toBe(true);
    expect(task.cancelling()).toBe(1);
    expect(task.cancel()).toBe(true);
    expect(task.cancelling()).toBe(2);
    expect(await errorOf(loop.runUntilComplete(task))).toBeInstanceOf(CancelledError);
    expect(task.cancelling()).toBe(2);
  });

  test("are taken back by uncancel, but not once the task is done [test_tasks.BaseTaskTests.test_uncancel_basic]", async () => {
    await runVirtual(async () => {
      const task = createTask(async () => {
        try {
          await sleep(10_000);
        } catch {
          expect(currentTask()?.uncancel()).toBe(0);
          await sleep(10_000);
        }
      });
      await sleep(10);
      expect(task.cancel()).toBe(true);
      expect([task.cancelling(), task.cancelled()]).toEqual([1, false]);
      await sleep(10);
      expect([task.cancelling(), task.cancelled()]).toEqual([0, false]);
      expect(task.cancel()).toBe(true);
      expect([task.cancelling(), task.cancelled()]).toEqual([1, false]);
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      expectCancelled(task);
      task.uncancel();
      expectCancelled(task);
      expect(now()).toBe(20);
    });
  });

  test("are never fewer than none", async () => {
    await runVirtual(async () => {
      const task = createTask(async () => {});
      expect(task.uncancel()).toBe(0);
      expect(task.cancelling()).toBe(0);
      await task;
    });
  });

  test("that are taken back before the task saw them leave it untouched [test_tasks.BaseTaskTests.test_uncancel_resets_must_cancel]", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture<void>();
      const task = createTask(async () => {
        await future;
        return 42;
      });
      await sleep(0);
      future.setResult();
      task.cancel();
      expect(task.cancelling()).toBe(1);
      expect(task.uncancel()).toBe(0);
      expect(await task).toBe(42);
    });
  });

  /** A time limit made by hand, as a library would do it. */
  async function limited(time: number, limit: number) {
    const task = currentTask() as Task<unknown>;
    let timedOut = false;
    let finished = false;
    let reached = false;
    const timer = task.getLoop().callLater(limit, () => {
      timedOut = true;
      task.cancel();
    });
    try {
      try {
        await sleep(time);
        finished = true;
      } catch (error) {
        timer.cancel();
        const mine = timedOut && task.uncancel() === 0 && error instanceof CancelledError;
        throw mine ? new TimeoutError() : error;
      }
      timer.cancel();
    } catch (error) {
      expect(error).toBeInstanceOf(TimeoutError);
    }
    reached = true;
    await sleep(0);
    return { timedOut, finished, reached };
  }

  test("let a block be cancelled without the code around it [test_tasks.BaseTaskTests.test_uncancel_structured_blocks]", async () => {
    await runVirtual(async () => {
      const late = createTask(limited, 10_000, 100);
      expect(await late).toEqual({ timedOut: true, finished: false, reached: true });
      expect(late.cancelling()).toBe(0);
      expect(now()).toBe(100);

      const early = createTask(limited, 0, 10_000);
      expect(await early).toEqual({ timedOut: false, finished: true, reached: true });
      expect(early.cancelling()).toBe(0);
      expect(now()).toBe(100);
    });
  });
});

describe("an error that passes through a task", () => {
  test("is the same error, and is not made its own cause [test_tasks.BaseTaskTests.test_exception_chaining_after_await_with_context_cycle]", async () => {
    await runVirtual(async () => {
      const error = new TypeError("a");
      const rethrow = coroutine(async (given: Error) => {
        throw given;
      });
      try {
        throw error;
      } catch (caught) {
        const again = await errorOf(createTask(rethrow(caught as Error)));
        expect(again).toBe(error);
        expect(again.cause).toBeUndefined();
      }
    });
  });

  test("knows where it was thrown [test_tasks.BaseTaskTests.test_exception_traceback]", async () => {
    await runVirtual(async () => {
      const task = createTask(async function divide() {
        throw new RangeError("by zero");
      });
      await sleep(0);
      expect((task.exception() as Error).stack).toContain("divide");
    });
  });
});

test("a loop that is stopped leaves its task pending, to be finished or cancelled later [test_tasks.BaseTaskTests.test_stop_while_run_in_complete]", async () => {
  const loop = virtualLoop();
  let steps = 0;
  const task: Future<void> = loop.createTask(async () => {
    while (steps < 10) {
      await sleep(100);
      steps++;
      if (steps === 2) {
        loop.stop();
      }
    }
  });
  const error = await errorOf(loop.runUntilComplete(task));
  expect(error.message).toBe("The event loop was stopped before the future was done");
  expect(task.done()).toBe(false);
  expect(steps).toBe(2);
  expect(loop.time()).toBe(200);
  task.cancel();
  expect(await errorOf(loop.runUntilComplete(task))).toBeInstanceOf(CancelledError);
});
