import { describe, expect, test } from "@jest/globals";
import {
  Barrier,
  BrokenBarrierError,
  CancelledError,
  createTask,
  gather,
  sleep,
  type Task,
  wait,
} from "../index.js";
import { runVirtual } from "../testing.js";

/** Runs a body in so many tasks and waits for all of them. */
async function inTasks<T>(count: number, body: () => Promise<T>): Promise<T[]> {
  return await gather(start(count, body));
}

function start<T>(count: number, body: () => Promise<T>): Task<T>[] {
  return Array.from({ length: count }, () => createTask(body));
}

/** What a barrier shows of itself when nobody waits and it can be used. */
const READY = [0, false];

function stateOf(barrier: Barrier) {
  return [barrier.nWaiting, barrier.broken];
}

describe("a barrier", () => {
  test("tells its state and how many wait [test_locks.BarrierTests.test_repr] [test_locks.BarrierTests.test_barrier]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
      const tasks = start(2, async () => await barrier.wait());
      await sleep(0);
      expect(String(barrier)).toBe("<Barrier [filling, waiters:2/5]>");
      tasks.push(...start(3, async () => await barrier.wait()));
      await sleep(0);
      expect(String(barrier)).toBe("<Barrier [draining, waiters:0/5]>");
      tasks.push(...start(2, async () => await barrier.wait()));
      await sleep(0);
      await barrier.reset();
      expect(String(barrier)).toBe("<Barrier [resetting, waiters:0/5]>");
      tasks.push(...start(2, async () => await barrier.wait()));
      await sleep(0);
      await barrier.abort();
      expect(String(barrier)).toBe("<Barrier [broken]>");
      await gather(tasks, { returnExceptions: true });
    });
  });

  test("needs one task at least [test_locks.BarrierTests.test_barrier_parties]", () => {
    expect(() => new Barrier(0)).toThrow(
      new RangeError("A barrier waits for 1 task or more, not 0; give how many"),
    );
    expect(() => new Barrier(-4)).toThrow(RangeError);
    expect(new Barrier(5).parties).toBe(5);
  });

  test("gives each task of a round its own number [test_locks.BarrierTests.test_context_manager]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(3);
      const numbers = await inTasks(3, async () => await barrier.with((index) => index));
      expect(numbers).toEqual([0, 1, 2]);
      expect(stateOf(barrier)).toEqual(READY);
    });
  });

  test("of one never holds anybody up [test_locks.BarrierTests.test_filling_one_task] [test_locks.BarrierTests.test_filling_one_task_twice]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(1);
      expect(await barrier.with(() => true)).toBe(true);
      const first = createTask(barrier.wait());
      await sleep(0);
      expect(first.result()).toBe(0);
      const second = createTask(barrier.wait());
      await sleep(0);
      expect(second.result()).toBe(0);
      expect(stateOf(barrier)).toEqual(READY);
    });
  });

  test("counts who waits, and opens for the last [test_locks.BarrierTests.test_filling_task_by_task]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(3);
      const tasks: Task<number>[] = [];
      for (const waiting of [1, 2]) {
        tasks.push(createTask(barrier.wait()));
        await sleep(0);
        expect(barrier.nWaiting).toBe(waiting);
      }
      tasks.push(createTask(barrier.wait()));
      await wait(tasks);
      expect(tasks.map((task) => task.result())).toEqual([0, 1, 2]);
      expect(stateOf(barrier)).toEqual(READY);
    });
  });

  test("can be used again by the same tasks [test_locks.BarrierTests.test_filling_tasks_wait_twice] [test_locks.BarrierTests.test_filling_tasks_check_return_value]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      const entered: string[] = [];
      const numbers = await inTasks(5, async () =>
        barrier.with(async () => {
          entered.push("first");
          return await barrier.with(async (index) => {
            entered.push("second");
            return index;
          });
        }),
      );
      expect(entered).toEqual([...Array(5).fill("first"), ...Array(5).fill("second")]);
      expect(numbers.sort()).toEqual([0, 1, 2, 3, 4]);
      expect(stateOf(barrier)).toEqual(READY);
    });
  });

  test("drains until the last task has left [test_locks.BarrierTests.test_draining_state]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      const states = await inTasks(5, async () => await barrier.with(() => String(barrier)));
      expect(states.filter((state) => state.includes("draining"))).toHaveLength(4);
      expect(states.filter((state) => state.includes("filling"))).toHaveLength(1);
      expect(stateOf(barrier)).toEqual(READY);
    });
  });

  test("holds who comes back while it drains for the next round [test_locks.BarrierTests.test_blocking_tasks_while_draining]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      const others = new Barrier(3);
      let early = 2;
      const numbers = await inTasks(5, async () => {
        await barrier.wait();
        if (early > 0) {
          early--;
        } else {
          await others.wait();
        }
        return await barrier.wait();
      });
      expect(numbers.sort()).toEqual([0, 1, 2, 3, 4]);
      expect(stateOf(barrier)).toEqual(READY);
    });
  });

  test("does not count a task that is cancelled while it waits [test_locks.BarrierTests.test_filling_tasks_cancel_one]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(3);
      let passed = 0;
      const visit = async () => {
        await barrier.wait();
        passed++;
      };
      const first = createTask(visit);
      const second = createTask(visit);
      await sleep(0);
      expect(barrier.nWaiting).toBe(2);
      first.cancel();
      await sleep(0);
      expect(barrier.nWaiting).toBe(1);
      await expect(first).rejects.toThrow(CancelledError);
      const third = createTask(visit);
      await sleep(0);
      expect(barrier.nWaiting).toBe(2);
      await gather(second, third, createTask(visit));
      expect(passed).toBe(3);
      expect(stateOf(barrier)).toEqual(READY);
    });
  });
});

describe("a barrier that is reset", () => {
  test("is as new where nobody waits [test_locks.BarrierTests.test_reset_barrier]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(1);
      createTask(barrier.reset());
      await sleep(0);
      expect(String(barrier)).toBe("<Barrier [filling, waiters:0/1]>");
    });
  });

  test("throws at those who wait [test_locks.BarrierTests.test_reset_barrier_while_tasks_waiting]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      const tasks = start(4, async () => await barrier.wait());
      await sleep(0);
      createTask(barrier.reset());
      const results = await gather(tasks, { returnExceptions: true });
      expect(results).toEqual(
        Array(4).fill(new BrokenBarrierError("The barrier was reset while the task waited")),
      );
      expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
    });
  });

  test("throws at those who have not left yet when it is half drained [test_locks.BarrierTests.test_reset_barrier_when_tasks_half_draining]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      let left = 0;
      const results = await inTasks(5, async () => {
        try {
          await barrier.wait();
        } catch (error) {
          return error instanceof BrokenBarrierError ? "broken" : error;
        }
        if (++left === 3) {
          await barrier.reset();
        }
        return "passed";
      });
      expect(results.filter((result) => result === "broken")).toHaveLength(2);
      expect(results.filter((result) => result === "passed")).toHaveLength(3);
      expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
    });
  });

  test("does not throw at those who had come for the next round [test_locks.BarrierTests.test_reset_barrier_when_tasks_half_draining_half_blocking]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      let left = 0;
      let broken = 0;
      await inTasks(5, async () => {
        try {
          await barrier.wait();
        } catch (error) {
          expect(error).toBeInstanceOf(BrokenBarrierError);
          broken++;
        }
        if (++left === 3) {
          await barrier.reset();
        }
        await barrier.wait();
      });
      expect(broken).toBe(2);
      expect(String(barrier)).toBe("<Barrier [filling, waiters:0/5]>");
    });
  });

  test("takes those who were thrown out again [test_locks.BarrierTests.test_reset_barrier_while_tasks_waiting_and_waiting_again]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      let broken = 0;
      const tasks = start(4, async () => {
        await expect(barrier.wait()).rejects.toThrow(BrokenBarrierError);
        broken++;
        return await barrier.wait();
      });
      await sleep(0);
      createTask(barrier.reset());
      await sleep(0);
      tasks.push(createTask(barrier.wait()));
      const numbers = await gather(tasks);
      expect(broken).toBe(4);
      expect(numbers.sort()).toEqual([0, 1, 2, 3, 4]);
      expect(stateOf(barrier)).toEqual(READY);
    });
  });

  test("by the last task to leave, throws at nobody [test_locks.BarrierTests.test_reset_barrier_while_tasks_draining]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      let left = 0;
      const rounds = await inTasks(5, async () => {
        await barrier.wait();
        if (++left === 5) {
          await barrier.reset();
        }
        await barrier.wait();
        await barrier.wait();
        return 3;
      });
      expect(rounds).toEqual([3, 3, 3, 3, 3]);
      expect(stateOf(barrier)).toEqual(READY);
    });
  });
});

describe("a barrier that is aborted", () => {
  test("is broken until it is reset [test_locks.BarrierTests.test_abort_barrier]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(1);
      createTask(barrier.abort());
      await sleep(0);
      expect(stateOf(barrier)).toEqual([0, true]);
      await expect(barrier.wait()).rejects.toThrow(
        new BrokenBarrierError("The barrier was aborted; reset it before it is used again"),
      );
      await barrier.reset();
      expect(await barrier.wait()).toBe(0);
    });
  });

  test("throws at those who have not left and those who have come back [test_locks.BarrierTests.test_abort_barrier_when_tasks_half_draining_half_blocking]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      let left = 0;
      const [draining, blocked]: [string[], string[]] = [[], []];
      await inTasks(5, async () => {
        try {
          await barrier.wait();
        } catch (error) {
          draining.push(String(error));
          return;
        }
        if (++left > 2) {
          await barrier.abort();
          return;
        }
        await barrier.wait().catch((error: unknown) => blocked.push(String(error)));
      });
      expect(draining).toEqual(
        Array(2).fill("BrokenBarrierError: The barrier was aborted while the task waited"),
      );
      expect(blocked).toEqual(
        Array(2).fill(
          "BrokenBarrierError: The barrier was aborted; reset it before it is used again",
        ),
      );
      expect(stateOf(barrier)).toEqual([0, true]);
    });
  });

  test("by a task that failed, lets nobody wait for that task [test_locks.BarrierTests.test_abort_barrier_when_exception]", async () => {
    await runVirtual(async () => {
      const barrier = new Barrier(5);
      const results = await inTasks(5, async () => {
        try {
          await barrier.with((index) => {
            if (index === 2) {
              throw new Error("failed");
            }
          });
          return await barrier.wait();
        } catch (error) {
          if (error instanceof BrokenBarrierError) {
            return "broken";
          }
          await barrier.abort();
          return "aborted";
        }
      });
      expect(results.sort()).toEqual(["aborted", "broken", "broken", "broken", "broken"]);
      expect(stateOf(barrier)).toEqual([0, true]);
    });
  });

  test("can be used again once all have left and it is reset [test_locks.BarrierTests.test_abort_barrier_when_exception_then_resetting]", async () => {
    await runVirtual(async () => {
      const [barrier, meeting] = [new Barrier(5), new Barrier(5)];
      let broken = 0;
      const numbers = await inTasks(5, async () => {
        try {
          if ((await barrier.wait()) === 2) {
            await barrier.abort();
          } else {
            await barrier.wait();
          }
        } catch (error) {
          expect(error).toBeInstanceOf(BrokenBarrierError);
          broken++;
        }
        if ((await meeting.wait()) === 2) {
          await barrier.reset();
        }
        await meeting.wait();
        return await barrier.wait();
      });
      expect(broken).toBe(4);
      expect(numbers.sort()).toEqual([0, 1, 2, 3, 4]);
      expect(stateOf(barrier)).toEqual(READY);
    });
  });
});
