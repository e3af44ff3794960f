import { describe, expect, test } from "@jest/globals";
import { CancelledError, createTask, Event, getRunningLoop, sleep } from "../index.js";
import { runVirtual } from "../testing.js";

describe("an event", () => {
  test("says whether it is set, and by how many it is awaited [test_locks.EventTests.test_repr]", async () => {
    await runVirtual(async () => {
      const event = new Event();
      expect(String(event)).toBe("<Event [unset]>");
      const waiting = createTask(event.wait());
      await sleep(0);
      expect(String(event)).toBe("<Event [unset, waiters:1]>");
      event.set();
      expect(String(event)).toBe("<Event [set, waiters:1]>");
      await waiting;
      expect(String(event)).toBe("<Event [set]>");
    });
  });

  test("wakes all who wait, after a task that had not begun to [test_locks.EventTests.test_wait]", async () => {
    await runVirtual(async () => {
      const event = new Event();
      const passed: number[] = [];
      const wait = async (number: number) => {
        expect(await event.wait()).toBe(true);
        passed.push(number);
      };
      const tasks = [createTask(wait, 1), createTask(wait, 2)];
      await sleep(0);
      expect(passed).toEqual([]);
      tasks.push(createTask(wait, 3));
      event.set();
      await sleep(0);
      expect(passed).toEqual([3, 1, 2]);
      expect(tasks.map((task) => task.done())).toEqual([true, true, true]);
    });
  });

  test("holds nobody up while it is set [test_locks.EventTests.test_wait_on_set]", async () => {
    await runVirtual(async () => {
      const event = new Event();
      event.set();
      let others = 0;
      getRunningLoop().callSoon(() => others++);
      expect(await event.wait()).toBe(true);
      expect(others).toBe(0);
    });
  });

  test("forgets a task that is cancelled while it waits [test_locks.EventTests.test_wait_cancel]", async () => {
    await runVirtual(async () => {
      const event = new Event();
      const waiting = createTask(event.wait());
      getRunningLoop().callSoon(() => waiting.cancel());
      await expect(waiting).rejects.toThrow(CancelledError);
      expect(String(event)).toBe("<Event [unset]>");
    });
  });

  test("can be set and cleared [test_locks.EventTests.test_clear]", () => {
    const event = new Event();
    expect(event.isSet()).toBe(false);
    event.set();
    expect(event.isSet()).toBe(true);
    event.clear();
    expect(event.isSet()).toBe(false);
  });

  test("wakes those who waited even where it is cleared at once [test_locks.EventTests.test_clear_with_waiters]", async () => {
    await runVirtual(async () => {
      const event = new Event();
      const waiting = createTask(event.wait());
      await sleep(0);
      event.set();
      event.clear();
      expect(event.isSet()).toBe(false);
      event.set();
      event.set();
      expect(String(event)).toBe("<Event [set, waiters:1]>");
      await sleep(0);
      expect(waiting.result()).toBe(true);
      expect(String(event)).toBe("<Event [set]>");
    });
  });
});
