import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  CancelledError,
  createTask,
  Future,
  getRunningLoop,
  InvalidStateError,
  isFuture,
  RuntimeError,
  setEventLoop,
  sleep,
} from "../index.js";
import { runVirtual } from "../testing.js";

/** A future is done for good: it takes no other outcome, and cannot be cancelled any more. */
function expectToBeFinal(future: Future<unknown>) {
  expect(future.done()).toBe(true);
  expect(() => future.setResult(null)).toThrow(InvalidStateError);
  expect(() => future.setException(new Error("late"))).toThrow(InvalidStateError);
  expect(future.cancel()).toBe(false);
}

describe("a future", () => {
  test("is pending at first, until it is cancelled [test_futures.BaseFutureTests.test_initial_state]", () => {
    const future = virtualLoop().createFuture();
    expect([future.done(), future.cancelled()]).toEqual([false, false]);
    future.cancel();
    expect([future.done(), future.cancelled()]).toEqual([true, true]);
  });

  test("has its result's type as a parameter [test_futures.BaseFutureTests.test_generic_alias]", () => {
    const future = virtualLoop().createFuture<string>();
    // @ts-expect-error: the result is a string.
    const setNumber = () => future.setResult(1);
    future.setResult("text");
    const result: string = future.result();
    expect(result).toBe("text");
    expect(setNumber).toThrow(InvalidStateError);
  });

  test("is told from what is none [test_futures.BaseFutureTests.test_isfuture]", () => {
    const future = virtualLoop().createFuture();
    expect(isFuture(future)).toBe(true);
    for (const other of [Future, 1, null, undefined, Promise.resolve(), "future"]) {
      expect(isFuture(other)).toBe(false);
    }
  });

  test("belongs to the loop that runs [test_futures.BaseFutureTests.test_constructor_use_running_loop]", async () => {
    await runVirtual(() => {
      expect(new Future().getLoop()).toBe(getRunningLoop());
    });
  });

  test("belongs to the loop that was set, where none runs [test_futures.BaseFutureTests.test_constructor_use_global_loop]", () => {
    const loop = virtualLoop();
    setEventLoop(loop);
    try {
      expect(new Future().getLoop()).toBe(loop);
    } finally {
      setEventLoop(null);
    }
  });

  test("cannot be made without a loop [test_futures.BaseFutureTests.test_constructor_without_loop]", () => {
    expect(() => new Future()).toThrow(RuntimeError);
  });

  test("is made from nothing but a loop [test_futures.BaseFutureTests.test_constructor_positional]", () => {
    // @ts-expect-error: a result is given by setResult.
    const make = () => new Future<number>(42);
    expect(make).toThrow(TypeError);
  });

  test("that is cancelled has nothing but a CancelledError [test_futures.BaseFutureTests.test_cancel]", () => {
    const future = virtualLoop().createFuture();
    expect(future.cancel()).toBe(true);
    expect(future.cancelled()).toBe(true);
    expect(() => future.result()).toThrow(CancelledError);
    expect(() => future.exception()).toThrow(CancelledError);
    expectToBeFinal(future);
  });

  test("that has a result has no error [test_futures.BaseFutureTests.test_result]", () => {
    const future = virtualLoop().createFuture<number>();
    expect(() => future.result()).toThrow(InvalidStateError);
    future.setResult(42);
    expect(future.cancelled()).toBe(false);
    expect(future.result()).toBe(42);
    expect(future.exception()).toBeNull();
    expectToBeFinal(future);
  });

  test("that has an error throws it for its result [test_futures.BaseFutureTests.test_exception]", () => {
    const future = virtualLoop().createFuture();
    const error = new RangeError("no");
    expect(() => future.exception()).toThrow(InvalidStateError);
    future.setException(error);
    expect(future.cancelled()).toBe(false);
    expect(() => future.result()).toThrow(error);
    expect(future.exception()).toBe(error);
    expectToBeFinal(future);
  });

  test("throws an error of any kind as it is", async () => {
    await runVirtual(async () => {
      for (const error of ["text", 0, null, undefined, { code: 1 }]) {
        const future = getRunningLoop().createFuture();
        future.setException(error);
        let thrown: unknown = "nothing";
        await future.catch((reason: unknown) => {
          thrown = reason;
        });
        expect(thrown).toBe(error);
      }
    });
  });

  test("is cancelled with a message [test_futures.BaseFutureTests.test_future_cancel_message_getter]", async () => {
    const loop = virtualLoop();
    const future = loop.createFuture();
    future.cancel("my message");
    expect(() => future.result()).toThrow(new CancelledError("my message"));
    const error = await errorOf(loop.runUntilComplete(future));
    expect(error).toBeInstanceOf(CancelledError);
    expect(error.message).toBe("my message");
  });

  test("keeps the message that it was cancelled with first", () => {
    const future = virtualLoop().createFuture();
    future.cancel("first");
    expect(future.cancel("second")).toBe(false);
    expect(() => future.exception()).toThrow(new CancelledError("first"));
  });

  test("can be awaited again, and gives up the turn only while it is pending [test_futures.BaseFutureTests.test_yield_from_twice]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const future = loop.createFuture<number>();
      const log: unknown[] = [];
      createTask(async () => {
        log.push("begun");
        log.push(["first", await future]);
        loop.callSoon(() => log.push("later"));
        log.push(["second", await future]);
      });
      await sleep(0);
      expect(log).toEqual(["begun"]);
      future.setResult(42);
      await sleep(0);
      expect(log).toEqual(["begun", ["first", 42], ["second", 42]]);
      await sleep(0);
      expect(log.at(-1)).toBe("later");
    });
  });

  test("gives a promise to a then that follows an await in the same breath", async () => {
    await runVirtual(async () => {
      const seen: string[] = [];
      const task = createTask(async () => {
        await sleep(1);
        return 1;
      });
      const awaiting = async (): Promise<void> => {
        seen.push(`awaited ${await task}`);
      };
      const awaited = awaiting();
      const chained = task.then((value) => {
        seen.push(`chained ${value}`);
        return value + 1;
      });
      const again = awaiting();
      expect(await chained).toBe(2);
      await Promise.all([awaited, again]);
      expect(seen).toEqual(["awaited 1", "chained 1", "awaited 1"]);
    });
  });

  test("gives a list as one result [test_futures.BaseFutureTests.test_future_stop_iteration_args]", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture<[number, number]>();
      const pair: [number, number] = [1, 2];
      future.setResult(pair);
      expect(await future).toBe(pair);
    });
  });

  test("adds nothing to its error, however often it is awaited [test_futures2.FutureTests.test_future_traceback]", async () => {
    await runVirtual(async () => {
      const error = new TypeError("42");
      const before = error.stack;
      const future = createTask(async () => {
        throw error;
      });
      for (let times = 0; times < 5; times++) {
        expect(await errorOf(future)).toBe(error);
      }
      expect(error.stack).toBe(before);
      expect(error.cause).toBeUndefined();
    });
  });

  test("of a subclass works as any other, even where it has no getLoop [test_tasks.CTask_Future_Tests.test_foobar]", async () => {
    class Odd<T> extends Future<T> {
      override getLoop(): never {
        throw new Error("There is no loop to see");
      }
    }
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const future = new Odd<number>(loop);
      loop.callLater(100, () => future.setResult(1));
      const task = createTask(async () => {
        expect(await future).toBe(1);
        return "spam";
      });
      expect(await task).toBe("spam");
      expect(loop.time()).toBe(100);
    });
  });

  test("wakes each of its waiters, in the order in which they came", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture<string>();
      const log: string[] = [];
      const wait = async (name: string) => {
        log.push(`${name} ${await future}`);
      };
      const tasks = ["a", "b", "c"].map((name) => createTask(wait, name));
      await sleep(0);
      future.setResult("ok");
      await Promise.all(tasks);
      expect(log).toEqual(["a ok", "b ok", "c ok"]);
    });
  });
});
