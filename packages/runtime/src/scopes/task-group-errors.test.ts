import { describe, expect, test } from "@jest/globals";
import { runBothWays } from "../conformance/run-both-ways.js";
import { thrownBy } from "../conformance/thrown-by.js";
import {
  createTask,
  currentTask,
  Event,
  ExceptionGroup,
  getRunningLoop,
  sleep,
  type TaskGroup,
  taskGroup,
} from "../index.js";
import { runVirtual } from "../testing.js";

const now = (): number => getRunningLoop().time();

/** Notes at which time the cancellation arrived, and throws it on. */
function sleeper(log: unknown[], name: string): () => Promise<void> {
  return async () => {
    try {
      await sleep(10_000);
      log.push(`${name} ran to its end`);
    } catch (error) {
      log.push([now(), name]);
      throw error;
    }
  };
}

async function failAfter(delay: number, error: unknown): Promise<never> {
  await sleep(delay);
  throw error;
}

/** Sleeps, and throws an error of its own when it is cancelled. */
async function failWhenCancelled(error: unknown): Promise<void> {
  try {
    await sleep(10_000);
  } catch {
    throw error;
  }
}

describe("when a task of a group fails", () => {
  test("the other tasks are cancelled, and the group throws [test_taskgroups.BaseTestTaskGroup.test_taskgroup_04]", async () => {
    await runBothWays(async () => {
      const log: unknown[] = [];
      const runner = createTask(async () => {
        await taskGroup((group) => {
          group.createTask(failAfter, 100, new Error("one"));
          group.createTask(sleeper(log, "two"));
        });
        log.push("went on");
      });
      expect(await thrownBy(runner)).toBe("ExceptionGroup[Error: one]");
      expect([now(), log]).toEqual([100, [[100, "two"]]]);
    });
  });

  test("the body is cancelled too, and all that failed at that time is in the group [test_taskgroups.BaseTestTaskGroup.test_cancel_children_on_child_error]", async () => {
    await runBothWays(async () => {
      const log: unknown[] = [];
      const runner = createTask(async () => {
        await taskGroup(async (group) => {
          group.createTask(failAfter, 100, new Error("a"));
          group.createTask(failAfter, 100, new Error("b"));
          group.createTask(failAfter, 100, new Error("c"));
          group.createTask(sleeper(log, "child"));
          await sleeper(log, "body")();
        });
        log.push("went on");
      });
      expect(await thrownBy(runner)).toBe("ExceptionGroup[Error: a, Error: b, Error: c]");
      expect([now(), log]).toEqual([
        100,
        [
          [100, "child"],
          [100, "body"],
        ],
      ]);
    });
  });

  test("an error of the body itself stands last in the group [test_taskgroups.BaseTestTaskGroup.test_taskgroup_19]", async () => {
    await runBothWays(async () => {
      const runner = createTask(() =>
        taskGroup(async (group) => {
          group.createTask(failAfter, 100, new RangeError("child"));
          await failWhenCancelled(new TypeError("body"));
        }),
      );
      expect(await thrownBy(runner)).toBe("ExceptionGroup[ValueError, TypeError: body]");
      expect(now()).toBe(100);
    });
  });

  test("whatever is thrown is grouped, even where it is no Error [test_taskgroups.BaseTestTaskGroup.test_taskgroup_20a] [test_taskgroups.BaseTestTaskGroup.test_taskgroup_21a]", async () => {
    await runBothWays(async () => {
      const fromBody = taskGroup(async (group) => {
        group.createTask(failAfter, 100, new Error("child"));
        await failWhenCancelled("thrown by the body");
      });
      expect(await thrownBy(fromBody)).toBe("ExceptionGroup[Error: child, thrown by the body]");

      const fromChild = taskGroup(async (group) => {
        group.createTask(failAfter, 100, "thrown by the child");
        await failWhenCancelled(new TypeError("body"));
      });
      expect(await thrownBy(fromChild)).toBe(
        "ExceptionGroup[thrown by the child, TypeError: body]",
      );
      expect(now()).toBe(200);

      const nothing = taskGroup((group) => {
        group.createTask(failAfter, 100, null);
        group.createTask(failAfter, 100, undefined);
      });
      expect(await thrownBy(nothing)).toBe("ExceptionGroup[null, undefined]");
    });
  });

  test("a cleanup that fails in the body leaves no cancellation behind [test_taskgroups.BaseTestTaskGroup.test_taskgroup_context_manager_exit_raises]", async () => {
    await runBothWays(async () => {
      const main = createTask(async () => {
        const group = taskGroup(async (group) => {
          group.createTask(() => Promise.reject(new Error("task")));
          try {
            await sleep(1_000);
          } finally {
            // biome-ignore lint/correctness/noUnsafeFinally: a cleanup that fails is what is tested.
            throw new Error("cleanup");
          }
        });
        expect(await thrownBy(group)).toBe("ExceptionGroup[Error: task, Error: cleanup]");
        return currentTask()?.cancelling();
      });
      expect(await main).toBe(0);
    });
  });

  test("the code after the group runs on undisturbed [test_taskgroups.BaseTestTaskGroup.test_cancellation_does_not_leak_out_of_tg] [test_taskgroups.BaseTestTaskGroup.test_cancelling_level_preserved]", async () => {
    await runBothWays(async () => {
      const group = taskGroup((group) => {
        group.createTask(failAfter, 0, new Error("failed"));
      });
      expect(await thrownBy(group)).toBe("ExceptionGroup[Error: failed]");
      expect(currentTask()?.cancelling()).toBe(0);
      await sleep(0);
      await sleep(5);
      expect(now()).toBe(5);
    });
  });

  test("the tasks that it had started just before are cancelled too [test_taskgroups.BaseTestTaskGroup.test_cancels_task_if_created_during_creation]", async () => {
    await runBothWays(async () => {
      let seen = "";
      const third = async (): Promise<void> => {
        throw new Error("third");
      };
      const second = async (group: TaskGroup): Promise<void> => {
        group.createTask(third);
        seen = await thrownBy(
          (async () => {
            await sleep(0);
            await sleep(0);
          })(),
        );
      };
      const group = taskGroup((group) => {
        group.createTask(second, group);
      });
      expect(await thrownBy(group)).toBe("ExceptionGroup[Error: third]");
      expect(seen).toBe("CancelledError");
    });
  });
});

describe("when the body of a group fails", () => {
  test("its tasks are cancelled [test_taskgroups.BaseTestTaskGroup.test_taskgroup_09]", async () => {
    await runBothWays(async () => {
      const log: unknown[] = [];
      const group = taskGroup(async (group) => {
        group.createTask(sleeper(log, "one"));
        group.createTask(sleeper(log, "two"));
        await sleep(100);
        throw new Error("body");
      });
      expect(await thrownBy(group)).toBe("ExceptionGroup[Error: body]");
      expect([now(), log]).toEqual([
        100,
        [
          [100, "one"],
          [100, "two"],
        ],
      ]);
    });
  });

  test("tasks that had not begun never begin [test_taskgroups.BaseTestTaskGroup.test_taskgroup_10]", async () => {
    await runVirtual(async () => {
      let begun = 0;
      const count = async (): Promise<void> => {
        begun++;
      };
      const tasks: { cancelled(): boolean }[] = [];
      const group = taskGroup((group) => {
        tasks.push(group.createTask(count), group.createTask(count));
        throw new Error("body");
      });
      expect(await thrownBy(group)).toBe("ExceptionGroup[Error: body]");
      expect([begun, tasks.map((task) => task.cancelled())]).toEqual([0, [true, true]]);
    });
  });

  test("the error is not the cause nor a part of anything but the group", async () => {
    await runBothWays(async () => {
      const body = new Error("body");
      const error = await taskGroup(() => Promise.reject(body)).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(ExceptionGroup);
      expect((error as ExceptionGroup).errors).toEqual([body]);
      expect((error as ExceptionGroup).errors[0]).toBe(body);
    });
  });
});

describe("when groups are nested", () => {
  test("the outer one cancels the inner one's tasks, which add no error [test_taskgroups.BaseTestTaskGroup.test_taskgroup_13]", async () => {
    await runBothWays(async () => {
      const runner = createTask(() =>
        taskGroup(async (outer) => {
          outer.createTask(failAfter, 100, new Error("outer"));
          await taskGroup((inner) => {
            inner.createTask(failAfter, 10_000, new Error("inner"));
          });
        }),
      );
      expect(await thrownBy(runner)).toBe("ExceptionGroup[Error: outer]");
      expect(now()).toBe(100);
    });
  });

  test("the inner one's group of errors is an error of the outer one [test_taskgroups.BaseTestTaskGroup.test_taskgroup_14]", async () => {
    await runBothWays(async () => {
      const runner = createTask(() =>
        taskGroup(async (outer) => {
          outer.createTask(failAfter, 10_000, new Error("outer"));
          await taskGroup((inner) => {
            inner.createTask(failAfter, 100, new Error("inner"));
          });
        }),
      );
      expect(await thrownBy(runner)).toBe("ExceptionGroup[ExceptionGroup[Error: inner]]");
      expect(now()).toBe(100);
    });
  });

  test("a failure in both is handled by both, and counted in between [test_taskgroups.BaseTestTaskGroup.test_nested_groups_both_cancelled]", async () => {
    await runBothWays(async () => {
      const seen: unknown[] = [];
      const outer = taskGroup(async (outer) => {
        const inner = taskGroup((inner) => {
          inner.createTask(failAfter, 0, new TypeError("inner"));
          outer.createTask(failAfter, 0, new RangeError("outer"));
        });
        seen.push(await thrownBy(inner), currentTask()?.cancelling());
      });
      seen.push(await thrownBy(outer), currentTask()?.cancelling());
      expect(seen).toEqual([
        "ExceptionGroup[TypeError: inner]",
        1,
        "ExceptionGroup[ValueError]",
        0,
      ]);
    });
  });
});

test("an error and a cancellation from outside at the same time are both seen [test_taskgroups.BaseTestTaskGroup.test_error_and_cancel]", async () => {
  await runBothWays(async () => {
    const log: unknown[] = [];
    const event = new Event();
    const inner = async (): Promise<void> => {
      const group = taskGroup(async (group) => {
        group.createTask(async () => {
          event.set();
          await sleep(0);
          throw new Error("failed");
        });
        await sleep(1_000);
        log.push("the body was not cancelled");
      });
      log.push(await thrownBy(group), currentTask()?.cancelling());
      await sleep(1_000);
      log.push("the cancellation was lost");
    };
    const task = createTask(inner);
    await event.wait();
    log.push(task.cancelling());
    task.cancel();
    log.push(task.cancelling());
    expect(await thrownBy(task)).toBe("CancelledError");
    expect([task.cancelled(), now()]).toEqual([true, 0]);
    expect(log).toEqual([0, 1, "ExceptionGroup[Error: failed]", 1]);
  });
});
