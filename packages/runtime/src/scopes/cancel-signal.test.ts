import { getEventListeners } from "node:events";
import { setTimeout as after } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import {
  CancelledError,
  cancelSignal,
  createTask,
  type ExceptionGroup,
  RuntimeError,
  sleep,
  TimeoutError,
  taskGroup,
  timeout,
  wait,
  wrapFuture,
} from "../index.js";
import { runVirtual } from "../testing.js";

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
      const first = cancelSignal();
      expect(cancelSignal()).toBe(first);
      await expect(timeout(10, () => sleep(1_000))).rejects.toBeInstanceOf(TimeoutError);
      expect(first.aborted).toBe(true);
      expect(cancelSignal()).not.toBe(first);
      expect(cancelSignal().aborted).toBe(false);
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
