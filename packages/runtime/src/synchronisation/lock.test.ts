import { describe, expect, test } from "@jest/globals";
import {
  CancelledError,
  createTask,
  EventLoop,
  gather,
  getRunningLoop,
  Lock,
  RuntimeError,
  sleep,
  VirtualClock,
} from "../index.js";
import { runVirtual } from "../testing.js";

describe("a lock", () => {
  test("says whether it is held, and by how many it is awaited [test_locks.LockTests.test_repr]", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      expect(String(lock)).toBe("<Lock [unlocked]>");
      await lock.acquire();
      expect(String(lock)).toBe("<Lock [locked]>");
      createTask(lock.acquire());
      await sleep(0);
      expect(String(lock)).toBe("<Lock [locked, waiters:1]>");
      lock.release();
    });
  });

  test("lets tasks past one at a time, in the order in which they asked [test_locks.LockTests.test_acquire]", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      const passed: number[] = [];
      const visit = async (number: number) => {
        expect(await lock.acquire()).toBe(true);
        passed.push(number);
        return number;
      };
      expect(await lock.acquire()).toBe(true);
      const first = createTask(visit, 1);
      const second = createTask(visit, 2);
      await sleep(0);
      expect(passed).toEqual([]);

      lock.release();
      await sleep(0);
      expect(passed).toEqual([1]);
      await sleep(0);
      expect(passed).toEqual([1]);

      const third = createTask(visit, 3);
      lock.release();
      await sleep(0);
      expect(passed).toEqual([1, 2]);
      lock.release();
      await sleep(0);
      expect(passed).toEqual([1, 2, 3]);
      expect([first, second, third].map((task) => task.result())).toEqual([1, 2, 3]);
    });
  });

  test("is acquired by nothing until the coroutine is awaited or scheduled", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      const acquiring = lock.acquire();
      expect(lock.locked()).toBe(false);
      await acquiring;
      expect(lock.locked()).toBe(true);
    });
  });

  test("does not give up the turn where it is free", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      let others = 0;
      getRunningLoop().callSoon(() => others++);
      await lock.acquire();
      lock.release();
      await lock.with(async () => {});
      expect(others).toBe(0);
    });
  });

  test("forgets a task that is cancelled while it waits [test_locks.LockTests.test_acquire_cancel]", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      const waiting = createTask(lock.acquire());
      getRunningLoop().callSoon(() => waiting.cancel());
      await expect(waiting).rejects.toThrow(CancelledError);
      expect(String(lock)).toBe("<Lock [locked]>");
    });
  });

  test("passes over a cancelled task that is still in line when it is released [test_locks.LockTests.test_cancel_race]", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      const gate = getRunningLoop().createFuture<void>();
      const visit = async (until: PromiseLike<void> | null) => {
        await lock.acquire();
        try {
          if (until !== null) {
            await until;
          }
        } finally {
          lock.release();
        }
      };
      const a = createTask(visit, gate);
      await sleep(0);
      const b = createTask(visit, null);
      await sleep(0);
      const c = createTask(visit, null);
      await sleep(0);
      expect(String(lock)).toBe("<Lock [locked, waiters:2]>");

      gate.setResult(undefined);
      b.cancel();
      await sleep(0);
      expect(lock.locked()).toBe(false);
      expect(a.done()).toBe(true);
      expect(b.cancelled()).toBe(true);
      await c;
    });
  });

  test("lets one task past, not two, when the first in line is cancelled as it is released [test_locks.LockTests.test_cancel_release_race]", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      let asked = 0;
      let passed = 0;
      const visit = async () => {
        asked++;
        await lock.acquire();
        passed++;
      };
      await lock.acquire();
      const tasks = [createTask(visit), createTask(visit), createTask(visit)] as const;
      await sleep(0);
      getRunningLoop().callSoon(() => {
        tasks[0].cancel();
        lock.release();
      });
      await expect(tasks[0]).rejects.toThrow(CancelledError);
      expect([asked, passed]).toEqual([3, 1]);
      expect(tasks.map((task) => task.done())).toEqual([true, true, false]);

      tasks[2].cancel();
      await sleep(0);
      expect(tasks[2].cancelled()).toBe(true);
    });
  });

  test("goes on to the next in line when the task that it woke is cancelled [test_locks.LockTests.test_finished_waiter_cancelled]", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      const woken = createTask(lock.acquire());
      await sleep(0);
      const next = createTask(lock.acquire());
      woken.cancel();
      lock.release();
      await sleep(0);
      expect(lock.locked()).toBe(true);
      expect(woken.cancelled()).toBe(true);
      await next;
    });
  });

  test("refuses to be released when nobody holds it [test_locks.LockTests.test_release_not_acquired]", () => {
    expect(() => new Lock().release()).toThrow(
      new RuntimeError("The lock is not held; release it once for each acquire"),
    );
  });

  test("is free once it is released with nobody in line [test_locks.LockTests.test_release_no_waiters]", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      expect(lock.locked()).toBe(true);
      lock.release();
      expect(lock.locked()).toBe(false);
    });
  });

  test("is bound to the loop on which a task first waited at it", async () => {
    const lock = new Lock();
    await runVirtual(async () => {
      await lock.acquire();
      createTask(lock.acquire());
      await sleep(0);
    });
    await runVirtual(async () => {
      await expect((async () => await lock.acquire())()).rejects.toThrow(
        new RuntimeError(
          "<Lock [locked]> is bound to a different event loop; make one for each loop that uses it",
        ),
      );
    });
  });

  test("hands itself down a line of tasks that asked while it was held, whatever they throw", async () => {
    const loop = new EventLoop({ clock: new VirtualClock() });
    const lock = new Lock();
    const order: string[] = [];
    const visit = (name: string) =>
      lock.with(async () => {
        order.push(name);
        await sleep(1);
        if (name === "b") {
          throw new Error("b failed");
        }
        return name;
      });
    const results = await loop.runUntilComplete(() =>
      gather([visit("a"), visit("b"), visit("c")], { returnExceptions: true }),
    );
    expect(order).toEqual(["a", "b", "c"]);
    expect(results).toEqual(["a", new Error("b failed"), "c"]);
    expect(loop.time()).toBe(3);
    expect(lock.locked()).toBe(false);
  });
});

describe("with and hold", () => {
  test("hold the lock for their block and release it after [test_locks.LockTests.test_context_manager]", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      expect(await lock.with(() => lock.locked())).toBe(true);
      expect(lock.locked()).toBe(false);
      {
        using _held = await lock.hold();
        expect(lock.locked()).toBe(true);
      }
      expect(lock.locked()).toBe(false);
    });
  });

  test("release when the block throws, and throw it on", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      await expect(
        lock.with(() => {
          throw new TypeError("no");
        }),
      ).rejects.toThrow(new TypeError("no"));
      expect(lock.locked()).toBe(false);
    });
  });

  test("run no block where the task is cancelled while it waits", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      let ran = false;
      const task = createTask(
        lock.with(() => {
          ran = true;
        }),
      );
      await sleep(0);
      task.cancel();
      await expect(task).rejects.toThrow(CancelledError);
      expect([ran, lock.locked()]).toEqual([false, true]);
    });
  });

  test("release once, however often the holder is disposed of", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      const held = await lock.hold();
      held[Symbol.dispose]();
      await lock.acquire();
      held[Symbol.dispose]();
      expect(lock.locked()).toBe(true);
    });
  });
});
