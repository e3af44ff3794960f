import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import {
  CancelledError,
  createTask,
  currentTask,
  getRunningLoop,
  KeyboardInterrupt,
  Runner,
  run,
  sleep,
  type Task,
  VirtualClock,
} from "../index.js";

const interrupt = (): void => {
  process.emit("SIGINT", "SIGINT");
};

const listeners = (): number => process.listenerCount("SIGINT");

afterEach(() => {
  jest.restoreAllMocks();
  process.removeAllListeners("SIGINT");
});

describe("Ctrl-C", () => {
  test("cancels a main task that only gives up its turn [test_runners.RunnerTests.test_interrupt_call_soon]", async () => {
    let turns = 0;
    let seen: unknown;
    const spin = async (): Promise<void> => {
      try {
        for (;;) {
          turns++;
          if (turns === 5) {
            getRunningLoop().callSoon(interrupt);
          }
          await sleep(0);
        }
      } catch (error) {
        seen = error;
        throw new CancelledError();
      }
    };
    await using runner = new Runner({ clock: new VirtualClock() });
    const error = await errorOf(runner.run(spin));
    expect(error).toEqual(new KeyboardInterrupt("The program was interrupted"));
    expect([seen instanceof CancelledError, turns]).toEqual([true, 5]);
  });

  test("cancels the main task and what it waits for [test_runners.RunnerTests.test_interrupt_wait]", async () => {
    await using runner = new Runner({ clock: new VirtualClock() });
    const loop = runner.getLoop();
    const future = loop.createFuture<void>();
    loop.callLater(100, interrupt);
    const main = async (): Promise<void> => {
      await future;
    };
    expect(await errorOf(runner.run(main))).toBeInstanceOf(KeyboardInterrupt);
    expect([future.cancelled(), loop.time()]).toEqual([true, 100]);
  });

  test("adds nothing where the main task is being cancelled already [test_runners.RunnerTests.test_interrupt_cancelled_task]", async () => {
    const cancelAndInterrupt = async (task: Task<unknown>): Promise<void> => {
      await sleep(0);
      task.cancel();
      interrupt();
    };
    const main = async (): Promise<void> => {
      createTask(cancelAndInterrupt, currentTask() as Task<unknown>);
      await sleep(10_000);
    };
    await using runner = new Runner({ clock: new VirtualClock() });
    expect(await errorOf(runner.run(main))).toBeInstanceOf(CancelledError);
  });

  test("may be resisted by the main task, whose result counts then", async () => {
    const main = async (): Promise<string> => {
      getRunningLoop().callLater(100, interrupt);
      try {
        await sleep(1_000);
      } catch {
        await sleep(50);
      }
      return "cleaned up";
    };
    const clock = new VirtualClock();
    expect(await run(main, { clock })).toBe("cleaned up");
    expect(clock.now()).toBe(150);
  });

  test("ends the process the second time", async () => {
    const kill = jest.spyOn(process, "kill").mockReturnValue(true);
    const main = async (): Promise<void> => {
      const loop = getRunningLoop();
      loop.callLater(100, interrupt);
      loop.callLater(110, interrupt);
      try {
        await sleep(1_000);
      } finally {
        await sleep(50);
        expect(kill.mock.calls).toEqual([[process.pid, "SIGINT"]]);
      }
    };
    const error = await errorOf(run(main, { clock: new VirtualClock() }));
    expect(error).toBeInstanceOf(KeyboardInterrupt);
    expect(kill).toHaveBeenCalledTimes(1);
  });

  test("is not listened to any more once the run is over", async () => {
    const during = await run(async () => listeners());
    expect([during, listeners()]).toEqual([1, 0]);
  });

  test("is left to the program where it listens itself", async () => {
    let heard = 0;
    process.on("SIGINT", () => {
      heard++;
    });
    const main = async (): Promise<number> => {
      interrupt();
      await sleep(10);
      return listeners();
    };
    expect(await run(main, { clock: new VirtualClock() })).toBe(1);
    expect(heard).toBe(1);
  });

  test("is not listened to where signals do not arrive, and all else works [test_runners.RunnerTests.test_signal_install_not_supported_ok]", async () => {
    const original = process.getBuiltinModule;
    jest
      .spyOn(process, "getBuiltinModule")
      .mockImplementation(((name: string) =>
        name === "node:worker_threads" ? { isMainThread: false } : original(name)) as never);
    await using runner = new Runner({ clock: new VirtualClock() });
    expect(await runner.run(async () => listeners())).toBe(0);
  });
});
