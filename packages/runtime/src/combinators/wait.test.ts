import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { reportsOf } from "../conformance/reports-of.js";
import { callbackCount } from "../conformance/white-box.js";
import {
  ALL_COMPLETED,
  coroutine,
  createTask,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  type Future,
  getRunningLoop,
  sleep,
  wait,
} from "../index.js";
import { runVirtual } from "../testing.js";

const fail = async (delay: number) => {
  await sleep(delay);
  throw new RangeError("really");
};

const now = () => getRunningLoop().time();

describe("wait", () => {
  test("gives all when all are done, and at once when they are already [test_tasks.BaseTaskTests.test_wait]", async () => {
    await runVirtual(async () => {
      const a = createTask(() => sleep(100));
      const b = createTask(() => sleep(150));
      for (let times = 0; times < 2; times++) {
        const [done, pending] = await wait([b, a]);
        expect(done).toEqual(new Set([a, b]));
        expect(pending).toEqual(new Set());
        expect(now()).toBe(150);
      }
    });
  });

  test("counts what is given twice once [test_tasks.BaseTaskTests.test_wait_duplicate_coroutines]", async () => {
    await runVirtual(async () => {
      const say = async (word: string) => word;
      const twice = createTask(say, "test");
      const [done, pending] = await wait([twice, twice, createTask(say, "spam")]);
      expect(pending.size).toBe(0);
      expect([...done].map((task) => task.result())).toEqual(["test", "spam"]);
    });
  });

  test("runs a coroutine that is given twice once", async () => {
    await runVirtual(async () => {
      let runs = 0;
      const once = coroutine(async () => ++runs)();
      const [done] = await wait([once, once]);
      expect([...done].map((task) => task.result())).toEqual([1]);
    });
  });

  test("refuses to wait for nothing, or until something unknown [test_tasks.BaseTaskTests.test_wait_errors]", async () => {
    await runVirtual(async () => {
      expect(await errorOf(wait(new Set<Future<void>>()))).toBeInstanceOf(RangeError);
      const future = getRunningLoop().createFuture();
      // @ts-expect-error: there are three constants for it.
      const error = await errorOf(wait([future], { returnWhen: -1 }));
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toContain("-1");
    });
  });

  test("takes a list of things to wait for, not one of them [test_tasks.BaseTaskTests.test_wait_invalid_args]", async () => {
    const reports = await reportsOf(async () => {
      const future = getRunningLoop().createFuture();
      // @ts-expect-error: a future is no list.
      expect(await errorOf(wait(future))).toBeInstanceOf(TypeError);
      const forgotten = coroutine(async function forgotten() {});
      // @ts-expect-error: a coroutine is no list.
      expect(await errorOf(wait(forgotten()))).toBeInstanceOf(TypeError);
      expect(await errorOf(wait([]))).toBeInstanceOf(RangeError);
    });
    expect(reports.map((report) => report.message)).toEqual([
      "The coroutine forgotten was never awaited: await it, or give it to createTask()",
    ]);
  });

  test("gives the first that is done [test_tasks.BaseTaskTests.test_wait_first_completed]", async () => {
    await runVirtual(async () => {
      const a = createTask(() => sleep(10_000));
      const b = createTask(() => sleep(100));
      const [done, pending] = await wait([b, a], { returnWhen: FIRST_COMPLETED });
      expect(done).toEqual(new Set([b]));
      expect(pending).toEqual(new Set([a]));
      expect(a.done()).toBe(false);
      expect(b.result()).toBeUndefined();
      expect(now()).toBe(100);
      await wait([a, b]);
      expect(now()).toBe(10_000);
    });
  });

  test("looks at all of them when it ends, not only at the one that ended it [test_tasks.BaseTaskTests.test_wait_really_done]", async () => {
    await runVirtual(async () => {
      const a = createTask(async () => {
        await sleep(0);
      });
      const b = createTask(async () => {
        await sleep(0);
        await sleep(0);
      });
      const task = createTask(wait([b, a], { returnWhen: FIRST_COMPLETED }));
      const [done, pending] = await task;
      expect(done).toEqual(new Set([a, b]));
      expect(pending.size).toBe(0);
      expect([a.result(), b.result()]).toEqual([undefined, undefined]);
    });
  });

  test("gives the first that failed already [test_tasks.BaseTaskTests.test_wait_first_exception]", async () => {
    await runVirtual(async () => {
      const a = createTask(() => sleep(10_000));
      const b = createTask(async () => {
        throw new RangeError("err");
      });
      const [done, pending] = await wait([b, a], { returnWhen: FIRST_EXCEPTION });
      expect(done).toEqual(new Set([b]));
      expect(pending).toEqual(new Set([a]));
      expect(now()).toBe(0);
      expect(b.exception()).toEqual(new RangeError("err"));
      await wait([a, b]);
    });
  });

  test("gives the first that fails while it waits [test_tasks.BaseTaskTests.test_wait_first_exception_in_wait]", async () => {
    await runVirtual(async () => {
      const a = createTask(() => sleep(10_000));
      const b = createTask(fail, 10);
      const [done, pending] = await wait([b, a], { returnWhen: FIRST_EXCEPTION });
      expect(done).toEqual(new Set([b]));
      expect(pending).toEqual(new Set([a]));
      expect(now()).toBe(10);
      expect(b.exception()).toEqual(new RangeError("really"));
      await wait([a, b]);
    });
  });

  test("takes note of the failure that ended it: it is not reported", async () => {
    const reports = await reportsOf(async () => {
      await wait([createTask(fail, 10), createTask(fail, 20)], { returnWhen: FIRST_EXCEPTION });
      expect(now()).toBe(10);
    });
    expect(reports).toEqual([]);
  });

  test("waits on where one of them is cancelled: that is no failure", async () => {
    await runVirtual(async () => {
      const a = createTask(() => sleep(50));
      const b = createTask(() => sleep(100));
      await sleep(0);
      a.cancel();
      const [done] = await wait([a, b], { returnWhen: FIRST_EXCEPTION });
      expect(done).toEqual(new Set([a, b]));
      expect(now()).toBe(100);
    });
  });

  test("throws no error of what it waits for [test_tasks.BaseTaskTests.test_wait_with_exception]", async () => {
    await runVirtual(async () => {
      const a = createTask(() => sleep(100));
      const b = createTask(fail, 150);
      for (let times = 0; times < 2; times++) {
        const [done, pending] = await wait([b, a]);
        expect(pending.size).toBe(0);
        const failed = [...done].filter((task) => task.exception() !== null);
        expect(done.size).toBe(2);
        expect(failed).toEqual([b]);
        expect(now()).toBe(150);
      }
    });
  });

  test("gives what is done when the time is over, and cancels nothing [test_tasks.BaseTaskTests.test_wait_with_timeout]", async () => {
    await runVirtual(async () => {
      const a = createTask(() => sleep(100));
      const b = createTask(() => sleep(150));
      const [done, pending] = await wait([b, a], { timeout: 110 });
      expect(done).toEqual(new Set([a]));
      expect(pending).toEqual(new Set([b]));
      expect(now()).toBe(110);
      await b;
      expect(now()).toBe(150);
    });
  });

  test("gives what is done at the very end of the time [test_tasks.BaseTaskTests.test_wait_concurrent_complete]", async () => {
    await runVirtual(async () => {
      const a = createTask(() => sleep(100));
      const b = createTask(() => sleep(150));
      const [done, pending] = await createTask(wait([b, a], { timeout: 100 }));
      expect(done).toEqual(new Set([a]));
      expect(pending).toEqual(new Set([b]));
      expect(now()).toBe(100);
      await b;
    });
  });

  test("takes an iterator [test_tasks.BaseTaskTests.test_wait_with_iterator_of_tasks]", async () => {
    await runVirtual(async () => {
      const a = createTask(() => sleep(100));
      const b = createTask(() => sleep(150));
      const [done, pending] = await wait([b, a].values());
      expect(done).toEqual(new Set([a, b]));
      expect(pending.size).toBe(0);
      expect(now()).toBe(150);
    });
  });

  test("takes a generator, whose tasks it makes one after another [test_tasks.BaseTaskTests.test_wait_generator]", async () => {
    await runVirtual(async () => {
      function* tasks() {
        for (let number = 0; number < 10; number++) {
          yield createTask(async () => number);
        }
      }
      const [done, pending] = await wait(tasks(), { returnWhen: ALL_COMPLETED });
      expect([...done].map((task) => task.result())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(pending.size).toBe(0);
    });
  });

  test("leaves no callback with what is not done [test_tasks.BaseTaskTests.test_wait_discards_awaited_by_for_pending]", async () => {
    await runVirtual(async () => {
      const immortal = getRunningLoop().createFuture<void>();
      const [, pending] = await wait([createTask(() => sleep(0)), immortal], {
        returnWhen: FIRST_COMPLETED,
      });
      expect(pending).toEqual(new Set([immortal]));
      expect(callbackCount(immortal)).toBe(0);
    });
  });

  test("cancels nothing when it is cancelled itself [test_tasks.BaseTaskTests.test_yield_wait_does_not_shield_cancel]", async () => {
    await runVirtual(async () => {
      const waiter = getRunningLoop().createFuture<void>();
      let proof = 0;
      const inner = async () => {
        await waiter;
        proof += 1;
      };
      const outer = createTask(async () => {
        await wait([createTask(inner)]);
        proof += 100;
      });
      await sleep(0);
      outer.cancel();
      await wait([outer]);
      expect(outer.cancelled()).toBe(true);
      expect(waiter.done()).toBe(false);
      waiter.setResult();
      await sleep(0);
      expect(proof).toBe(1);
    });
  });
});
