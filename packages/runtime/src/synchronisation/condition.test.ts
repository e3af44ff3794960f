import { describe, expect, test } from "@jest/globals";
import {
  CancelledError,
  Condition,
  createTask,
  getRunningLoop,
  Lock,
  RuntimeError,
  sleep,
  TimeoutError,
  timeout,
  waitFor,
} from "../index.js";
import { runVirtual } from "../testing.js";

const NOT_HELD = new RuntimeError("Cannot wait without the lock; acquire the condition first");

describe("a condition", () => {
  test("says whether its lock is held, and by how many it is awaited [test_locks.ConditionTests.test_repr]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      expect(String(condition)).toBe("<Condition [unlocked]>");
      const waiting = [1, 2].map(() => createTask(condition.with(() => condition.wait())));
      await sleep(0);
      expect(String(condition)).toBe("<Condition [unlocked, waiters:2]>");
      await condition.acquire();
      expect(String(condition)).toBe("<Condition [locked, waiters:2]>");
      for (const task of waiting) {
        task.cancel();
      }
      condition.release();
    });
  });

  test("wakes as many as were notified, each once it has the lock [test_locks.ConditionTests.test_wait]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      const woken: number[] = [];
      const wait = async (number: number) => {
        await condition.acquire();
        expect(await condition.wait()).toBe(true);
        woken.push(number);
      };
      const tasks = [createTask(wait, 1), createTask(wait, 2), createTask(wait, 3)];
      await sleep(0);
      expect([woken, condition.locked()]).toEqual([[], false]);

      expect(await condition.acquire()).toBe(true);
      condition.notify();
      await sleep(0);
      expect([woken, condition.locked()]).toEqual([[], true]);

      condition.release();
      await sleep(0);
      expect([woken, condition.locked()]).toEqual([[1], true]);

      condition.notify(2);
      await sleep(0);
      expect([woken, condition.locked()]).toEqual([[1], true]);

      condition.release();
      await sleep(0);
      expect([woken, condition.locked()]).toEqual([[1, 2], true]);

      condition.release();
      await sleep(0);
      expect([woken, condition.locked()]).toEqual([[1, 2, 3], true]);
      expect(tasks.map((task) => task.done())).toEqual([true, true, true]);
    });
  });

  test("gives a task that is cancelled while it waits the lock back first [test_locks.ConditionTests.test_wait_cancel]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      await condition.acquire();
      const waiting = createTask(condition.wait());
      getRunningLoop().callSoon(() => waiting.cancel());
      await expect(waiting).rejects.toThrow(CancelledError);
      expect(String(condition)).toBe("<Condition [locked]>");
    });
  });

  test("holds the lock after a wait that was cancelled as the lock was contested [test_locks.ConditionTests.test_wait_cancel_contested]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      await condition.acquire();
      const waiting = createTask(condition.wait());
      await sleep(0);
      expect(condition.locked()).toBe(false);
      await condition.acquire();
      condition.notify();
      getRunningLoop().callSoon(() => waiting.cancel());
      getRunningLoop().callSoon(() => condition.release());
      await expect(waiting).rejects.toThrow(CancelledError);
      expect(condition.locked()).toBe(true);
    });
  });

  test("ends a task that is cancelled after it was notified [test_locks.ConditionTests.test_wait_cancel_after_notify]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      let began = false;
      const waiting = createTask(
        condition.with(async () => {
          began = true;
          await condition.wait();
        }),
      );
      await sleep(0);
      await condition.acquire();
      condition.notify();
      await sleep(0);
      waiting.cancel();
      await sleep(0);
      condition.release();
      await sleep(0);
      expect([began, waiting.cancelled()]).toEqual([true, true]);
    });
  });

  test("refuses to wait without the lock [test_locks.ConditionTests.test_wait_unacquired]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      await expect(condition.wait()).rejects.toThrow(NOT_HELD);
    });
  });

  test("waits until a predicate is met, not only until it is notified [test_locks.ConditionTests.test_wait_for]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      let met = false;
      const waiting = createTask(condition.with(() => condition.waitFor(() => met)));
      await sleep(0);
      const notify = async () => {
        await condition.acquire();
        condition.notify();
        condition.release();
        await sleep(0);
      };
      await notify();
      expect(waiting.done()).toBe(false);
      met = true;
      await notify();
      expect(waiting.result()).toBe(true);
    });
  });

  test("gives what the predicate gave, and needs no lock where that is met at once [test_locks.ConditionTests.test_wait_for_unacquired]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      expect(await condition.waitFor(() => [1, 2, 3])).toEqual([1, 2, 3]);
      await expect(condition.waitFor(() => false)).rejects.toThrow(NOT_HELD);
    });
  });

  test("notifies up to the number given, the longest waiting first [test_locks.ConditionTests.test_notify]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      const woken: number[] = [];
      const wait = (number: number) =>
        condition.with(async () => {
          await condition.wait();
          woken.push(number);
        });
      const tasks = [createTask(wait(1)), createTask(wait(2)), createTask(wait(3))];
      await sleep(0);
      await condition.with(() => condition.notify(1));
      await sleep(0);
      expect(woken).toEqual([1]);
      await condition.with(() => {
        condition.notify(1);
        condition.notify(2048);
      });
      await sleep(0);
      expect(woken).toEqual([1, 2, 3]);
      expect(tasks.map((task) => task.done())).toEqual([true, true, true]);
    });
  });

  test("notifies everybody [test_locks.ConditionTests.test_notify_all]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      const woken: number[] = [];
      const wait = (number: number) =>
        condition.with(async () => {
          await condition.wait();
          woken.push(number);
        });
      createTask(wait(1));
      createTask(wait(2));
      await sleep(0);
      await condition.with(() => condition.notifyAll());
      await sleep(0);
      expect(woken).toEqual([1, 2]);
    });
  });

  test("refuses to notify without the lock [test_locks.ConditionTests.test_notify_unacquired] [test_locks.ConditionTests.test_notify_all_unacquired]", () => {
    const message = "Cannot notify without the lock; acquire the condition first";
    expect(() => new Condition().notify()).toThrow(new RuntimeError(message));
    expect(() => new Condition().notifyAll()).toThrow(new RuntimeError(message));
  });

  test("holds its lock for the block of with and hold [test_locks.ConditionTests.test_context_manager]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      expect(await condition.with(() => condition.locked())).toBe(true);
      expect(condition.locked()).toBe(false);
      {
        using _held = await condition.hold();
        expect(condition.locked()).toBe(true);
      }
      expect(condition.locked()).toBe(false);
    });
  });

  test("shares a lock that it is given [test_locks.ConditionTests.test_explicit_lock]", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      const condition = new Condition(lock);
      const both = () => [lock.locked(), condition.locked()];
      expect(both()).toEqual([false, false]);
      expect(await condition.with(both)).toEqual([true, true]);
      expect(await lock.with(both)).toEqual([true, true]);
      expect(both()).toEqual([false, false]);
    });
  });

  test("refuses a lock, and a wait, of another loop [test_locks.ConditionTests.test_ambiguous_loops]", async () => {
    const lock = new Lock();
    const condition = new Condition();
    await runVirtual(async () => {
      await lock.acquire();
      createTask(lock.acquire());
      await condition.acquire();
      createTask(condition.wait());
      await sleep(0);
    });
    await runVirtual(async () => {
      await expect(new Condition(lock).acquire()).rejects.toThrow(
        "is bound to a different event loop",
      );
      await expect(condition.wait()).rejects.toThrow("is bound to a different event loop");
    });
  });

  test("holds the lock again when a wait in its block runs out of time [test_locks.ConditionTests.test_timeout_in_block]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      await condition.with(async () => {
        await expect(waitFor(condition.wait(), 500)).rejects.toThrow(TimeoutError);
        expect(condition.locked()).toBe(true);
      });
      expect([getRunningLoop().time(), condition.locked()]).toEqual([500, false]);
    });
  });

  test("throws the very cancellation that ended the wait [test_locks.ConditionTests.test_cancelled_error_wakeup]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      let caught: unknown;
      const waiting = createTask(
        condition.with(async () => {
          try {
            await condition.waitFor(() => false);
          } catch (error) {
            caught = error;
            throw error;
          }
        }),
      );
      await sleep(0);
      waiting.cancel("foo");
      const error: unknown = await waiting.then(null, (reason: unknown) => reason);
      expect(error).toBeInstanceOf(CancelledError);
      expect((error as CancelledError).message).toBe("foo");
      expect(error).toBe(caught);
    });
  });

  test("throws the very cancellation that came while it took the lock back [test_locks.ConditionTests.test_cancelled_error_re_aquire]", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      let met = false;
      let caught: unknown;
      const waiting = createTask(
        condition.with(async () => {
          try {
            await condition.waitFor(() => met);
          } catch (error) {
            caught = error;
            throw error;
          }
        }),
      );
      await sleep(0);
      await condition.acquire();
      met = true;
      condition.notify();
      await sleep(0);
      waiting.cancel("foo");
      condition.release();
      const error: unknown = await waiting.then(null, (reason: unknown) => reason);
      expect((error as CancelledError).message).toBe("foo");
      expect(error).toBe(caught);
    });
  });

  for (const [when, tag, settle] of [
    ["before it runs", "test_cancelled_wakeup", async () => {}],
    ["while it takes the lock back", "test_cancelled_wakeup_relock", () => sleep(0)],
  ] as const) {
    test(`notifies another in place of a task that is cancelled ${when} [test_locks.ConditionTests.${tag}]`, async () => {
      await runVirtual(async () => {
        const condition = new Condition();
        let items = 0;
        const consume = () =>
          condition.with(async () => {
            for (;;) {
              await condition.waitFor(() => items !== 0);
              if (items < 0) {
                return;
              }
              items--;
            }
          });
        const [first, second] = [createTask(consume()), createTask(consume())];
        await sleep(0);
        await condition.with(async () => {
          items = 1;
          condition.notify(1);
          await settle();
          first.cancel();
          await timeout(10, () => condition.waitFor(() => items === 0)).catch(() => {});
          expect(items).toBe(0);
          items = -1;
          condition.notifyAll();
        });
        await second;
        expect(first.cancelled()).toBe(true);
      });
    });
  }
});
