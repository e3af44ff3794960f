import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  ContextVar,
  copyContext,
  coroutine,
  createTask,
  type EventLoop,
  getEventLoop,
  getRunningLoop,
  Runner,
  RuntimeError,
  setEventLoop,
  sleep,
  VirtualClock,
} from "../index.js";

const virtualRunner = (): Runner => new Runner({ clock: new VirtualClock() });
const closed = new RuntimeError("The runner is closed: make a new one");

describe("a runner", () => {
  test("makes its loop in debug mode where it is asked to [test_runners.RunnerTests.test_debug] [test_runners.RunnerTests.test_non_debug]", async () => {
    for (const debug of [true, false]) {
      const runner = new Runner({ debug });
      expect(runner.getLoop().getDebug()).toBe(debug);
      await runner.close();
    }
  });

  test("takes its loop from the factory given [test_runners.RunnerTests.test_custom_factory]", async () => {
    const loop = virtualLoop();
    const runner = new Runner({ loopFactory: () => loop });
    expect(runner.getLoop()).toBe(loop);
    await runner.close();
    expect(loop.isClosed()).toBe(true);
  });

  test("runs work on its loop, and closes the loop at its end [test_runners.RunnerTests.test_run]", async () => {
    let loop: EventLoop;
    {
      await using runner = virtualRunner();
      loop = runner.getLoop();
      const work = async (): Promise<string> => {
        await sleep(0);
        return getRunningLoop() === loop ? "done" : "elsewhere";
      };
      expect(await runner.run(work)).toBe("done");
      expect(loop.isClosed()).toBe(false);
    }
    expect(loop.isClosed()).toBe(true);
  });

  test("takes nothing but work [test_runners.RunnerTests.test_run_non_coro]", async () => {
    await using runner = virtualRunner();
    expect(await errorOf(runner.run(123 as never))).toBeInstanceOf(TypeError);
  });

  test("runs a future or another awaitable too [test_runners.RunnerTests.test_run_future] [test_runners.RunnerTests.test_run_awaitable]", async () => {
    await using runner = virtualRunner();
    const future = runner.getLoop().createFuture<string>();
    future.setResult("of a future");
    expect(await runner.run(future as never)).toBe("of a future");
    const awaitable = {
      // biome-ignore lint/suspicious/noThenProperty: an awaitable that is no promise is what is tested.
      then: (resolve: (value: string) => void): void => resolve("of an awaitable"),
    };
    expect(await runner.run(awaitable as never)).toBe("of an awaitable");
  });

  test("is closed by close, and refuses work from then on [test_runners.RunnerTests.test_explicit_close]", async () => {
    const runner = virtualRunner();
    const loop = runner.getLoop();
    await runner.close();
    expect(loop.isClosed()).toBe(true);
    expect(() => runner.getLoop()).toThrow(closed);
  });

  test("can be closed twice [test_runners.RunnerTests.test_double_close]", async () => {
    const runner = virtualRunner();
    const loop = runner.getLoop();
    await runner.close();
    await runner.close();
    expect(loop.isClosed()).toBe(true);
  });

  test("cannot be used for a second block [test_runners.RunnerTests.test_second_with_block_raises]", async () => {
    const ran: number[] = [];
    const work = coroutine(async (number: number) => {
      ran.push(number);
    });
    const runner = virtualRunner();
    {
      await using first = runner;
      await first.run(work(1));
    }
    expect(await errorOf(runner.run(work(2)))).toEqual(closed);
    expect(ran).toEqual([1]);
  });

  test("keeps what its main tasks set in context variables [test_runners.RunnerTests.test_run_keeps_context]", async () => {
    const variable = new ContextVar("variable", { default: -1 });
    const exchange = async (value: number): Promise<number> => {
      const old = variable.get();
      await sleep(0);
      variable.set(value);
      return old;
    };
    await using runner = virtualRunner();
    expect(await runner.run(() => exchange(1))).toBe(-1);
    expect(await runner.run(() => exchange(2))).toBe(1);
    expect((await runner.run(async () => copyContext())).get(variable)).toBe(2);
    expect(variable.get()).toBe(-1);
  });

  test("refuses to run inside of a running loop, and reports the work that is lost [test_runners.RunnerTests.test_recursive_run]", async () => {
    const reports: string[] = [];
    const lost = coroutine(async function lost() {});
    const runner = virtualRunner();
    runner.getLoop().setExceptionHandler((_loop, { message }) => {
      reports.push(message);
    });
    const recursive = async (): Promise<void> => {
      await runner.run(lost());
    };
    expect(await errorOf(runner.run(recursive))).toEqual(
      new RuntimeError(
        "A runner cannot run inside of a running event loop: await the work instead",
      ),
    );
    await runner.close();
    expect(reports).toEqual([
      "The coroutine lost was never awaited: await it, or give it to createTask()",
    ]);
  });

  test("sets the current loop once, and takes it back when it is closed [test_runners.RunnerTests.test_set_event_loop_called_once]", async () => {
    const runner = virtualRunner();
    await runner.run(async () => {});
    expect(getEventLoop()).toBe(runner.getLoop());
    const other = virtualLoop();
    setEventLoop(other);
    await runner.run(async () => {});
    expect(getEventLoop()).toBe(other);
    await runner.close();
    expect(getEventLoop()).not.toBe(other);
    setEventLoop(null);
    other.close();
  });

  test("does not look into the result [test_runners.RunnerTests.test_no_repr_is_call_on_the_task_result]", async () => {
    const looks: string[] = [];
    const result = new Proxy(
      {},
      {
        get: (_target, property) => {
          looks.push(String(property));
          return undefined;
        },
      },
    );
    await using runner = virtualRunner();
    expect((await runner.run(async () => [result]))[0] === result).toBe(true);
    expect(looks).toEqual([]);
  });

  test("lets the tasks of one run go on in the next", async () => {
    await using runner = virtualRunner();
    const log: unknown[] = [];
    await runner.run(async () => {
      createTask(async () => {
        await sleep(30);
        log.push("child", getRunningLoop().time());
      });
      await sleep(10);
    });
    await runner.run(() => sleep(50));
    expect([...log, runner.getLoop().time()]).toEqual(["child", 30, 60]);
  });
});
