import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { reportsOf } from "../conformance/reports-of.js";
import { thrownBy } from "../conformance/thrown-by.js";
import {
  CancelledError,
  coroutine,
  createTask,
  getRunningLoop,
  Queue,
  shield,
  sleep,
  TimeoutError,
  wait,
  waitFor,
} from "../index.js";
import { runVirtual } from "../testing.js";

const now = (): number => getRunningLoop().time();

/** Works for 200 ms, however often it is cancelled, and notes when it is done. */
async function workWithoutRegard(ended: number[]): Promise<void> {
  const end = now() + 200;
  while (now() < end) {
    try {
      await sleep(end - now());
    } catch {
      // It does not let itself be cancelled.
    }
  }
  ended.push(now());
}

/** Needs some time to end after it is cancelled. */
async function endSlowly(ended: number[]): Promise<void> {
  try {
    await sleep(10_000);
  } catch (error) {
    await sleep(5);
    throw error;
  } finally {
    ended.push(now());
  }
}

describe("waitFor", () => {
  test("gives the result where it comes in time [test_waitfor.AsyncioWaitForTest.test_wait_for_race_condition]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const future = loop.createFuture<string>();
      const waiting = waitFor(future, 200);
      loop.callSoon(() => future.setResult("ok"));
      expect([await waiting, now()]).toEqual(["ok", 0]);
    });
  });

  test("waits without a limit where it is null [test_waitfor.AsyncioWaitForTest.test_wait_for_blocking]", async () => {
    await runVirtual(async () => {
      const done = coroutine(async () => {
        await sleep(3_600_000);
        return "done";
      });
      expect([await waitFor(done(), null), now()]).toEqual(["done", 3_600_000]);
    });
  });

  test("cancels what it waits for at the limit [test_waitfor.AsyncioWaitForTest.test_wait_for]", async () => {
    await runVirtual(async () => {
      let working: boolean | undefined;
      const task = createTask(async () => {
        working = true;
        try {
          await sleep(1_000_000);
        } finally {
          working = false;
        }
      });
      const error = await errorOf(waitFor(task, 100));
      expect(error).toEqual(new TimeoutError("The time limit was reached"));
      expect([task.done(), task.cancelled(), working, now()]).toEqual([true, true, false, 100]);
    });
  });

  test("waits until what it cancelled has ended [test_waitfor.AsyncioWaitForTest.test_asyncio_wait_for_timeout] [test_waitfor.AsyncioWaitForTest.test_wait_for_waits_for_task_cancellation]", async () => {
    await runVirtual(async () => {
      const ended: number[] = [];
      await waitFor(() => workWithoutRegard(ended), 100);
      expect([ended, now()]).toEqual([[200], 200]);

      const inner = createTask(endSlowly, ended);
      const error = await errorOf(waitFor(inner, 1));
      expect([error.name, (error.cause as Error).name]).toEqual(["TimeoutError", "CancelledError"]);
      expect([ended, now()]).toEqual([[200, 206], 206]);
    });
  });

  test("gives the result of work that ends regularly when it is cancelled [test_waitfor.AsyncioWaitForTest.test_wait_for_cancellation_race_condition] [test_waitfor.AsyncioWaitForTest.test_wait_for_cancel_suppressed]", async () => {
    await runVirtual(async () => {
      const suppress = async (): Promise<number> => {
        try {
          await sleep(10_000);
          return 1;
        } catch {
          return 42;
        }
      };
      expect([await waitFor(suppress, 100), now()]).toEqual([42, 100]);
    });
  });

  test("throws what the work throws when it is cancelled [test_waitfor.AsyncioWaitForTest.test_wait_for_reraises_exception_during_cancellation]", async () => {
    await runVirtual(async () => {
      const inner = createTask(async () => {
        try {
          await sleep(200);
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: a cleanup that fails is what is tested.
          throw new TypeError("cleanup");
        }
      });
      expect(await thrownBy(waitFor(inner, 1))).toBe("TypeError: cleanup");
      expect(now()).toBe(1);
    });
  });

  test("takes no item of a queue after its limit", async () => {
    await runVirtual(async () => {
      const queue = new Queue<number>();
      expect(await thrownBy(waitFor(queue.get(), 100))).toBe("TimeoutError");
      await queue.put(1);
      expect([await waitFor(queue.get(), 100), now()]).toEqual([1, 100]);
    });
  });
});

describe("waitFor with a limit of zero or less", () => {
  test("gives the result of what is done [test_waitfor.AsyncioWaitForTest.test_wait_for_timeout_less_then_0_or_0_future_done]", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture<string>();
      future.setResult("done");
      expect(await waitFor(future, 0)).toBe("done");
      expect(await waitFor(future, -1)).toBe("done");
    });
  });

  test("does not start a coroutine or a function [test_waitfor.AsyncioWaitForTest.test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started]", async () => {
    let started = 0;
    const reports = await reportsOf(async () => {
      const work = async (): Promise<void> => {
        started++;
      };
      expect(await thrownBy(waitFor(coroutine(work)(), 0))).toBe("TimeoutError");
      expect(await thrownBy(waitFor(work, 0))).toBe("TimeoutError");
    });
    expect([started, reports]).toEqual([0, []]);
  });

  test("cancels what is not done [test_waitfor.AsyncioWaitForTest.test_wait_for_timeout_less_then_0_or_0]", async () => {
    for (const limit of [0, -1]) {
      await runVirtual(async () => {
        let working: boolean | undefined;
        const started = getRunningLoop().createFuture<void>();
        const task = createTask(async () => {
          working = true;
          started.setResult();
          try {
            await sleep(10_000);
          } finally {
            working = false;
          }
        });
        await started;
        expect(await thrownBy(waitFor(task, limit))).toBe("TimeoutError");
        expect([task.done(), task.cancelled(), working, now()]).toEqual([true, true, false, 0]);
      });
    }
  });

  test("waits until what it cancelled has ended [test_waitfor.AsyncioWaitForTest.test_wait_for_waits_for_task_cancellation_w_timeout_0]", async () => {
    await runVirtual(async () => {
      const ended: number[] = [];
      const inner = createTask(endSlowly, ended);
      await sleep(1);
      const error = await errorOf(waitFor(inner, 0));
      expect([error.name, (error.cause as Error).name]).toEqual(["TimeoutError", "CancelledError"]);
      expect([ended, now()]).toEqual([[6], 6]);
    });
  });
});

describe("cancelling a waitFor", () => {
  test("cancels what it waits for, with a limit or without [test_waitfor.AsyncioWaitForTest.test_cancel_blocking_wait_for] [test_waitfor.AsyncioWaitForTest.test_cancel_wait_for]", async () => {
    for (const limit of [null, 60_000]) {
      await runVirtual(async () => {
        const loop = getRunningLoop();
        const task = createTask(async () => {
          await loop.createFuture<void>();
        });
        const waiting = createTask(waitFor(task, limit));
        loop.callSoon(() => waiting.cancel());
        expect(await thrownBy(waiting)).toBe("CancelledError");
        expect([task.cancelled(), now()]).toEqual([true, 0]);
      });
    }
  });

  test("waits until the work has ended [test_waitfor.AsyncioWaitForTest.test_asyncio_wait_for_cancelled]", async () => {
    await runVirtual(async () => {
      const ended: number[] = [];
      const waiting = createTask(waitFor(() => workWithoutRegard(ended), 400));
      await sleep(0);
      waiting.cancel();
      await wait([waiting]);
      expect([ended, now()]).toEqual([[200], 200]);
    });
  });

  test("is not lost where the work has ended in the same iteration [test_waitfor.AsyncioWaitForTest.test_wait_for_issue86296]", async () => {
    await runVirtual(async () => {
      const inner = createTask(async () => "done");
      let reachedEnd = false;
      const task = createTask(async () => {
        await waitFor(inner, 100);
        await sleep(1_000);
        reachedEnd = true;
      });
      await sleep(0);
      task.cancel();
      expect(await thrownBy(task)).toBe("CancelledError");
      expect([inner.done(), await inner, reachedEnd, now()]).toEqual([true, "done", false, 0]);
    });
  });
});

describe("waitFor of a shield", () => {
  test("with a limit of zero leaves the task alone [test_waitfor.WaitForShieldTests.test_zero_timeout]", async () => {
    await runVirtual(async () => {
      const task = createTask(sleep(10, "done"));
      const shielded = shield(task);
      expect(await thrownBy(waitFor(shielded, 0))).toBe("TimeoutError");
      expect([task.done(), task.cancelled(), shielded.cancelled()]).toEqual([false, false, true]);
      await sleep(100);
      expect([task.done(), task.result()]).toEqual([true, "done"]);
    });
  });

  test("without a limit waits for the task [test_waitfor.WaitForShieldTests.test_none_timeout]", async () => {
    await runVirtual(async () => {
      const task = createTask(sleep(100, "done"));
      expect(await waitFor(shield(task), null)).toBe("done");
      expect([task.done(), now()]).toEqual([true, 100]);
    });
  });

  test("leaves the task running at the limit [test_waitfor.WaitForShieldTests.test_shielded_timeout]", async () => {
    await runVirtual(async () => {
      const task = createTask(sleep(100, "done"));
      expect(await thrownBy(waitFor(shield(task), 10))).toBe("TimeoutError");
      expect([task.done(), task.cancelled(), now()]).toEqual([false, false, 10]);
      expect([await task, now()]).toEqual(["done", 100]);
    });
  });
});

describe("waitFor of a promise that runs already", () => {
  test("gives its result", async () => {
    expect(await runVirtual(() => waitFor(Promise.resolve("done"), 5))).toBe("done");
  });

  test("gives up at the limit, without an effect on the promise", async () => {
    await runVirtual(async () => {
      let resolve: (value: string) => void = () => {};
      const foreign = new Promise<string>((settle) => {
        resolve = settle;
      });
      const error = await errorOf(waitFor(foreign, 0));
      expect(error).toEqual(new TimeoutError("The time limit was reached"));
      expect(error.cause).toBeInstanceOf(CancelledError);
      resolve("too late");
      expect(await foreign).toBe("too late");
    });
  });
});
