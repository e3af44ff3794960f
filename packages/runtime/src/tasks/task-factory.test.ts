import { describe, expect, test } from "@jest/globals";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  coroutine,
  EventLoop,
  ensureFuture,
  Task,
  type TaskFactory,
  type TaskOptions,
  VirtualClock,
  type Work,
} from "../index.js";

class OwnTask<T> extends Task<T> {}

const ownTasks: TaskFactory = (loop, work, options) => new OwnTask(work, { ...options, loop });

const noop = async (): Promise<void> => {};

describe("a loop's task factory", () => {
  test("makes its tasks, until it is taken away [test_base_events.BaseEventLoopTests.test_set_task_factory]", async () => {
    const loop = virtualLoop();
    expect(loop.getTaskFactory()).toBe(null);
    loop.setTaskFactory(ownTasks);
    expect(loop.getTaskFactory()).toBe(ownTasks);
    const own = loop.createTask(noop);
    expect(own instanceof OwnTask).toBe(true);
    await loop.runUntilComplete(own);

    loop.setTaskFactory(null);
    expect(loop.getTaskFactory()).toBe(null);
    const usual = loop.createTask(noop);
    expect([usual instanceof Task, usual instanceof OwnTask]).toEqual([true, false]);
    await loop.runUntilComplete(usual);
    loop.close();
  });

  test("must be a function [test_base_events.BaseEventLoopTests.test_set_task_factory_invalid]", () => {
    const loop = virtualLoop();
    expect(() => loop.setTaskFactory(1 as never)).toThrow(TypeError);
    expect(loop.getTaskFactory()).toBe(null);
    loop.close();
  });

  test("is given the task's options [test_base_events.BaseEventLoopTests.test_create_named_task_with_custom_factory]", async () => {
    const loop = virtualLoop();
    const given: TaskOptions[] = [];
    loop.setTaskFactory((loop, work, options) => {
      given.push(options);
      return ownTasks(loop, work, options);
    });
    const task = loop.createTask(noop, { name: "test task" });
    expect([task.getName(), given]).toEqual(["test task", [{ name: "test task" }]]);
    await loop.runUntilComplete(task);
    loop.close();
  });

  test("is not needed to name a task [test_base_events.BaseEventLoopTests.test_create_named_task_with_default_factory]", async () => {
    const loop = virtualLoop();
    const task = loop.createTask(noop, { name: "test task" });
    expect(task.getName()).toBe("test task");
    await loop.runUntilComplete(task);
    loop.close();
  });

  test("is given work with its arguments", async () => {
    const loop = virtualLoop();
    loop.setTaskFactory(ownTasks);
    const add = async (a: number, b: number): Promise<number> => a + b;
    expect(await loop.runUntilComplete(loop.createTask(add, 40, 2))).toBe(42);
    loop.close();
  });
});

test("a loop class may make its tasks itself [test_base_events.BaseEventLoopTests.test_create_task]", async () => {
  class OwnLoop extends EventLoop {
    override createTask<T>(work: Work<T>): Task<T> {
      return new OwnTask<T>(work, { loop: this });
    }
  }
  const loop = new OwnLoop({ clock: new VirtualClock() });
  const task = ensureFuture(coroutine(noop)(), loop);
  expect(task instanceof OwnTask).toBe(true);
  await loop.runUntilComplete(task);
  loop.close();
});
