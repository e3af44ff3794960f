import { describe, expect, test } from "@jest/globals";
import { runBothWays } from "../conformance/run-both-ways.js";
import { thrownBy } from "../conformance/thrown-by.js";
import { createTask, getRunningLoop, sleep, type Task, taskGroup } from "../index.js";
import { runVirtual } from "../testing.js";

const now = (): number => getRunningLoop().time();

/** Lets the task run for 100 ms of the clock, then cancels it. */
async function cancelAt100(task: Task<unknown>): Promise<string> {
  await sleep(100);
  expect(task.done()).toBe(false);
  task.cancel();
  return await thrownBy(task);
}

/** Runs the cleanup only where it is cancelled, then throws the cancellation on. */
async function sleepOr(cleanup: () => unknown): Promise<void> {
  try {
    await sleep(10_000);
  } catch (error) {
    await cleanup();
    throw error;
  }
}

function fail(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

describe("a cancellation from outside", () => {
  test("reaches each task of a group that only waits for them [test_taskgroups.BaseTestTaskGroup.test_cancellation]", async () => {
    await runBothWays(async () => {
      const cancelled: unknown[] = [];
      const runner = createTask(() =>
        taskGroup((group) => {
          for (let number = 0; number < 5; number++) {
            group.createTask(() => sleepOr(() => cancelled.push([now(), number])));
          }
        }),
      );
      expect(await cancelAt100(runner)).toBe("CancelledError");
      expect(cancelled).toEqual([0, 1, 2, 3, 4].map((number) => [100, number]));
    });
  });

  test("reaches the body first, then the tasks [test_taskgroups.BaseTestTaskGroup.test_taskgroup_07]", async () => {
    await runBothWays(async () => {
      const cancelled: unknown[] = [];
      const runner = createTask(() =>
        taskGroup(async (group) => {
          for (let number = 0; number < 5; number++) {
            group.createTask(() => sleepOr(() => cancelled.push(number)));
          }
          await sleepOr(() => cancelled.push("body"));
        }),
      );
      expect(await cancelAt100(runner)).toBe("CancelledError");
      expect([now(), cancelled]).toEqual([100, ["body", 0, 1, 2, 3, 4]]);
    });
  });

  test("gives way to the errors that the tasks throw when they are cancelled [test_taskgroups.BaseTestTaskGroup.test_taskgroup_08]", async () => {
    await runBothWays(async () => {
      const runner = createTask(() =>
        taskGroup(async (group) => {
          for (const name of ["a", "b", "c"]) {
            group.createTask(() => sleepOr(fail(name)));
          }
          await sleep(10_000);
        }),
      );
      expect(await cancelAt100(runner)).toBe("ExceptionGroup[Error: a, Error: b, Error: c]");
    });
  });

  test("gives way to the errors of an inner group's tasks [test_taskgroups.BaseTestTaskGroup.test_taskgroup_11] [test_taskgroups.BaseTestTaskGroup.test_taskgroup_12]", async () => {
    for (const outerHasTask of [false, true]) {
      await runVirtual(async () => {
        const runner = createTask(() =>
          taskGroup(async (outer) => {
            if (outerHasTask) {
              outer.createTask(sleep(10_000));
            }
            await taskGroup(async (inner) => {
              inner.createTask(() => sleepOr(fail("a")));
              inner.createTask(() => sleepOr(fail("b")));
              await sleep(10_000);
            });
          }),
        );
        expect(await cancelAt100(runner)).toBe(
          "ExceptionGroup[ExceptionGroup[Error: a, Error: b]]",
        );
        expect(now()).toBe(100);
      });
    }
  });

  test("that the body still cleans up after, is not lost when a task fails then [test_taskgroups.BaseTestTaskGroup.test_taskgroup_15]", async () => {
    await runBothWays(async () => {
      const runner = createTask(() =>
        taskGroup(async (group) => {
          group.createTask(async () => {
            await sleep(300);
            throw new Error("soon");
          });
          await sleepOr(() => sleep(500));
        }),
      );
      expect(await cancelAt100(runner)).toBe("ExceptionGroup[Error: soon]");
      expect(now()).toBe(300);
    });
  });

  test("arrives through a task that waits for the group's task [test_taskgroups.BaseTestTaskGroup.test_taskgroup_16]", async () => {
    await runBothWays(async () => {
      const nested = (): PromiseLike<void> =>
        taskGroup(async (group) => {
          group.createTask(async () => {
            await sleep(300);
            throw new Error("soon");
          });
          await sleepOr(() => sleep(500));
        });
      const runner = createTask(async () => {
        await createTask(nested);
      });
      expect(await cancelAt100(runner)).toBe("ExceptionGroup[Error: soon]");
      expect(now()).toBe(300);
    });
  });

  test("reaches the body of a group without tasks [test_taskgroups.BaseTestTaskGroup.test_taskgroup_17]", async () => {
    await runBothWays(async () => {
      const cancelled: unknown[] = [];
      const runner = createTask(() => taskGroup(() => sleepOr(() => cancelled.push(now()))));
      expect(await cancelAt100(runner)).toBe("CancelledError");
      expect(cancelled).toEqual([100]);
    });
  });

  test("gives way to the error that the body makes of it [test_taskgroups.BaseTestTaskGroup.test_taskgroup_18]", async () => {
    await runBothWays(async () => {
      const runner = createTask(() => taskGroup(() => sleepOr(fail("instead"))));
      expect(await cancelAt100(runner)).toBe("ExceptionGroup[Error: instead]");
    });
  });

  test("ends the group at once where its tasks do not resist [test_taskgroups.BaseTestTaskGroup.test_taskgroup_22]", async () => {
    await runBothWays(async () => {
      const tasks: Task<unknown>[] = [];
      const runner = createTask(() =>
        taskGroup((group) => {
          tasks.push(group.createTask(sleep(1_000)), group.createTask(sleep(2_000)));
        }),
      );
      expect(await cancelAt100(runner)).toBe("CancelledError");
      expect([now(), tasks.map((task) => task.cancelled())]).toEqual([100, [true, true]]);
    });
  });

  test("can be repeated while the group waits for tasks that resist", async () => {
    await runBothWays(async () => {
      const runner = createTask(() =>
        taskGroup((group) => {
          group.createTask(() => sleepOr(() => sleep(500)));
        }),
      );
      await sleep(100);
      runner.cancel();
      await sleep(100);
      runner.cancel();
      expect(runner.cancelling()).toBe(2);
      expect(await thrownBy(runner)).toBe("CancelledError");
      expect(now()).toBe(600);
    });
  });
});
