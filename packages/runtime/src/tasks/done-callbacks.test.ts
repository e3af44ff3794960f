import { describe, expect, test } from "@jest/globals";
import { reportsOf } from "../conformance/reports-of.js";
import { createTask, type Future, getRunningLoop, sleep } from "../index.js";
import { runVirtual } from "../testing.js";

/** Three callbacks that say which of them was called, and with what. */
function callbacks() {
  const called: string[] = [];
  const make = (name: string) => (future: Future<unknown>) => {
    called.push(future.done() ? name : `${name} too early`);
  };
  return { called, first: make("first"), second: make("second"), third: make("third") };
}

function futureWith(...given: ((future: Future<unknown>) => void)[]): Future<unknown> {
  const future = getRunningLoop().createFuture();
  for (const callback of given) {
    future.addDoneCallback(callback);
  }
  return future;
}

describe("done callbacks", () => {
  test("are called in their order, at the turn after the result [test_futures.BaseFutureDoneCallbackTests.test_callbacks_invoked_on_set_result]", async () => {
    await runVirtual(async () => {
      const { called, first, second } = callbacks();
      const future = futureWith(first, second);
      future.setResult("foo");
      expect(called).toEqual([]);
      await sleep(0);
      expect(called).toEqual(["first", "second"]);
      expect(future.result()).toBe("foo");
    });
  });

  test("are called for an error too [test_futures.BaseFutureDoneCallbackTests.test_callbacks_invoked_on_set_exception]", async () => {
    await runVirtual(async () => {
      const { called, first } = callbacks();
      const future = futureWith(first);
      const error = new Error("no");
      future.setException(error);
      expect(called).toEqual([]);
      await sleep(0);
      expect(called).toEqual(["first"]);
      expect(future.exception()).toBe(error);
    });
  });

  test("are called for a cancellation too", async () => {
    await runVirtual(async () => {
      const { called, first } = callbacks();
      futureWith(first).cancel();
      await sleep(0);
      expect(called).toEqual(["first"]);
    });
  });

  test("are called soon where the future is done already", async () => {
    await runVirtual(async () => {
      const { called, first } = callbacks();
      const future = futureWith();
      future.setResult(1);
      future.addDoneCallback(first);
      expect(called).toEqual([]);
      await sleep(0);
      expect(called).toEqual(["first"]);
    });
  });

  test("leave out the first where it was removed [test_futures.BaseFutureDoneCallbackTests.test_callbacks_remove_first_callback]", async () => {
    await runVirtual(async () => {
      const { called, first, second, third } = callbacks();
      const future = futureWith(first, second, third);
      expect(future.removeDoneCallback(first)).toBe(1);
      expect(future.removeDoneCallback(first)).toBe(0);
      future.setResult("foo");
      await sleep(0);
      expect(called).toEqual(["second", "third"]);
    });
  });

  test("leave out the first two where they were removed [test_futures.BaseFutureDoneCallbackTests.test_callbacks_remove_first_and_second_callback]", async () => {
    await runVirtual(async () => {
      const { called, first, second, third } = callbacks();
      const future = futureWith(first, second, third);
      future.removeDoneCallback(first);
      future.removeDoneCallback(second);
      expect(future.removeDoneCallback(first)).toBe(0);
      future.setResult("foo");
      await sleep(0);
      expect(called).toEqual(["third"]);
    });
  });

  test("leave out the last where it was removed [test_futures.BaseFutureDoneCallbackTests.test_callbacks_remove_third_callback]", async () => {
    await runVirtual(async () => {
      const { called, first, second, third } = callbacks();
      const future = futureWith(first, second, third);
      future.removeDoneCallback(third);
      expect(future.removeDoneCallback(third)).toBe(0);
      future.setResult("foo");
      await sleep(0);
      expect(called).toEqual(["first", "second"]);
    });
  });

  test("are removed as often as they were added, and counted [test_futures.BaseFutureDoneCallbackTests.test_remove_done_callback]", async () => {
    await runVirtual(async () => {
      const { called, first, second, third } = callbacks();
      const future = futureWith(first, second);
      expect(future.removeDoneCallback(second)).toBe(1);
      expect(future.removeDoneCallback(third)).toBe(0);
      future.addDoneCallback(second);
      for (let times = 0; times < 5; times++) {
        future.addDoneCallback(first);
      }
      expect(future.removeDoneCallback(first)).toBe(6);
      future.setResult("foo");
      await sleep(0);
      expect(called).toEqual(["second"]);
    });
  });

  test("that are scheduled already are not removed by one of them [test_futures.BaseFutureDoneCallbackTests.test_schedule_callbacks_list_mutation_1]", async () => {
    await runVirtual(async () => {
      const { called, second } = callbacks();
      const removed: number[] = [];
      const future = futureWith(
        (done) => removed.push(done.removeDoneCallback(second)),
        second,
        second,
      );
      future.setResult(1);
      await sleep(0);
      expect(removed).toEqual([0]);
      expect(called).toEqual(["second", "second"]);
    });
  });

  test("run outside of any task, and before the tasks that were resumed after them", async () => {
    await runVirtual(async () => {
      const { called, first, third } = callbacks();
      const future = futureWith(first);
      createTask(async () => {
        await future;
        called.push("task");
      });
      await sleep(0);
      future.addDoneCallback(third);
      future.setResult(1);
      await sleep(0);
      expect(called).toEqual(["first", "task", "third"]);
    });
  });

  test("that throw are reported, and keep no other from its call", async () => {
    const error = new Error("in the callback");
    let called = 0;
    const reports = await reportsOf(async () => {
      const future = futureWith(
        () => {
          throw error;
        },
        () => called++,
      );
      future.setResult(1);
      await sleep(0);
    });
    expect(reports.map((report) => report.exception)).toEqual([error]);
    expect(called).toBe(1);
  });
});
