import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { reportsOf } from "../conformance/reports-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import { callbackCount } from "../conformance/white-box.js";
import {
  CancelledError,
  coroutine,
  createTask,
  type Future,
  gather,
  getRunningLoop,
  RuntimeError,
  setEventLoop,
  shield,
  sleep,
} from "../index.js";
import { runVirtual } from "../testing.js";

const answer = coroutine(async () => 42);

/** A pending future, and a shield around it that has been cancelled. */
async function cancelledShield(): Promise<{ inner: Future<unknown>; outer: Future<unknown> }> {
  const inner = getRunningLoop().createFuture();
  const outer = shield(inner);
  await sleep(0);
  outer.cancel();
  await sleep(0);
  return { inner, outer };
}

describe("a shield", () => {
  test("gives the result of what is inside [test_tasks.BaseTaskTests.test_shield_result]", async () => {
    await runVirtual(async () => {
      const inner = getRunningLoop().createFuture<number>();
      const outer = shield(inner);
      inner.setResult(42);
      expect(await outer).toBe(42);
    });
  });

  test("has the error of what is inside [test_tasks.BaseTaskTests.test_shield_exception]", async () => {
    await runVirtual(async () => {
      const inner = getRunningLoop().createFuture();
      const outer = shield(inner);
      await sleep(0);
      const error = new Error("expected");
      inner.setException(error);
      await sleep(0);
      expect(outer.exception()).toBe(error);
    });
  });

  test("is cancelled with what is inside [test_tasks.BaseTaskTests.test_shield_cancel_inner]", async () => {
    await runVirtual(async () => {
      const inner = getRunningLoop().createFuture();
      const outer = shield(inner);
      await sleep(0);
      inner.cancel();
      await sleep(0);
      expect(outer.cancelled()).toBe(true);
    });
  });

  test("takes the cancellation, and leaves no callback behind [test_tasks.BaseTaskTests.test_shield_cancel_outer]", async () => {
    await runVirtual(async () => {
      const { inner, outer } = await cancelledShield();
      expect(outer.cancelled()).toBe(true);
      expect(callbackCount(outer)).toBe(0);
      expect(inner.done()).toBe(false);
      expect(callbackCount(inner)).toBe(0);
    });
  });

  test("that was cancelled inside of a task leaves no callback either [test_tasks.BaseTaskTests.test_shield_cancel_outer_in_task]", async () => {
    await runVirtual(async () => {
      const inner = getRunningLoop().createFuture();
      await createTask(async () => {
        const outer = shield(inner);
        expect(callbackCount(inner)).toBe(1);
        outer.cancel();
        await sleep(0);
        expect(outer.cancelled()).toBe(true);
      });
      expect(callbackCount(inner)).toBe(0);
    });
  });

  test("that was cancelled lets a later result pass unseen [test_tasks.BaseTaskTests.test_shield_cancel_outer_result]", async () => {
    const reports = await reportsOf(async () => {
      const { inner } = await cancelledShield();
      inner.setResult(1);
      await sleep(0);
    });
    expect(reports).toEqual([]);
  });

  test("that was cancelled reports no later error that somebody asks for [test_tasks.BaseTaskTests.test_shield_cancel_outer_exception]", async () => {
    const error = new Error("foo");
    const reports = await reportsOf(async () => {
      const { inner } = await cancelledShield();
      inner.setException(error);
      await sleep(0);
      expect(inner.exception()).toBe(error);
    });
    expect(reports).toEqual([]);
  });

  test("that was cancelled leaves a later error to be reported once, as of any future [test_tasks.BaseTaskTests.test_shield_cancel_outer_exception_never_retrieved]", async () => {
    const error = new Error("foo");
    const reports = await reportsOf(async () => {
      const { inner } = await cancelledShield();
      inner.setException(error);
      await sleep(0);
    });
    expect(reports.map((report) => report.exception)).toEqual([error]);
  });

  test("that was cancelled twice leaves a later error to be reported once [test_tasks.BaseTaskTests.test_shield_duplicate_log_once]", async () => {
    const error = new Error("foo");
    const reports = await reportsOf(async () => {
      const { inner } = await cancelledShield();
      const again = shield(inner);
      await sleep(0);
      again.cancel();
      await sleep(0);
      inner.setException(error);
      await sleep(0);
    });
    expect(reports.map((report) => report.exception)).toEqual([error]);
  });

  test("can be put up and cancelled again [test_tasks.BaseTaskTests.test_shield_cancel_outer_twice_exception]", async () => {
    const error = new Error("foo");
    const reports = await reportsOf(async () => {
      const { inner } = await cancelledShield();
      const again = shield(inner);
      await sleep(0);
      again.cancel();
      await sleep(0);
      expect(callbackCount(inner)).toBe(0);
      inner.setException(error);
      await sleep(0);
      expect(inner.exception()).toBe(error);
    });
    expect(reports).toEqual([]);
  });

  test("around what is done is that itself [test_tasks.BaseTaskTests.test_shield_shortcut]", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture<number>();
      future.setResult(42);
      expect(shield(future)).toBe(future);
      expect(await shield(future)).toBe(42);
    });
  });

  test("lets the inside go on when the outside is cancelled [test_tasks.BaseTaskTests.test_shield_effect]", async () => {
    await runVirtual(async () => {
      const waiter = getRunningLoop().createFuture<void>();
      let proof = 0;
      const outer = createTask(async () => {
        await shield(async () => {
          await waiter;
          proof += 1;
        });
        proof += 100;
      });
      await sleep(0);
      await sleep(0);
      outer.cancel();
      expect(await errorOf(outer)).toBeInstanceOf(CancelledError);
      waiter.setResult();
      await sleep(0);
      expect(proof).toBe(1);
    });
  });

  test("protects all that a gather waits for [test_tasks.BaseTaskTests.test_shield_gather]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const [first, second] = [loop.createFuture<number>(), loop.createFuture<number>()];
      const parent = gather(first, second);
      const outer = shield(parent);
      await sleep(0);
      outer.cancel();
      await sleep(0);
      expect(outer.cancelled()).toBe(true);
      first.setResult(1);
      second.setResult(2);
      await sleep(0);
      expect(parent.result()).toEqual([1, 2]);
    });
  });

  test("inside of a gather is all that the gather cancels [test_tasks.BaseTaskTests.test_gather_shield]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const children = [loop.createFuture<number>(), loop.createFuture<number>()] as const;
      const shields = [shield(children[0]), shield(children[1])] as const;
      const parent = gather(...shields);
      await sleep(0);
      parent.cancel();
      await sleep(0);
      await sleep(0);
      expect(parent.exception()).toBeInstanceOf(CancelledError);
      expect(shields.map((one) => one.cancelled())).toEqual([true, true]);
      expect(children.map((one) => one.done())).toEqual([false, false]);
      children[0].setResult(1);
      children[1].setResult(2);
      await sleep(0);
      expect(children.map((one) => one.result())).toEqual([1, 2]);
    });
  });

  test("around a coroutine needs a loop [test_tasks.BaseTaskTests.test_shield_coroutine_without_loop]", () => {
    expect(() => shield(answer())).toThrow(RuntimeError);
  });

  test("around a coroutine belongs to the loop that runs [test_tasks.BaseTaskTests.test_shield_coroutine_use_running_loop]", async () => {
    const loop = virtualLoop();
    const [outer] = await loop.runUntilComplete(async () => [shield(answer())]);
    expect(outer?.getLoop()).toBe(loop);
    expect(await loop.runUntilComplete(outer as Future<number>)).toBe(42);
  });

  test("around a coroutine belongs to the loop that was set, where none runs [test_tasks.BaseTaskTests.test_shield_coroutine_use_global_loop]", async () => {
    const loop = virtualLoop();
    setEventLoop(loop);
    try {
      const outer = shield(answer());
      expect(outer.getLoop()).toBe(loop);
      expect(await loop.runUntilComplete(outer)).toBe(42);
    } finally {
      setEventLoop(null);
    }
  });
});
