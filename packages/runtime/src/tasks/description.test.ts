import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  allTasks,
  CancelledError,
  coroutine,
  createTask,
  EventLoop,
  Future,
  getRunningLoop,
  sleep,
  Task,
  VirtualClock,
  waitFor,
} from "../index.js";
import { runVirtual } from "../testing.js";

describe("a future's description", () => {
  test("tells its state, and what it holds [test_futures.BaseFutureTests.test_future_repr]", () => {
    const loop = virtualLoop();
    const future = () => loop.createFuture<unknown>();

    expect(String(future())).toBe("<Future pending>");

    const cancelled = future();
    cancelled.cancel();
    expect(String(cancelled)).toBe("<Future cancelled>");

    const finished = future();
    finished.setResult(4);
    expect(String(finished)).toBe("<Future finished result=4>");
    expect(finished.result()).toBe(4);

    const failed = future();
    const error = new RangeError("no");
    failed.setException(error);
    expect(String(failed)).toBe("<Future finished exception=RangeError: no>");
    expect(failed.exception()).toBe(error);
  });

  test("names its callbacks, the first and the last where there are many", () => {
    const future = virtualLoop().createFuture();
    const first = () => {};
    const between = () => {};
    const last = () => {};
    future.addDoneCallback(first);
    expect(String(future)).toBe("<Future pending cb=[first]>");
    future.addDoneCallback(last);
    expect(String(future)).toBe("<Future pending cb=[first, last]>");
    future.removeDoneCallback(last);
    for (let times = 0; times < 8; times++) {
      future.addDoneCallback(between);
    }
    future.addDoneCallback(last);
    expect(String(future)).toBe("<Future pending cb=[first, <8 more>, last]>");
    future.cancel();
    expect(String(future)).toBe("<Future cancelled>");
  });

  test("tells in debug mode where it was made", () => {
    const loop = new EventLoop({ clock: new VirtualClock(), debug: true });
    expect(String(loop.createFuture())).toMatch(
      /^<Future pending created at .*description\.test\.ts:\d+:\d+>$/,
    );
  });

  test("names its own class", () => {
    class Promised<T> extends Future<T> {}
    expect(String(new Promised(virtualLoop()))).toBe("<Promised pending>");
  });

  test("is what Node prints of it", () => {
    const future = virtualLoop().createFuture();
    future.setResult("text");
    expect(inspect(future)).toBe('<Future finished result="text">');
    expect(inspect({ future })).toBe('{ future: <Future finished result="text"> }');
  });

  test("is no await: a task that prints a pending future keeps its turn", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture<number>();
      const log: string[] = [];
      getRunningLoop().callSoon(() => log.push("another's turn"));
      const task = createTask(async () => {
        log.push(inspect(future), inspect([future]));
        await Promise.resolve();
        log.push("goes on");
        return await future;
      });
      getRunningLoop().callSoon(() => log.push("a later turn"));
      await sleep(0);
      expect(log).toEqual([
        "another's turn",
        "<Future pending>",
        "[ <Future pending> ]",
        "goes on",
        "a later turn",
      ]);
      future.setResult(1);
      expect(await task).toBe(1);
    });
  });
});

describe("a task's description", () => {
  const notMuch = coroutine(async function notMuch() {
    return "abc";
  });

  test("tells its state, its name and what it runs [test_tasks.BaseTaskTests.test_task_repr]", async () => {
    const loop = virtualLoop();
    const dummy = () => {};
    const task = loop.createTask(notMuch(), { name: "TestTask" });
    task.addDoneCallback(dummy);
    expect(String(task)).toBe('<Task pending name="TestTask" coroutine=notMuch cb=[dummy]>');
    task.cancel();
    expect(String(task)).toBe('<Task cancelling name="TestTask" coroutine=notMuch cb=[dummy]>');
    expect(await errorOf(loop.runUntilComplete(task))).toBeInstanceOf(CancelledError);
    expect(String(task)).toBe('<Task cancelled name="TestTask">');

    const done = loop.createTask(notMuch(), { name: "TestTask" });
    await loop.runUntilComplete(done);
    expect(String(done)).toBe('<Task finished name="TestTask" result="abc">');
  });

  test("tells in debug mode where it was made, and what it ran even when it has ended", async () => {
    const loop = new EventLoop({ clock: new VirtualClock(), debug: true });
    const task = loop.createTask(notMuch(), { name: "TestTask" });
    await loop.runUntilComplete(task);
    expect(String(task)).toMatch(
      /^<Task finished name="TestTask" coroutine=notMuch result="abc" created at .*description\.test\.ts:\d+:\d+>$/,
    );
  });

  test("tells what it waits for [test_tasks.BaseTaskTests.test_task_repr_wait_for]", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture<void>();
      const task = createTask(
        async function waiting() {
          await future;
        },
        { name: "TestTask" },
      );
      await sleep(0);
      const text = String(task);
      expect(text).toMatch(
        /^<Task pending name="TestTask" coroutine=waiting waitFor=<Future pending.*>>$/,
      );
      expect(text).toContain(` waitFor=${future}>`);
      future.setResult();
      await task;
    });
  });

  test("takes it back that a task is being cancelled, where uncancel did", async () => {
    await runVirtual(async () => {
      const task = createTask(() => sleep(10), { name: "TestTask" });
      task.cancel();
      expect(String(task)).toContain("<Task cancelling ");
      task.uncancel();
      expect(String(task)).toContain("<Task pending ");
      await task;
    });
  });

  test("has an end where a task holds itself [test_futures2.FutureReprTests.test_recursive_repr_for_pending_tasks]", async () => {
    await runVirtual(async () => {
      const task = new Task(async () => allTasks());
      const tasks = await waitFor(task, 10_000);
      expect(tasks.has(task)).toBe(true);
      expect(String(task)).toContain("...");
      expect([...tasks].map((one) => String(one)).join()).toContain("<Task ");
    });
  });
});
