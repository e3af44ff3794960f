import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  allTasks,
  type CancelledError,
  ContextVar,
  Coroutine,
  coroutine,
  createEagerTaskFactory,
  createTask,
  currentTask,
  type EventLoop,
  eagerTaskFactory,
  gather,
  getRunningLoop,
  sleep,
  Task,
  taskGroup,
} from "../index.js";
import { runVirtual } from "../testing.js";

const now = (): number => getRunningLoop().time();

/** Runs the program on a loop whose tasks start at once. */
function runEagerly<T>(main: () => Promise<T>): Promise<T> {
  return runVirtual(() => {
    getRunningLoop().setTaskFactory(eagerTaskFactory);
    return main();
  });
}

describe("a task that starts at once", () => {
  test("is made by the factory that the loop was given [test_eager_task_factory.EagerTaskFactoryLoopTests.test_eager_task_factory_set]", async () => {
    class OwnTask<T> extends Task<T> {}
    const factory = createEagerTaskFactory((work, options) => new OwnTask(work, options));
    await runVirtual(async () => {
      const loop = getRunningLoop();
      loop.setTaskFactory(factory);
      expect(loop.getTaskFactory()).toBe(factory);
      let started = false;
      const task = loop.createTask(async () => {
        started = true;
      });
      expect([started, task instanceof OwnTask]).toEqual([true, true]);
      await task;
    });
  });

  test("does its work inside of createTask [test_eager_task_factory.EagerTaskFactoryLoopTests.test_await_future_during_eager_step]", async () => {
    await runEagerly(async () => {
      const future = getRunningLoop().createFuture<string>();
      createTask(async () => future.setResult("message"));
      expect(future.done()).toBe(true);
      expect(await future).toBe("message");
    });
  });

  test("is done at once where its work is [test_eager_task_factory.EagerTaskFactoryLoopTests.test_eager_completion]", async () => {
    await runEagerly(async () => {
      const task = createTask(() => "hello");
      expect(task.done()).toBe(true);
      expect(await task).toBe("hello");
    });
  });

  test("goes on by turns once it has suspended [test_eager_task_factory.EagerTaskFactoryLoopTests.test_block_after_eager_step]", async () => {
    await runEagerly(async () => {
      const task = createTask(async () => {
        await sleep(100);
        return "finished after blocking";
      });
      expect(task.done()).toBe(false);
      expect(await task).toBe("finished after blocking");
      expect([task.done(), now()]).toEqual([true, 100]);
    });
  });

  test("cannot be cancelled after it has ended [test_eager_task_factory.EagerTaskFactoryLoopTests.test_cancellation_after_eager_completion]", async () => {
    await runEagerly(async () => {
      const task = createTask(() => "finished without blocking");
      expect(task.cancel()).toBe(false);
      expect(await task).toBe("finished without blocking");
      expect(task.cancelled()).toBe(false);
    });
  });

  test("can be cancelled once it has suspended [test_eager_task_factory.EagerTaskFactoryLoopTests.test_cancellation_after_eager_step_blocks]", async () => {
    await runEagerly(async () => {
      const task = createTask(() => sleep(100));
      task.cancel("cancellation message");
      expect(task.cancelling()).toBe(1);
      const error = (await errorOf(task)) as CancelledError;
      expect([error.name, error.message]).toEqual(["CancelledError", "cancellation message"]);
      expect(now()).toBe(0);
    });
  });

  test("is the current task from its first step on, and its maker is again after that [test_eager_task_factory.EagerTaskFactoryLoopTests.test_current_task]", async () => {
    await runEagerly(async () => {
      const main = currentTask();
      const seen: unknown[] = [];
      const task = createTask(async () => {
        seen.push(currentTask());
        await sleep(100);
        seen.push(currentTask());
      });
      expect(seen[0] === task).toBe(true);
      expect(currentTask()).toBe(main);
      await task;
      expect(seen[1] === task).toBe(true);
      expect(currentTask()).toBe(main);
    });
  });

  test("is one of the loop's tasks until it has ended [test_eager_task_factory.EagerTaskFactoryLoopTests.test_all_tasks_with_eager_completion]", async () => {
    await runEagerly(async () => {
      let during: Set<Task<unknown>> | undefined;
      const task = createTask(() => {
        during = allTasks();
      });
      expect(during?.has(task as Task<unknown>)).toBe(true);
      expect(allTasks().has(task as Task<unknown>)).toBe(false);
    });
  });

  test("is one of the loop's tasks while it is suspended [test_eager_task_factory.EagerTaskFactoryLoopTests.test_all_tasks_with_blocking]", async () => {
    await runEagerly(async () => {
      const loop = getRunningLoop();
      const first = loop.createFuture<void>();
      const second = loop.createFuture<void>();
      let during: Set<Task<unknown>> | undefined;
      const task = createTask(async () => {
        during = allTasks();
        await first;
        second.setResult();
      }) as Task<unknown>;
      expect([during?.has(task), allTasks().has(task)]).toEqual([true, true]);
      first.setResult();
      await second;
      expect(allTasks().has(task)).toBe(false);
    });
  });

  test("has context variables of its own from its first step on [test_eager_task_factory.EagerTaskFactoryLoopTests.test_context_vars]", async () => {
    await runEagerly(async () => {
      const variable = new ContextVar("variable", { default: 0 });
      const seen: number[] = [];
      variable.set(1);
      const task = createTask(async () => {
        seen.push(variable.get());
        variable.set(2);
        seen.push(variable.get());
        await sleep(100);
        seen.push(variable.get());
        variable.set(3);
        seen.push(variable.get());
      });
      expect([seen, variable.get()]).toEqual([[1, 2], 1]);
      await task;
      expect([seen, variable.get()]).toEqual([[1, 2, 2, 3], 1]);
    });
  });

  test("has its name in its first step [test_eager_task_factory.CEagerTaskFactoryLoopTests.test_name]", async () => {
    await runEagerly(async () => {
      let name: string | undefined;
      const task = createTask(
        async () => {
          name = currentTask()?.getName();
        },
        { name: "test name" },
      );
      expect(name).toBe("test name");
      await task;
    });
  });

  test("does not hold a coroutine that has ended in its first step [test_eager_task_factory.CEagerTaskFactoryLoopTests.test_issue122332]", async () => {
    await runEagerly(async () => {
      const ended = createTask(new Coroutine(() => "ended"));
      expect(ended.getCoroutine() === null).toBe(true);
      const suspended = createTask(new Coroutine(() => sleep(1)));
      expect(suspended.getCoroutine() === null).toBe(false);
      await suspended;
    });
  });

  test("reports an error of its first step as any task does", async () => {
    await runEagerly(async () => {
      const failing = createTask(() => {
        throw new TypeError("at once");
      });
      expect(failing.done()).toBe(true);
      expect(await errorOf(failing)).toEqual(new TypeError("at once"));
    });
  });

  test("starts later where the loop does not run yet", async () => {
    const loop = virtualLoop();
    loop.setTaskFactory(eagerTaskFactory);
    const log: string[] = [];
    const main = loop.createTask(async () => {
      log.push(`main on a loop that runs: ${loop.isRunning()}`);
      createTask(async () => log.push("child"));
      log.push("after the child");
    });
    log.push("before the loop runs");
    await loop.runUntilComplete(main);
    loop.close();
    expect(log).toEqual([
      "before the loop runs",
      "main on a loop that runs: true",
      "child",
      "after the child",
    ]);
  });
});

describe("eagerStart", () => {
  test("false makes one task of an eager factory start later [test_eager_task_factory.EagerTaskFactoryLoopTests.test_eager_start_false]", async () => {
    await runEagerly(async () => {
      let name: string | undefined;
      const task = createTask(
        async () => {
          name = currentTask()?.getName();
        },
        { eagerStart: false, name: "example" },
      );
      expect([task.done(), name]).toEqual([false, undefined]);
      await task;
      expect(name).toBe("example");
    });
  });

  test("true makes one task start at once without a factory [test_eager_task_factory.DefaultTaskFactoryEagerStart.test_eager_start_true_with_default_factory]", async () => {
    await runVirtual(async () => {
      let name: string | undefined;
      const task = createTask(
        () => {
          name = currentTask()?.getName();
        },
        { eagerStart: true, name: "example" },
      );
      expect([task.done(), name]).toEqual([true, "example"]);
      await task;
    });
  });
});

describe("how many tasks are made that do not start at once", () => {
  const countLateTasks = async (eager: boolean, main: () => Promise<unknown>): Promise<number> => {
    let count = 0;
    const loop = virtualLoop();
    const make = (work: never, options: { eagerStart?: boolean; loop: EventLoop }) => {
      if (options.eagerStart !== true) {
        count++;
      }
      return new Task<unknown>(work, options);
    };
    const lazy = (loop: EventLoop, work: unknown, options: object) =>
      make(work as never, { ...options, loop });
    loop.setTaskFactory(eager ? createEagerTaskFactory(make as never) : lazy);
    await loop.runUntilComplete(main);
    loop.close();
    return count;
  };

  test("a chain of awaits makes none [test_eager_task_factory.BaseTaskCountingTests.test_awaitables_chain]", async () => {
    const chain = coroutine(
      async (depth: number): Promise<number> => (depth === 0 ? 0 : 1 + (await chain(depth - 1))),
    );
    let depth = 0;
    const main = async (): Promise<void> => {
      depth = await chain(100);
    };
    expect([await countLateTasks(false, main), depth]).toEqual([1, 100]);
    expect([await countLateTasks(true, main), depth]).toEqual([0, 100]);
  });

  test("task groups within task groups make one for each child, or none [test_eager_task_factory.BaseTaskCountingTests.test_recursive_taskgroups]", async () => {
    const recurse = async (width: number, depth: number): Promise<void> => {
      if (depth > 0) {
        await taskGroup((group) => {
          for (let child = 0; child < width; child++) {
            group.createTask(recurse, width, depth - 1);
          }
        });
      }
    };
    const main = (): Promise<void> => recurse(5, 4);
    expect(await countLateTasks(false, main)).toBe(781);
    expect(await countLateTasks(true, main)).toBe(0);
  });

  test("gathers within gathers make one for each child, or none [test_eager_task_factory.BaseTaskCountingTests.test_recursive_gather]", async () => {
    const recurse = async (width: number, depth: number): Promise<void> => {
      if (depth > 0) {
        await gather(Array.from({ length: width }, () => () => recurse(width, depth - 1)));
      }
    };
    const main = (): Promise<void> => recurse(5, 4);
    expect(await countLateTasks(false, main)).toBe(781);
    expect(await countLateTasks(true, main)).toBe(0);
  });
});

describe("a task group of tasks that start at once", () => {
  test("cancels the child that has cancelled the group before its first suspension [test_taskgroups.BaseTestTaskGroup.test_taskgroup_cancel_from_child_before_first_suspension]", async () => {
    await runEagerly(async () => {
      const [child] = await taskGroup((group) => {
        const made = group.createTask(async () => {
          group.cancel();
          await sleep(10_000);
        });
        return [made];
      });
      expect([child?.cancelled(), now()]).toEqual([true, 0]);
    });
  });

  test("notices a child that fails at once when its body suspends", async () => {
    await runEagerly(async () => {
      const log: string[] = [];
      const error = await errorOf(
        taskGroup(async (group) => {
          group.createTask(() => {
            throw new Error("at once");
          });
          log.push("body went on");
          await sleep(1_000);
          log.push("body was not cancelled");
        }),
      );
      expect([error.name, log, now()]).toEqual(["ExceptionGroup", ["body went on"], 0]);
    });
  });
});
