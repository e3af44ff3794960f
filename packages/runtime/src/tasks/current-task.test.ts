import { describe, expect, test } from "@jest/globals";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  createTask,
  currentTask,
  type EventLoop,
  getRunningLoop,
  RuntimeError,
  sleep,
  type Task,
  wait,
} from "../index.js";
import { runVirtual } from "../testing.js";

describe("the current task", () => {
  test("is the one whose code runs, also of the loop that is named [test_tasks.BaseTaskTests.test_current_task] [test_tasks.BaseCurrentLoopTests.test_current_task_with_implicit_loop]", async () => {
    const loop = virtualLoop();
    expect(currentTask(loop)).toBeNull();
    const seen: unknown[] = [];
    const task = loop.createTask(async () => {
      seen.push(currentTask(), currentTask(null), currentTask(loop));
      await sleep(10);
      seen.push(currentTask(), currentTask(null), currentTask(loop));
    });
    await loop.runUntilComplete(task);
    expect(seen).toEqual([task, task, task, task, task, task]);
    expect(currentTask(loop)).toBeNull();
  });

  test("is none where no loop runs [test_tasks.BaseCurrentLoopTests.test_current_task_no_running_loop]", () => {
    expect(currentTask(virtualLoop())).toBeNull();
  });

  test("cannot be asked for without a loop where none runs [test_tasks.BaseCurrentLoopTests.test_current_task_no_running_loop_implicit]", () => {
    expect(() => currentTask()).toThrow(RuntimeError);
  });

  test("changes with each step of tasks that take turns [test_tasks.BaseTaskTests.test_current_task_with_interleaving_tasks]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const [first, second] = [loop.createFuture<void>(), loop.createFuture<void>()];
      const seen: [string, Task<unknown> | null][] = [];
      const one = createTask(async () => {
        seen.push(["one", currentTask()]);
        await first;
        seen.push(["one", currentTask()]);
        second.setResult();
      });
      const other = createTask(async () => {
        seen.push(["other", currentTask()]);
        first.setResult();
        await second;
        seen.push(["other", currentTask()]);
      });
      await wait([one, other]);
      expect(seen).toEqual([
        ["one", one],
        ["other", other],
        ["one", one],
        ["other", other],
      ]);
    });
  });

  test("is entered for a step and left after it: a callback between steps has none [test_tasks.BaseTaskIntrospectionTests.test__enter_task] [test_tasks.BaseTaskIntrospectionTests.test__leave_task]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const main = currentTask();
      const seen: unknown[] = [];
      const look = () => seen.push(currentTask());
      loop.callSoon(look);
      loop.callLater(5, look);
      createTask(async () => {}).addDoneCallback(look);
      await sleep(10);
      expect(seen).toEqual([null, null, null]);
      expect(currentTask()).toBe(main);
    });
  });

  test("of one loop is none of another's", async () => {
    const other = virtualLoop();
    await runVirtual(async () => {
      expect(currentTask(other)).toBeNull();
      expect(currentTask(getRunningLoop())).toBe(currentTask());
    });
  });

  test("stays where a foreign promise brings the code back", async () => {
    await runVirtual(async () => {
      const seen: unknown[] = [];
      const own: (loop: EventLoop) => Promise<void> = async () => {
        await Promise.resolve();
        seen.push(currentTask());
        await new Promise<void>((resolve) => setImmediate(resolve));
        seen.push(currentTask());
      };
      const [first, second] = [
        createTask(own, getRunningLoop()),
        createTask(own, getRunningLoop()),
      ];
      await wait([first, second]);
      expect(new Set(seen)).toEqual(new Set([first, second]));
      expect(seen).toHaveLength(4);
    });
  });
});
