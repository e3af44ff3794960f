import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import { type Executor, getRunningLoop, RuntimeError, run, sleep } from "../index.js";
import { runVirtual } from "../testing.js";

afterEach(() => {
  jest.restoreAllMocks();
});

/** Runs what it is given when the test says so. */
class ManualExecutor implements Executor {
  readonly log: string[] = [];
  readonly #pending: (() => void)[] = [];
  endOfShutdown: PromiseLike<void> | undefined = undefined;

  submit<A extends readonly unknown[], R>(
    fn: (...args: A) => PromiseLike<R> | R,
    ...args: A
  ): Promise<R> {
    this.log.push("submitted");
    return new Promise<R>((resolve, reject) => {
      this.#pending.push(() => {
        try {
          resolve(fn(...args));
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  runPending(): void {
    for (const work of this.#pending.splice(0)) {
      this.log.push("ran");
      work();
    }
  }

  shutdown(): PromiseLike<void> | undefined {
    this.log.push("shut down");
    return this.endOfShutdown;
  }
}

describe("runInExecutor", () => {
  test("gives what the function gives in the executor [test_events.EventLoopTestsMixin.test_run_in_executor]", async () => {
    const executor = new ManualExecutor();
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const future = loop.runInExecutor(executor, (name: string) => [name, "ran"], "yo");
      setImmediate(() => executor.runPending());
      expect(await future).toEqual(["yo", "ran"]);
    });
  });

  test("throws what the function throws there", async () => {
    const executor = new ManualExecutor();
    await runVirtual(async () => {
      const future = getRunningLoop().runInExecutor(executor, () => {
        throw new TypeError("in the executor");
      });
      setImmediate(() => executor.runPending());
      expect(await errorOf(future)).toEqual(new TypeError("in the executor"));
    });
  });

  test("that was cancelled leaves the loop alone when the work ends [test_events.EventLoopTestsMixin.test_run_in_executor_cancel]", async () => {
    const executor = new ManualExecutor();
    const loop = virtualLoop();
    loop.setDefaultExecutor(executor);
    const future = loop.runInExecutor(null, () => "too late");
    future.cancel();
    await loop.runUntilComplete(loop.shutdownDefaultExecutor());
    loop.close();
    const callSoon = jest.spyOn(loop, "callSoon");
    executor.runPending();
    await new Promise(setImmediate);
    expect([callSoon.mock.calls, future.cancelled()]).toEqual([[], true]);
    expect(executor.log).toEqual(["submitted", "shut down", "ran"]);
  });

  test("needs an executor", () => {
    const loop = virtualLoop();
    expect(() => loop.runInExecutor(null, () => 1)).toThrow(
      new RuntimeError(
        "The loop has no default executor: import @awaitwise/runtime/node, or give an object with submit() and shutdown() to runInExecutor(), or to setDefaultExecutor()",
      ),
    );
    loop.close();
  });
});

describe("the default executor", () => {
  test("is used where none is given, and shut down at the end of run [test_base_events.BaseEventLoopTests.test_set_default_executor]", async () => {
    const executor = new ManualExecutor();
    const main = async (): Promise<number> => {
      const loop = getRunningLoop();
      loop.setDefaultExecutor(executor);
      setImmediate(() => executor.runPending());
      return await loop.runInExecutor(null, Math.sqrt, 16);
    };
    expect(await runVirtual(main)).toBe(4);
    expect(executor.log).toEqual(["submitted", "ran", "shut down"]);
  });

  test("must be an executor [test_base_events.BaseEventLoopTests.test_set_default_executor_error]", () => {
    const loop = virtualLoop();
    for (const value of [{}, () => {}, null, 1]) {
      expect(() => loop.setDefaultExecutor(value as never)).toThrow(TypeError);
    }
    expect(() => loop.runInExecutor(null, () => 1)).toThrow(RuntimeError);
    loop.close();
  });

  test("is waited for at its shutdown, for a limited time where one is given [test_base_events.BaseEventLoopTests.test_shutdown_default_executor_timeout]", async () => {
    const printed: unknown[][] = [];
    jest.spyOn(console, "error").mockImplementation((...values) => {
      printed.push(values);
    });
    const loop = virtualLoop();
    const executor = new ManualExecutor();
    executor.endOfShutdown = new Promise(() => {});
    loop.setDefaultExecutor(executor);
    await loop.runUntilComplete(loop.shutdownDefaultExecutor(0));
    expect(printed).toEqual([["The executor did not shut down within 0 ms"]]);
    loop.close();

    const patient = virtualLoop();
    const ended: string[] = [];
    executor.endOfShutdown = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      ended.push("executor");
    });
    patient.setDefaultExecutor(executor);
    await patient.runUntilComplete(patient.shutdownDefaultExecutor());
    expect(ended).toEqual(["executor"]);
    patient.close();
  });

  test("is shut down when the main task and those left have ended", async () => {
    const executor = new ManualExecutor();
    await run(async () => {
      const loop = getRunningLoop();
      loop.setDefaultExecutor(executor);
      loop.createTask(async () => {
        try {
          await sleep(10_000);
        } finally {
          executor.log.push("task ended");
        }
      });
      await sleep(0);
    });
    expect(executor.log).toEqual(["task ended", "shut down"]);
  });
});
