import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { runBriefly, virtualLoop } from "../conformance/virtual-loop.js";
import { timerCount } from "../conformance/white-box.js";
import { CancelledError, createTask, getRunningLoop, sleep } from "../index.js";
import { runVirtual } from "../testing.js";

describe("a sleep", () => {
  test("lasts as long as asked, and gives the value that it was given [test_tasks.BaseTaskTests.test_sleep]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      expect(await sleep(50)).toBeUndefined();
      expect(loop.time()).toBe(50);
      expect(await sleep(50, "yeah")).toBe("yeah");
      expect(loop.time()).toBe(100);
    });
  });

  test("of no time gives what is ready its turn [test_tasks.SleepTests.test_sleep_zero]", async () => {
    await runVirtual(async () => {
      let result = 0;
      const add = (number: number) => {
        result += number;
      };
      getRunningLoop().callSoon(add, 1);
      expect(result).toBe(0);
      const given = await sleep(0, 10);
      expect(result).toBe(1);
      add(given);
      expect(result).toBe(11);
      expect(getRunningLoop().time()).toBe(0);
    });
  });

  test("of less than no time is a sleep of none", async () => {
    await runVirtual(async () => {
      expect(await sleep(-5, "back")).toBe("back");
      expect(getRunningLoop().time()).toBe(0);
    });
  });

  test("takes a number [test_tasks.BaseTaskTests.test_sleep_when_delay_is_nan]", async () => {
    await runVirtual(async () => {
      const task = createTask(() => sleep(Number.NaN));
      const error = await errorOf(task);
      expect(error).toBeInstanceOf(RangeError);
      expect(error.message).toContain("NaN");
    });
  });

  test("that is cancelled leaves no timer behind [test_tasks.BaseTaskTests.test_sleep_cancel]", async () => {
    const loop = virtualLoop();
    const task = loop.createTask(() => sleep(10_000, "yeah"));
    await runBriefly(loop);
    expect(timerCount(loop)).toBe(1);
    task.cancel();
    expect(timerCount(loop)).toBe(0);
    await runBriefly(loop);
    expect(task.cancelled()).toBe(true);
    expect(loop.time()).toBe(0);
  });

  test("ends at the time of its cancellation [test_tasks.BaseTaskTests.test_task_cancel_sleeping_task]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const sleeper = createTask(async () => await sleep(5_000_000));
      loop.callLater(100, () => sleeper.cancel());
      expect(await errorOf(sleeper)).toBeInstanceOf(CancelledError);
      expect(loop.time()).toBe(100);
    });
  });

  test("that is cancelled when its timer is due stays cancelled [test_futures.BaseFutureTests.test_set_result_unless_cancelled]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      let sleeper = createTask(async () => {});
      // Made before the sleep, this runs at the same instant just before the sleep's own timer.
      loop.callLater(100, () => sleeper.cancel());
      sleeper = createTask(async () => await sleep(100));
      expect(await errorOf(sleeper)).toBeInstanceOf(CancelledError);
      expect(sleeper.cancelled()).toBe(true);
      expect(loop.time()).toBe(100);
    });
  });

  test("that is cancelled after its timer ran is over, and the task is cancelled at its turn", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      const log: string[] = [];
      const sleeper = createTask(async () => {
        await sleep(100);
        log.push("awake");
      });
      await sleep(0);
      loop.callLater(100, () => sleeper.cancel());
      expect(await errorOf(sleeper)).toBeInstanceOf(CancelledError);
      expect(log).toEqual([]);
    });
  });

  test("begins when it is awaited, not when it is made", async () => {
    await runVirtual(async () => {
      const later = sleep(100);
      await sleep(50);
      await later;
      expect(getRunningLoop().time()).toBe(150);
    });
  });
});
