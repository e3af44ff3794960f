import { getEventListeners } from "node:events";
import { setTimeout as after } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import {
  CancelledError,
  cancelSignal,
  createTask,
  ExceptionGroup,
  getRunningLoop,
  RuntimeError,
  sleep,
  type TaskGroup,
  TimeoutError,
  taskGroup,
  timeout,
  wait,
  wrapFuture,
} from "../index.js";
import { runVirtual } from "../testing.js";
import { CancelSignals } from "./cancel-signals.js";

/** A promise of the host's kind that listens to a signal, as fetch does. */
function heldBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

describe("cancelSignal", () => {
  test("stops a foreign promise with the CancelledError, once: cleaning up is not interrupted", async () => {
    await runVirtual(async () => {
      const log: unknown[] = [];
      const task = createTask(async () => {
        try {
          await heldBy(cancelSignal());
        } catch (error) {
          log.push(error instanceof CancelledError && error.message);
          await sleep(0);
          log.push("cleaned");
          throw error;
        }
      });
      await sleep(0);
      expect(task.cancel("enough")).toBe(true);
      await expect(task).rejects.toBeInstanceOf(CancelledError);
      expect(log).toEqual(["enough", "cleaned"]);
      expect(task.cancelled()).toBe(true);
    });
  });

  test("is the same for the length of a task, and a new one after a cancellation that it caught", async () => {
    await runVirtual(async () => {
      const task = createTask(async () => {
        const first = cancelSignal();
        expect(cancelSignal()).toBe(first);
        await expect(sleep(1_000)).rejects.toBeInstanceOf(CancelledError);
        expect(first.aborted).toBe(true);
        expect(cancelSignal()).not.toBe(first);
        expect(cancelSignal().aborted).toBe(false);
      });
      await sleep(0);
      task.cancel();
      await task;
    });
  });

  test("is aborted when the task waits for something of the runtime, too", async () => {
    await runVirtual(async () => {
      let reason: unknown;
      const task = createTask(async () => {
        const signal = cancelSignal();
        signal.addEventListener("abort", () => {
          reason = signal.reason;
        });
        await sleep(1_000);
      });
      await sleep(0);
      task.cancel();
      await expect(task).rejects.toBeInstanceOf(CancelledError);
      expect(reason).toBeInstanceOf(CancelledError);
    });
  });

  test("without a listener leaves the cancellation to the next await", async () => {
    await runVirtual(async () => {
      let release: () => void = () => {};
      const log: string[] = [];
      const task = createTask(async () => {
        cancelSignal();
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        log.push("went on");
        await sleep(10);
        log.push("never");
      });
      await sleep(0);
      task.cancel();
      release();
      await expect(task).rejects.toBeInstanceOf(CancelledError);
      expect(log).toEqual(["went on"]);
    });
  });

  test("makes Node's AbortError the cancellation that it stands for", async () => {
    const held = (): Promise<void> =>
      after(3_600_000, undefined, { signal: cancelSignal() as AbortSignal });
    await runVirtual(async () => {
      const task = createTask(held);
      await sleep(0);
      task.cancel("enough");
      expect(await errorOf(task)).toEqual(new CancelledError("enough"));
      expect(task.cancelled()).toBe(true);

      await expect(timeout(0, held)).rejects.toBeInstanceOf(TimeoutError);

      const failing = taskGroup(async (group) => {
        group.createTask(async () => {
          throw new RangeError("no");
        });
        await held();
      });
      const group = (await errorOf(failing)) as ExceptionGroup;
      expect(group.errors).toEqual([new RangeError("no")]);

      const wrapped = createTask(async () => await wrapFuture(held()));
      await sleep(0);
      wrapped.cancel();
      await expect(wrapped).rejects.toBeInstanceOf(CancelledError);
    });
  });

  test("leaves an AbortError of somebody else's signal an error", async () => {
    await runVirtual(async () => {
      const task = createTask(() => after(1, undefined, { signal: AbortSignal.abort() }));
      await wait([task]);
      expect(String(task.exception())).toBe("AbortError: The operation was aborted");
      expect(task.cancelled()).toBe(false);
    });
  });

  test("is refused outside of a task", () => {
    expect(() => cancelSignal()).toThrow(RuntimeError);
  });
});

describe("cancelSignal in a scope", () => {
  test("is aborted by the scope's end, and a signal from around it is not", async () => {
    await runVirtual(async () => {
      const around = cancelSignal();
      let within: AbortSignal | undefined;
      // A limit of no time is reached though time stands still, as it does while something outside is awaited.
      const limited = timeout(0, async () => {
        within = cancelSignal();
        expect([cancelSignal() === within, within === around]).toEqual([true, false]);
        await heldBy(within);
      });
      await expect(limited).rejects.toBeInstanceOf(TimeoutError);
      expect(within?.reason).toBeInstanceOf(CancelledError);
      expect([around.aborted, cancelSignal() === around]).toEqual([false, true]);
    });
  });

  test.each([
    ["outer", [true, true]],
    ["inner", [false, true]],
  ])("of two, one in the other, by the end of the %s, tells them so: %j", async (ends, told) => {
    await runVirtual(async () => {
      const signals: AbortSignal[] = [];
      const [outer, inner] = ends === "outer" ? [0, null] : [null, 0];
      const both = timeout(outer, async () => {
        signals.push(cancelSignal());
        await timeout(inner, () => {
          signals.push(cancelSignal());
          return heldBy(cancelSignal());
        });
      });
      await expect(both).rejects.toBeInstanceOf(TimeoutError);
      expect(signals.map(({ aborted }) => aborted)).toEqual(told);
      expect(cancelSignal().aborted).toBe(false);
    });
  });

  test("is aborted when the task around it is cancelled, and what it stops sees one cancellation", async () => {
    await runVirtual(async () => {
      const log: unknown[] = [];
      const task = createTask(() =>
        timeout(1_000, () =>
          taskGroup(async () => {
            try {
              await heldBy(cancelSignal());
            } finally {
              await sleep(5);
              log.push("cleaned");
            }
          }),
        ),
      );
      await sleep(0);
      task.cancel("enough");
      expect(await errorOf(task)).toEqual(new CancelledError("enough"));
      expect([log, getRunningLoop().time()]).toEqual([["cleaned"], 5]);
    });
  });

  test.each([
    ["is cancelled", (group: TaskGroup) => group.cancel()],
    [
      "has a task that fails",
      (group: TaskGroup) => {
        group.createTask(async () => {
          throw new RangeError("no");
        });
      },
    ],
  ])("of a group is aborted when the group %s", async (_what, end) => {
    await runVirtual(async () => {
      const around = cancelSignal();
      const log: unknown[] = [];
      const group = taskGroup(async (group) => {
        getRunningLoop().callSoon(() => end(group));
        try {
          await heldBy(cancelSignal());
        } catch (error) {
          log.push(error instanceof CancelledError);
          await sleep(5);
          log.push(cancelSignal().aborted);
          throw error;
        }
      });
      await group.catch((error: unknown) => expect(error).toBeInstanceOf(ExceptionGroup));
      expect([log, around.aborted]).toEqual([[true, false], false]);
    });
  });

  test("belongs to what is around when the scope has ended and somebody still listens", async () => {
    await runVirtual(async () => {
      const log: unknown[] = [];
      const task = createTask(async () => {
        const own = cancelSignal();
        const body = await timeout(1_000, async () => ({ text: heldBy(cancelSignal()) }));
        await timeout(1_000, async () => void cancelSignal());
        expect(cancelSignal()).toBe(own);
        try {
          await body.text;
        } catch (error) {
          log.push(error instanceof CancelledError, own.aborted);
          await sleep(5);
          log.push("cleaned");
        }
      });
      await sleep(0);
      task.cancel();
      await task;
      expect(log).toEqual([true, true, "cleaned"]);
    });
  });

  test("keeps no signal of a scope that has ended and to which nobody listens", () => {
    const signals = new CancelSignals();
    const [own, heard, unheard] = [{}, {}, {}];
    signals.signalOf(null);
    signals.signalOf(heard).addEventListener("abort", () => {});
    signals.signalOf(unheard);
    signals.signalOf(own);
    const held = [unheard, heard, own].map((scope) => {
      signals.handOn(scope, null);
      return signals.countOf(null);
    });
    expect(held).toEqual([1, 2, 2]);
  });
});

describe("a signal from outside", () => {
  test("cancels a task", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const task = createTask(() => sleep(1_000), { signal: controller.signal });
      await sleep(0);
      controller.abort(new Error("not needed"));
      await expect(task).rejects.toThrow("not needed");
      expect(task.cancelled()).toBe(true);
    });
  });

  test("that is aborted already cancels a task before its first step", async () => {
    await runVirtual(async () => {
      let ran = false;
      const task = createTask(
        async () => {
          ran = true;
        },
        { signal: AbortSignal.abort() },
      );
      await expect(task).rejects.toBeInstanceOf(CancelledError);
      expect(ran).toBe(false);
    });
  });

  test("has one listener for all the tasks that follow it, cancels them in order, and is let go of", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const log: string[] = [];
      const short = createTask(() => sleep(1), { signal });
      const follow = async (name: string): Promise<void> => {
        try {
          await sleep(1_000);
        } finally {
          log.push(name);
        }
      };
      const tasks = Array.from({ length: 20 }, (_, index) =>
        createTask(() => follow(`task ${index}`), { signal }),
      );
      await short;
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      controller.abort();
      await wait(tasks);
      expect(log).toEqual(tasks.map((_, index) => `task ${index}`));
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
    });
  });

  test("that nobody follows any more can be followed again", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const { signal } = controller;
      await createTask(() => sleep(1), { signal });
      expect(getEventListeners(signal, "abort")).toHaveLength(0);
      const task = createTask(() => sleep(1_000), { signal });
      await sleep(0);
      controller.abort(new Error("again"));
      await expect(task).rejects.toThrow("again");
    });
  });

  test("cancels run, and is let go of at the end", async () => {
    const controller = new AbortController();
    const running = runVirtual(
      async () => {
        controller.abort();
        await sleep(1_000);
      },
      { signal: controller.signal },
    );
    await expect(running).rejects.toBeInstanceOf(CancelledError);
    let removed = 0;
    const { signal } = new AbortController();
    const remove = signal.removeEventListener.bind(signal);
    signal.removeEventListener = ((...args: Parameters<typeof remove>) => {
      removed++;
      remove(...args);
    }) as typeof remove;
    await runVirtual(() => sleep(1), { signal });
    expect(removed).toBe(1);
  });
});
