import { describe, expect, test } from "@jest/globals";
import {
  CancelledError,
  createTask,
  currentTask,
  gather,
  Lock,
  sleep,
  type Task,
} from "../index.js";
import { runVirtual } from "../testing.js";

const work = async (result: string): Promise<string> => {
  await sleep(5);
  return result;
};

describe("a task that is awaited where it was made", () => {
  test("gives its result to those who await it later, in their order", async () => {
    const log: string[] = [];
    await runVirtual(async () => {
      let task: Task<string> | undefined;
      const first = createTask(async () => {
        task = createTask(work, "done");
        log.push(`first ${await task}`);
        log.push(`first again ${await task}`);
      });
      await sleep(1);
      const second = createTask(async () => log.push(`second ${await (task as Task<string>)}`));
      await gather(first, second);
      log.push(`late ${await (task as Task<string>)}`);
    });
    expect(log).toEqual(["first done", "first again done", "second done", "late done"]);
  });

  test("can be raced: the race calls then of the promise that it was given", async () => {
    await runVirtual(async () => {
      const me = currentTask();
      expect(await Promise.race([createTask(work, "raced")])).toBe("raced");
      expect(await Promise.all([createTask(work, "a"), createTask(work, "b")])).toEqual(["a", "b"]);
      expect(currentTask()).toBe(me);
    });
  });

  test("throws its error, and others get the same", async () => {
    const log: string[] = [];
    await runVirtual(async () => {
      const task = createTask(async () => {
        await sleep(1);
        throw new RangeError("no");
      });
      const own = Promise.resolve(task);
      expect(own).toBe(task);
      own.then(undefined, (error) => log.push(`own: ${error}`));
      task.then(undefined, (error) => log.push(`then: ${error}`));
      await expect(task).rejects.toThrow("no");
    });
    expect(log).toEqual(["own: RangeError: no", "then: RangeError: no"]);
  });

  test("is cancelled with whoever awaits it, and keeps its result from a cancellation that comes late", async () => {
    const log: string[] = [];
    await runVirtual(async () => {
      let inner: Task<string> | undefined;
      const outer = createTask(async () => {
        inner = createTask(work, "kept");
        try {
          return await inner;
        } catch (error) {
          log.push(error instanceof CancelledError ? `cancelled ${inner?.done()}` : "else");
          return "caught";
        }
      });
      await sleep(1);
      outer.cancel();
      log.push(await outer);
      const late = createTask(async () => {
        inner = createTask(async () => "kept");
        inner.addDoneCallback(() => late.cancel());
        return await inner;
      });
      await expect(late).rejects.toThrow(CancelledError);
      log.push(await (inner as Task<string>));
    });
    expect(log).toEqual(["cancelled true", "caught", "kept"]);
  });
});

test("the body of a lock's with, which had to wait, runs in the task that asked for it", async () => {
  const log: string[] = [];
  await runVirtual(async () => {
    const lock = new Lock();
    await lock.acquire();
    const task = createTask(
      async () =>
        await lock.with(async () => {
          log.push(currentTask()?.getName() ?? "none");
          await sleep(1);
          log.push(currentTask()?.getName() ?? "none");
          throw new RangeError("no");
        }),
      { name: "waits" },
    );
    await sleep(1);
    lock.release();
    await expect(task).rejects.toThrow("no");
    expect(lock.locked()).toBe(false);
  });
  expect(log).toEqual(["waits", "waits"]);
});
