import { describe, expect, test } from "@jest/globals";
import {
  BoundedSemaphore,
  CancelledError,
  createTask,
  gather,
  getRunningLoop,
  Semaphore,
  sleep,
  taskGroup,
  waitFor,
} from "../index.js";
import { runVirtual } from "../testing.js";

describe("a semaphore", () => {
  test("of 0 lets nobody past [test_locks.SemaphoreTests.test_initial_value_zero]", () => {
    expect(new Semaphore(0).locked()).toBe(true);
  });

  test("says how many may pass, and by how many it is awaited [test_locks.SemaphoreTests.test_repr]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore();
      expect(String(semaphore)).toBe("<Semaphore [unlocked, value:1]>");
      await semaphore.acquire();
      expect(String(semaphore)).toBe("<Semaphore [locked]>");
      const waiting = [createTask(semaphore.acquire()), createTask(semaphore.acquire())];
      await sleep(0);
      expect(String(semaphore)).toBe("<Semaphore [locked, waiters:2]>");
      semaphore.release();
      semaphore.release();
      await gather(waiting);
      expect(String(semaphore)).toBe("<Semaphore [locked]>");
    });
  });

  test("refuses to let fewer than 0 past [test_locks.SemaphoreTests.test_semaphore_value]", () => {
    const error = new RangeError(
      "A semaphore lets 0 or more tasks past, not -1; give a number that is not negative",
    );
    expect(() => new Semaphore(-1)).toThrow(error);
    expect(() => new BoundedSemaphore(-1)).toThrow(error);
    expect(() => new Semaphore(Number.NaN)).toThrow(RangeError);
  });

  test("lets so many past and no more [test_locks.SemaphoreTests.test_acquire]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(3);
      const passed: number[] = [];
      const visit = async (number: number) => {
        await semaphore.acquire();
        passed.push(number);
      };
      expect(await semaphore.acquire()).toBe(true);
      expect(await semaphore.acquire()).toBe(true);
      expect(semaphore.locked()).toBe(false);
      const tasks = [createTask(visit, 1), createTask(visit, 2), createTask(visit, 3)];
      await sleep(0);
      expect(passed).toEqual([1]);
      expect(String(semaphore)).toBe("<Semaphore [locked, waiters:2]>");

      tasks.push(createTask(visit, 4));
      semaphore.release();
      semaphore.release();
      await sleep(0);
      expect(passed).toEqual([1, 2, 3]);
      expect(String(semaphore)).toBe("<Semaphore [locked, waiters:1]>");
      expect(tasks.map((task) => task.done())).toEqual([true, true, true, false]);

      semaphore.release();
      await gather(tasks);
      expect(passed).toEqual([1, 2, 3, 4]);
    });
  });

  test("forgets a task that is cancelled while it waits [test_locks.SemaphoreTests.test_acquire_cancel]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore();
      await semaphore.acquire();
      const waiting = createTask(semaphore.acquire());
      getRunningLoop().callSoon(() => waiting.cancel());
      await expect(waiting).rejects.toThrow(CancelledError);
      expect(String(semaphore)).toBe("<Semaphore [locked]>");
    });
  });

  test("passes over cancelled tasks that are still in line when it is released [test_locks.SemaphoreTests.test_acquire_cancel_before_awoken]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(0);
      const tasks = [1, 2, 3, 4].map(() => createTask(semaphore.acquire()));
      await sleep(0);
      tasks[0]?.cancel();
      tasks[1]?.cancel();
      semaphore.release();
      await sleep(0);
      await sleep(0);
      expect(tasks.map((task) => task.done())).toEqual([true, true, true, false]);
      expect(tasks[2]?.result()).toBe(true);
      tasks[3]?.cancel();
    });
  });

  test("wakes the next in line when the first is cancelled as it is released [test_locks.SemaphoreTests.test_acquire_hang]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(0);
      const [first, second] = [createTask(semaphore.acquire()), createTask(semaphore.acquire())];
      await sleep(0);
      first.cancel();
      semaphore.release();
      await sleep(0);
      await sleep(0);
      expect([semaphore.locked(), second.done()]).toEqual([true, true]);
    });
  });

  test("takes the turn back from a task that is cancelled after it was woken [test_locks.SemaphoreTests.test_acquire_no_hang]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      let ran = false;
      const first = createTask(async () => {
        await semaphore.with(() => sleep(0));
        second.cancel();
      });
      const second = createTask(
        semaphore.with(() => {
          ran = true;
        }),
      );
      const results = await gather([first, second], { returnExceptions: true });
      expect(results[0]).toBeUndefined();
      expect(results[1]).toBeInstanceOf(CancelledError);
      expect(ran).toBe(false);
      expect(await waitFor(semaphore.acquire(), 1_000)).toBe(true);
    });
  });

  test("that is bounded refuses to be released more often than acquired [test_locks.SemaphoreTests.test_release_not_acquired]", () => {
    expect(() => new BoundedSemaphore(2).release()).toThrow(
      new RangeError("The semaphore was released more often than acquired; it lets 2 past at most"),
    );
  });

  test("that is not bounded may be released more often than acquired", () => {
    const semaphore = new Semaphore(0);
    semaphore.release();
    semaphore.release();
    expect(String(semaphore)).toBe("<Semaphore [unlocked, value:2]>");
  });

  test("is free again once it is released with nobody in line [test_locks.SemaphoreTests.test_release_no_waiters]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore();
      await semaphore.acquire();
      expect(semaphore.locked()).toBe(true);
      semaphore.release();
      expect(semaphore.locked()).toBe(false);
    });
  });

  test("serves in the order of asking, also those who ask again [test_locks.SemaphoreTests.test_acquire_fifo_order]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      const passed: string[] = [];
      await taskGroup(async (group) => {
        for (const name of ["a", "b", "c"]) {
          group.createTask(async () => {
            for (const round of [1, 2]) {
              await semaphore.acquire();
              passed.push(`${name}${round}`);
              await sleep(10);
              semaphore.release();
            }
          });
        }
      });
      expect(passed).toEqual(["a1", "b1", "c1", "a2", "b2", "c2"]);
      expect(getRunningLoop().time()).toBe(60);
    });
  });

  test("does not let a task that releases pass those who were woken [test_locks.SemaphoreTests.test_acquire_fifo_order_2]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(1);
      const passed: number[] = [];
      const visit = async (number: number) => {
        await semaphore.acquire();
        passed.push(number);
      };
      const tasks = [
        createTask(visit, 1),
        createTask(async () => {
          await visit(2);
          semaphore.release();
          await visit(4);
        }),
        createTask(visit, 3),
      ];
      await sleep(0);
      semaphore.release();
      semaphore.release();
      await gather(tasks);
      expect(passed).toEqual([1, 2, 3, 4]);
    });
  });

  test("serves the others when the first in line is cancelled [test_locks.SemaphoreTests.test_acquire_fifo_order_3]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(0);
      const passed: number[] = [];
      const tasks = [1, 2, 3].map((number) =>
        createTask(async () => {
          await semaphore.acquire();
          passed.push(number);
        }),
      );
      await sleep(0);
      tasks[0]?.cancel();
      await sleep(0);
      semaphore.release();
      semaphore.release();
      await gather(tasks, { returnExceptions: true });
      expect(passed).toEqual([2, 3]);
    });
  });

  test("wakes all that had to stand in line for fairness, before what the first of them starts [test_locks.SemaphoreTests.test_acquire_fifo_order_4]", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(0);
      const passed: number[] = [];
      const first = createTask(async () => {
        await semaphore.acquire();
        passed.push(1);
        return createTask(async () => {
          passed.push(4);
        });
      });
      const second = createTask(async () => {
        semaphore.release();
        semaphore.release();
        semaphore.release();
        // Free for two more, and yet locked: the first in line has not gone past yet.
        expect(semaphore.locked()).toBe(true);
        await semaphore.acquire();
        passed.push(2);
      });
      const third = createTask(async () => {
        await semaphore.acquire();
        expect(semaphore.locked()).toBe(true);
        passed.push(3);
      });
      await sleep(0);
      expect(String(semaphore)).toBe("<Semaphore [locked, waiters:3]>");
      await gather(first, second, third);
      await sleep(0);
      expect(passed).toEqual([1, 2, 3, 4]);
    });
  });

  test("is held by the block of with and hold", async () => {
    await runVirtual(async () => {
      const semaphore = new BoundedSemaphore(1);
      expect(await semaphore.with(() => semaphore.locked())).toBe(true);
      expect(semaphore.locked()).toBe(false);
      {
        using _held = await semaphore.hold();
        expect(semaphore.locked()).toBe(true);
      }
      expect(semaphore.locked()).toBe(false);
    });
  });

  test("serves a long line of which many are cancelled", async () => {
    await runVirtual(async () => {
      const semaphore = new Semaphore(100);
      let [inside, most, visits] = [0, 0, 0];
      const tasks = Array.from({ length: 10_000 }, () =>
        createTask(
          semaphore.with(async () => {
            most = Math.max(most, ++inside);
            visits++;
            await sleep(1);
            inside--;
          }),
        ),
      );
      await sleep(0);
      for (let index = 1_000; index < 9_000; index++) {
        tasks[index]?.cancel();
      }
      await gather(tasks, { returnExceptions: true });
      expect([inside, most, visits]).toEqual([0, 100, 2_000]);
      expect(getRunningLoop().time()).toBe(20);
      expect(String(semaphore)).toBe("<Semaphore [unlocked, value:100]>");
    });
  });
});
