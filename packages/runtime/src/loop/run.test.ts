import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  createTask,
  EventLoop,
  getEventLoop,
  getRunningLoop,
  RuntimeError,
  run,
  sleep,
  type Task,
  VirtualClock,
} from "../index.js";

const clock = (): { clock: VirtualClock } => ({ clock: new VirtualClock() });

describe("run", () => {
  test("gives the result of the main task [test_runners.RunTests.test_asyncio_run_return]", async () => {
    const main = async (): Promise<number> => {
      await sleep(0);
      return 42;
    };
    expect(await run(main, clock())).toBe(42);
  });

  test("throws the error of the main task [test_runners.RunTests.test_asyncio_run_raises]", async () => {
    const error = new TypeError("of the main task");
    const main = async (): Promise<never> => {
      await sleep(0);
      throw error;
    };
    expect(await errorOf(run(main, clock()))).toBe(error);
  });

  test("takes nothing but work [test_runners.RunTests.test_asyncio_run_only_coro]", async () => {
    for (const value of [1, "main", {}, null, undefined]) {
      const error = await errorOf(run(value as never, clock()));
      expect(error).toBeInstanceOf(TypeError);
    }
  });

  test("runs in debug mode where it is asked to, or the loop was made so [test_runners.RunTests.test_asyncio_run_debug]", async () => {
    const isDebug = (): boolean => getRunningLoop().getDebug();
    const loopFactory = (): EventLoop => new EventLoop({ debug: true });
    expect(await run(isDebug, { debug: false })).toBe(false);
    expect(await run(isDebug, { debug: true })).toBe(true);
    expect(await run(isDebug, { loopFactory })).toBe(true);
    expect(await run(isDebug, { loopFactory, debug: false })).toBe(false);
    expect(await run(isDebug)).toBe(false);
  });

  test("refuses to run inside of a running loop [test_runners.RunTests.test_asyncio_run_from_running_loop]", async () => {
    let ran = false;
    const inner = async (): Promise<void> => {
      ran = true;
    };
    const refusal = new RuntimeError(
      "run() cannot be called inside of a running event loop: await the work instead",
    );
    expect(await errorOf(run(() => run(inner), clock()))).toEqual(refusal);
    expect(ran).toBe(false);
  });

  test("cancels the tasks that are left, and waits for them [test_runners.RunTests.test_asyncio_run_cancels_hanging_tasks]", async () => {
    const ended: string[] = [];
    let left: Task<void>[] = [];
    const clock = new VirtualClock();
    const work = async (name: string, cleanup: number): Promise<void> => {
      try {
        await sleep(100);
      } finally {
        await sleep(cleanup);
        ended.push(name);
      }
    };
    const main = async (): Promise<number> => {
      left = [createTask(work, "a", 20), createTask(work, "b", 10)];
      await sleep(0);
      return 123;
    };
    expect(await run(main, { clock })).toBe(123);
    expect(left.map((task) => task.cancelled())).toEqual([true, true]);
    expect([ended, clock.now()]).toEqual([["b", "a"], 20]);
  });

  test("reports the errors of the tasks that are left [test_runners.RunTests.test_asyncio_run_reports_hanging_tasks_errors]", async () => {
    const reports: unknown[] = [];
    let left: Task<void> | undefined;
    const failure = new Error("while it was cancelled");
    const leftover = async (): Promise<void> => {
      try {
        await sleep(100);
      } catch {
        throw failure;
      }
    };
    const main = async (): Promise<number> => {
      getRunningLoop().setExceptionHandler((_loop, context) => {
        reports.push(context);
      });
      left = createTask(leftover, { name: "leftover" });
      await sleep(0);
      return 123;
    };
    expect(await run(main, clock())).toBe(123);
    expect(reports).toEqual([
      {
        message: 'Task "leftover" failed while it was cancelled at the end of run()',
        exception: failure,
        task: left,
      },
    ]);
  });

  test("closes the generator over which a task that is left iterates [test_runners.RunTests.test_asyncio_run_closes_gens_after_hanging_tasks_errors]", async () => {
    const log: string[] = [];
    class FancyExit extends Error {}
    const fidget = async function* (): AsyncGenerator<number> {
      try {
        for (;;) {
          yield 1;
          await sleep(1_000);
        }
      } finally {
        log.push("generator closed");
      }
    };
    let spinning: Task<void> | undefined;
    const spin = async (): Promise<void> => {
      try {
        for await (const turn of fidget()) {
          log.push(`turn ${turn}`);
        }
      } catch {
        throw new Error("spin failed");
      }
    };
    const main = async (): Promise<void> => {
      getRunningLoop().setExceptionHandler((_loop, { exception }) => {
        log.push(String(exception));
      });
      spinning = createTask(spin);
      await sleep(500);
      throw new FancyExit();
    };
    expect(await errorOf(run(main, clock()))).toBeInstanceOf(FancyExit);
    expect(spinning?.done()).toBe(true);
    expect(log).toEqual(["turn 1", "generator closed", "Error: spin failed"]);
  });

  test("makes its loop the current one [test_runners.RunTests.test_asyncio_run_set_event_loop]", async () => {
    const running = run(async () => {
      await sleep(0);
      return getRunningLoop();
    }, clock());
    const current = getEventLoop();
    expect(await running).toBe(current);
    expect(current.isClosed()).toBe(true);
    expect(getEventLoop()).not.toBe(current);
  });

  test("takes its loop from the factory given [test_runners.RunTests.test_asyncio_run_loop_factory]", async () => {
    const loop = virtualLoop();
    let calls = 0;
    const loopFactory = (): EventLoop => {
      calls++;
      return loop;
    };
    expect(await run(() => getRunningLoop(), { loopFactory })).toBe(loop);
    expect([calls, loop.isClosed()]).toEqual([1, true]);
  });

  test("takes its loop from a class of loops [test_runners.RunTests.test_loop_factory_default_event_loop]", async () => {
    class OwnLoop extends EventLoop {}
    const loop = await run(() => getRunningLoop(), { loopFactory: () => new OwnLoop() });
    expect(loop).toBeInstanceOf(OwnLoop);
    expect(await run(() => getRunningLoop())).toBeInstanceOf(EventLoop);
  });

  test("can be called again after it has ended, and beside another", async () => {
    const times = async (): Promise<number[]> => {
      await sleep(5);
      const before = getRunningLoop().time();
      await sleep(5);
      return [before, getRunningLoop().time()];
    };
    expect(await run(times, clock())).toEqual([5, 10]);
    const both = await Promise.all([run(times, clock()), run(times, clock())]);
    expect(both).toEqual([
      [5, 10],
      [5, 10],
    ]);
  });

  test("can be called by what a task has left behind, once the loop of that task is closed", async () => {
    const outcome = await new Promise<string>((resolve) => {
      const afterwards = (): void => {
        run(async () => "ran", clock()).then(resolve, (error: unknown) => resolve(String(error)));
      };
      void run(async () => {
        setImmediate(() => setImmediate(() => setImmediate(afterwards)));
      }, clock());
    });
    expect(outcome).toBe("ran");
  });
});
