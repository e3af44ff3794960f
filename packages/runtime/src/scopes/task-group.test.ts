import { describe, expect, test } from "@jest/globals";
import { runBothWays } from "../conformance/run-both-ways.js";
import { thrownBy } from "../conformance/thrown-by.js";
import {
  ContextVar,
  copyContext,
  coroutine,
  createTask,
  currentTask,
  getRunningLoop,
  RuntimeError,
  sleep,
  Task,
  type TaskGroup,
  taskGroup,
} from "../index.js";
import { runVirtual } from "../testing.js";

const now = (): number => getRunningLoop().time();

const giveAfter = async <T>(delay: number, value: T): Promise<T> => {
  await sleep(delay);
  return value;
};

describe("a task group", () => {
  test("ends when its last task has ended [test_taskgroups.BaseTestTaskGroup.test_taskgroup_01]", async () => {
    await runBothWays(async () => {
      const [first, second] = await taskGroup((group) => [
        group.createTask(giveAfter, 100, 42),
        group.createTask(giveAfter, 200, 11),
      ]);
      expect([now(), first?.result(), second?.result()]).toEqual([200, 42, 11]);
    });
  });

  test("takes tasks as long as its body runs [test_taskgroups.BaseTestTaskGroup.test_taskgroup_02]", async () => {
    await runBothWays(async () => {
      const [first, second] = await taskGroup(async (group) => {
        const early = group.createTask(giveAfter, 100, 42);
        await sleep(150);
        return [early, group.createTask(giveAfter, 200, 11)];
      });
      expect([now(), first?.result(), second?.result()]).toEqual([350, 42, 11]);
    });
  });

  test("goes on where one of its tasks is cancelled by itself [test_taskgroups.BaseTestTaskGroup.test_taskgroup_03]", async () => {
    await runBothWays(async () => {
      const [cancelled, other] = await taskGroup(async (group) => {
        const early = group.createTask(giveAfter, 1_000, 42);
        await sleep(150);
        early.cancel();
        return [early, group.createTask(giveAfter, 200, 11)];
      });
      expect([now(), cancelled?.cancelled(), other?.result()]).toEqual([350, true, 11]);
    });
  });

  test("forgets tasks that have ended while its body runs on [test_taskgroups.BaseTestTaskGroup.test_taskgroup_23]", async () => {
    await runBothWays(async () => {
      const seen: string[] = [];
      await taskGroup(async (group) => {
        for (let count = 0; count < 10; count++) {
          await sleep(100);
          group.createTask(sleep(300));
          if (count === 5) {
            seen.push(String(group));
          }
        }
        await sleep(1_350);
        seen.push(String(group));
      });
      expect(seen).toEqual(["<TaskGroup tasks=4 entered>", "<TaskGroup entered>"]);
      expect(now()).toBe(2_350);
    });
  });

  test("takes tasks from its own tasks after its body has ended [test_taskgroups.BaseTestTaskGroup.test_taskgroup_24]", async () => {
    await runBothWays(async () => {
      const root = async (group: TaskGroup): Promise<void> => {
        await sleep(100);
        group.createTask(sleep(100));
        group.createTask(sleep(200));
      };
      await taskGroup((group) => {
        group.createTask(root, group);
      });
      expect(now()).toBe(300);
    });
  });

  test("cancels tasks that keep making others, once one fails [test_taskgroups.BaseTestTaskGroup.test_taskgroup_25]", async () => {
    await runBothWays(async () => {
      let heads = 0;
      const hydra = async (group: TaskGroup): Promise<void> => {
        heads++;
        await sleep(10);
        group.createTask(hydra, group);
        group.createTask(hydra, group);
      };
      const hercules = async (): Promise<void> => {
        while (heads < 10) {
          await sleep(15);
        }
        throw new Error("enough");
      };
      const group = taskGroup((hydras) => {
        hydras.createTask(hydra, hydras);
        hydras.createTask(hercules);
      });
      expect(await thrownBy(group)).toBe("ExceptionGroup[Error: enough]");
      expect([now(), heads]).toEqual([45, 31]);
    });
  });

  test("gives its tasks the names that they are given [test_taskgroups.BaseTestTaskGroup.test_taskgroup_task_name] [test_taskgroups.BaseTestTaskGroup.test_name]", async () => {
    await runBothWays(async () => {
      let inside: string | undefined;
      const [task] = await taskGroup((group) => [
        group.createTask(
          async () => {
            inside = currentTask()?.getName();
          },
          { name: "example" },
        ),
      ]);
      expect([task?.getName(), inside]).toEqual(["example", "example"]);
    });
  });

  test("runs its tasks in the context that they are given [test_taskgroups.BaseTestTaskGroup.test_taskgroup_task_context]", async () => {
    await runBothWays(async () => {
      const variable = new ContextVar<number>("variable");
      const set = async (value: number): Promise<void> => {
        await sleep(0);
        variable.set(value);
      };
      await taskGroup(async (group) => {
        const context = copyContext();
        expect(context.get(variable)).toBe(undefined);
        await group.createTask(coroutine(set)(1), { context });
        expect(context.get(variable)).toBe(1);
        await group.createTask(() => set(2), { context });
        expect([context.get(variable), variable.get(0)]).toEqual([2, 0]);
      });
    });
  });

  test("gives what its body gives", async () => {
    expect(await runVirtual(() => taskGroup(() => giveAfter(5, "result")))).toBe("result");
  });

  test("makes its tasks by the task factory of the loop", async () => {
    class OtherTask<T> extends Task<T> {}
    await runVirtual(async () => {
      getRunningLoop().setTaskFactory(
        (loop, work, options) => new OtherTask(work, { ...options, loop }),
      );
      const [task] = await taskGroup((group) => [group.createTask(giveAfter, 1, 2)]);
      expect([task instanceof OtherTask, task?.result()]).toEqual([true, 2]);
    });
  });
});

describe("a task group that is not open", () => {
  test("runs its body once, while it runs and after [test_taskgroups.BaseTestTaskGroup.test_taskgroup_already_entered] [test_taskgroups.BaseTestTaskGroup.test_taskgroup_double_enter]", async () => {
    await runBothWays(async () => {
      let entered = 0;
      let again = "";
      const group = taskGroup(async () => {
        entered++;
        again = await thrownBy(createTask(async () => await group));
      });
      await group;
      expect([entered, again]).toEqual([1, "RuntimeError"]);
      expect(await thrownBy((async () => await group)())).toBe("RuntimeError");
      expect(entered).toBe(1);
    });
  });

  test("refuses tasks once it has ended, and does not run them [test_taskgroups.BaseTestTaskGroup.test_taskgroup_finished] [test_taskgroups.BaseTestTaskGroup.test_coro_closed_when_tg_closed]", async () => {
    const reported: string[] = [];
    let ran = false;
    await runVirtual(async () => {
      getRunningLoop().setExceptionHandler((_loop, { message }) => reported.push(message));
      const finished = await taskGroup((group) => group);
      const work = coroutine(async () => {
        ran = true;
      })();
      expect(() => finished.createTask(work)).toThrow(
        new RuntimeError("The task group is finished: start tasks while its body runs"),
      );
    });
    expect([ran, reported]).toEqual([false, []]);
  });

  test("refuses tasks while it is cancelling those that it has [test_taskgroups.BaseTestTaskGroup.test_taskgroup_no_create_task_after_failure]", async () => {
    await runBothWays(async () => {
      let refusal: unknown;
      const failing = async (): Promise<void> => {
        await sleep(1);
        throw new Error("first");
      };
      const group = taskGroup((group) => {
        group.createTask(failing);
        group.createTask(async () => {
          try {
            await sleep(1_000);
          } catch {
            try {
              group.createTask(failing);
            } catch (error) {
              refusal = error;
            }
          }
        });
      });
      expect(await thrownBy(group)).toBe("ExceptionGroup[Error: first]");
      expect(refusal).toEqual(
        new RuntimeError("The task group is shutting down: it takes no more tasks"),
      );
      expect(now()).toBe(1);
    });
  });

  test("cannot be opened outside of a task [test_taskgroups.BaseTestTaskGroup.test_taskgroup_without_parent_task]", async () => {
    await runBothWays(async () => {
      const loop = getRunningLoop();
      let entered = false;
      const outcome = loop.createFuture<string>();
      loop.callSoon(() => {
        const group = taskGroup(() => {
          entered = true;
        });
        group.catch((error: unknown) => outcome.setResult(String(error)));
      });
      expect(await outcome).toBe(
        "RuntimeError: taskGroup() belongs to a task: use it inside of one",
      );
      expect(entered).toBe(false);
    });
  });
});
