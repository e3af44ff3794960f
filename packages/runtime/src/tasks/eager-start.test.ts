import { describe, expect, test } from "@jest/globals";
import { createTask, currentTask, getRunningLoop, sleep, Task } from "../index.js";
import { runVirtual } from "../testing.js";

/** The name of the task that ran it, in a list. */
function watched() {
  const names: (string | undefined)[] = [];
  return {
    names,
    work: () => {
      names.push(currentTask()?.getName());
      return 42;
    },
  };
}

describe("a task that starts at once", () => {
  test("is done when it is made, where its work is [test_tasks.BaseTaskTests.test_eager_start_true]", async () => {
    await runVirtual(async () => {
      const { names, work } = watched();
      const main = currentTask();
      const task = createTask(work, { eagerStart: true, name: "example" });
      expect(task.done()).toBe(true);
      expect(names).toEqual(["example"]);
      expect(currentTask()).toBe(main);
      expect(await task).toBe(42);
    });
  });

  test("belongs to the running loop where none is given [test_tasks.BaseTaskTests.test_eager_start_true_no_loop]", async () => {
    await runVirtual(async () => {
      const task = new Task(() => 42, { eagerStart: true });
      expect(task.done()).toBe(true);
      expect(task.getLoop()).toBe(getRunningLoop());
      expect(await task).toBe(42);
    });
  });

  test("has called its async function when it is made, whose end comes with its promise", async () => {
    await runVirtual(async () => {
      const { names, work } = watched();
      const task = createTask(async () => work(), { eagerStart: true, name: "example" });
      expect(names).toEqual(["example"]);
      expect(task.done()).toBe(false);
      await Promise.resolve();
      expect(task.done()).toBe(true);
      expect(await task).toBe(42);
    });
  });

  test("takes turns as any other from its first await on", async () => {
    await runVirtual(async () => {
      const log: string[] = [];
      const task = createTask(
        async () => {
          log.push("begun");
          await sleep(0);
          log.push("ended");
        },
        { eagerStart: true },
      );
      log.push("made");
      expect(task.done()).toBe(false);
      await task;
      expect(log).toEqual(["begun", "made", "ended"]);
    });
  });
});

test("a task told not to start at once does not [test_tasks.BaseTaskTests.test_eager_start_false]", async () => {
  await runVirtual(async () => {
    const { names, work } = watched();
    const task = createTask(work, { eagerStart: false, name: "example" });
    expect(task.done()).toBe(false);
    expect(names).toEqual([]);
    await task;
    expect(names).toEqual(["example"]);
  });
});
