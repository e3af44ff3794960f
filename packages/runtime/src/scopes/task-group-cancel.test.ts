import { describe, expect, test } from "@jest/globals";
import { runBothWays } from "../conformance/run-both-ways.js";
import { thrownBy } from "../conformance/thrown-by.js";
import {
  type CancelledError,
  createTask,
  currentTask,
  Event,
  getRunningLoop,
  RuntimeError,
  sleep,
  type Task,
  type TaskGroup,
  taskGroup,
  timeout,
} from "../index.js";

const now = (): number => getRunningLoop().time();

describe("cancelling a group", () => {
  test("cancels its tasks, and is no error [test_taskgroups.BaseTestTaskGroup.test_taskgroup_cancel_children]", async () => {
    await runBothWays(async () => {
      const tasks: Task<unknown>[] = [];
      await timeout(1_000, () =>
        taskGroup(async (group) => {
          tasks.push(group.createTask(sleep(10_000)), group.createTask(sleep(10_000)));
          await sleep(0);
          group.cancel();
        }),
      );
      expect([now(), tasks.map((task) => task.cancelled())]).toEqual([0, [true, true]]);
      expect(currentTask()?.cancelling()).toBe(0);
    });
  });

  test("ends its body at the next await, and the group gives undefined [test_taskgroups.BaseTestTaskGroup.test_taskgroup_cancel_body]", async () => {
    await runBothWays(async () => {
      let count = 0;
      const result = await taskGroup(async (group) => {
        group.cancel();
        count++;
        await sleep(0);
        count++;
        return "the end";
      });
      expect([count, result]).toEqual([1, undefined]);
    });
  });

  test("twice is the same as once [test_taskgroups.BaseTestTaskGroup.test_taskgroup_cancel_idempotent]", async () => {
    await runBothWays(async () => {
      let count = 0;
      await taskGroup(async (group) => {
        group.cancel();
        group.cancel();
        count++;
        await sleep(0);
        count++;
      });
      expect([count, currentTask()?.cancelling()]).toEqual([1, 0]);
      await sleep(1);
      expect(now()).toBe(1);
    });
  });

  test("that has ended does nothing [test_taskgroups.BaseTestTaskGroup.test_taskgroup_cancel_after_exit]", async () => {
    await runBothWays(async () => {
      const group = await taskGroup(async (group) => {
        await sleep(0);
        return group;
      });
      group.cancel();
      expect([String(group), currentTask()?.cancelling()]).toEqual(["<TaskGroup finished>", 0]);
    });
  });

  test("makes it refuse tasks [test_taskgroups.BaseTestTaskGroup.test_taskgroup_cancel_before_create_task]", async () => {
    await runBothWays(async () => {
      await taskGroup((group) => {
        group.cancel();
        expect(String(group)).toBe("<TaskGroup cancelling>");
        expect(() => group.createTask(sleep(1))).toThrow(
          new RuntimeError("The task group is shutting down: it takes no more tasks"),
        );
      });
    });
  });

  test("does not take back a cancellation from outside that comes while it ends [test_taskgroups.BaseTestTaskGroup.test_taskgroup_cancel_keeps_outer_cancellation]", async () => {
    await runBothWays(async () => {
      const cancelling = new Event();
      const release = new Event();
      const child = async (): Promise<void> => {
        try {
          await sleep(10_000);
        } finally {
          cancelling.set();
          await release.wait();
        }
      };
      const task = createTask(() =>
        taskGroup(async (group) => {
          group.createTask(child);
          await sleep(0);
          group.cancel();
        }),
      );
      await cancelling.wait();
      task.cancel("from outside");
      release.set();
      const error = (await task.catch((error: unknown) => error)) as CancelledError;
      expect([error.name, error.message]).toEqual(["CancelledError", "from outside"]);
      expect(now()).toBe(0);
    });
  });

  test("lets the winner of a race end the others [test_taskgroups.BaseTestTaskGroup.test_taskgroup_cancel_one_winner]", async () => {
    await runBothWays(async () => {
      const record: string[] = [];
      const event = new Event();
      const waiter = (name: string) => async (): Promise<string> => {
        record.push(`${name} started`);
        await event.wait();
        record.push(`${name} finished`);
        return name;
      };
      const starter = async (): Promise<string> => {
        record.push("c started");
        event.set();
        await sleep(10_000);
        record.push("c finished");
        return "c";
      };
      let winner = "";
      await taskGroup((group) => {
        for (const runner of [waiter("a"), waiter("b"), starter]) {
          group.createTask(async () => {
            winner = await runner();
            group.cancel();
          });
        }
      });
      expect([winner, now()]).toEqual(["a", 0]);
      expect(record).toEqual(["a started", "b started", "c started", "a finished"]);
    });
  });
});

describe("a group that is cancelled and fails", () => {
  test("throws what a task throws after that [test_taskgroups.BaseTestTaskGroup.test_taskgroup_cancel_before_exception]", async () => {
    await runBothWays(async () => {
      const cancelAndFail = async (group: TaskGroup): Promise<void> => {
        group.cancel();
        throw new Error("after");
      };
      const group = taskGroup(async (group) => {
        group.createTask(cancelAndFail, group);
        await sleep(1_000);
      });
      expect(await thrownBy(group)).toBe("ExceptionGroup[Error: after]");
      expect([now(), currentTask()?.cancelling()]).toEqual([0, 0]);
    });
  });

  test("throws what a task was throwing [test_taskgroups.BaseTestTaskGroup.test_taskgroup_cancel_after_exception]", async () => {
    await runBothWays(async () => {
      const failAndCancel = async (group: TaskGroup): Promise<void> => {
        try {
          throw new Error("before");
        } finally {
          group.cancel();
        }
      };
      const group = taskGroup(async (group) => {
        group.createTask(failAndCancel, group);
        await sleep(1_000);
      });
      expect(await thrownBy(group)).toBe("ExceptionGroup[Error: before]");
      expect([now(), currentTask()?.cancelling()]).toEqual([0, 0]);
    });
  });

  test("throws what its body throws [test_taskgroups.BaseTestTaskGroup.test_taskgroup_body_cancel_before_exception] [test_taskgroups.BaseTestTaskGroup.test_taskgroup_body_cancel_after_exception]", async () => {
    await runBothWays(async () => {
      const before = taskGroup((group) => {
        group.cancel();
        throw new Error("after");
      });
      expect(await thrownBy(before)).toBe("ExceptionGroup[Error: after]");
      const after = taskGroup((group) => {
        try {
          throw new Error("before");
        } finally {
          group.cancel();
        }
      });
      expect(await thrownBy(after)).toBe("ExceptionGroup[Error: before]");
      expect(currentTask()?.cancelling()).toBe(0);
    });
  });
});
