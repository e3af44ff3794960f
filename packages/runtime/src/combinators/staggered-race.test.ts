import { describe, expect, test } from "@jest/globals";
import { describeError } from "../conformance/describe-error.js";
import { thrownBy } from "../conformance/thrown-by.js";
import {
  createTask,
  Event,
  eagerTaskFactory,
  getRunningLoop,
  type StaggeredRaceResult,
  sleep,
  staggeredRace,
  timeout,
} from "../index.js";
import { runVirtual } from "../testing.js";

const now = (): number => getRunningLoop().time();

const give =
  <T>(value: T, delay = 0) =>
  async (): Promise<T> => {
    if (delay > 0) {
      await sleep(delay);
    }
    return value;
  };

const fail = (message: string) => async (): Promise<never> => {
  throw new Error(message);
};

/** The result with the errors by their names, and the time. */
function settled<T>([winner, index, errors]: StaggeredRaceResult<T>): unknown[] {
  return [
    winner,
    index,
    errors.map((error) => (error === null ? null : describeError(error))),
    now(),
  ];
}

describe("staggeredRace", () => {
  test("of nothing has no winner [test_staggered.StaggeredTests.test_empty]", async () => {
    const result = await runVirtual(() => staggeredRace([], null));
    expect(result).toEqual([undefined, null, []]);
  });

  test("ends with the first success, and starts no more [test_staggered.StaggeredTests.test_one_successful]", async () => {
    await runVirtual(async () => {
      const result = await staggeredRace([give("a"), give("b")], null);
      expect(settled(result)).toEqual(["a", 0, [null], 0]);
    });
  });

  test("starts the next function as soon as one fails [test_staggered.StaggeredTests.test_first_error_second_successful]", async () => {
    await runVirtual(async () => {
      const result = await staggeredRace([fail("a"), give("b")], null);
      expect(settled(result)).toEqual(["b", 1, ["Error: a", null], 0]);
    });
  });

  test("starts the next function after the delay, and cancels the slow one when that wins [test_staggered.StaggeredTests.test_first_timeout_second_successful]", async () => {
    await runVirtual(async () => {
      const result = await staggeredRace([give("a", 10_000), give("b")], 100);
      expect(settled(result)).toEqual(["b", 1, ["CancelledError", null], 100]);
    });
  });

  test("has no winner where all fail [test_staggered.StaggeredTests.test_none_successful]", async () => {
    await runVirtual(async () => {
      const result = await staggeredRace([fail("a"), fail("b")], null);
      expect(settled(result)).toEqual([undefined, null, ["Error: a", "Error: b"], 0]);
    });
  });

  test("has one winner where several could end at the same time [test_staggered.StaggeredTests.test_multiple_winners]", async () => {
    await runVirtual(async () => {
      const event = new Event();
      const wait = (index: number) => async (): Promise<number> => {
        await event.wait();
        return index;
      };
      const start = async (): Promise<number> => {
        event.set();
        await new Event().wait();
        return 2;
      };
      const result = await staggeredRace([wait(0), wait(1), start], 100);
      expect(settled(result)).toEqual([0, 0, [null, "CancelledError", "CancelledError"], 200]);
    });
  });

  test("passes cancellations on, and throws when its functions have ended [test_staggered.StaggeredTests.test_cancelled]", async () => {
    await runVirtual(async () => {
      const log: string[] = [];
      const race = timeout(null, (outer) =>
        timeout(null, async (inner) => {
          const resist = async (): Promise<void> => {
            inner.reschedule(-1);
            await sleep(0);
            await sleep(0).catch(() => log.push("cancelled 1"));
            outer.reschedule(-1);
            await sleep(0);
            await sleep(0).catch(() => log.push("cancelled 2"));
          };
          try {
            await staggeredRace([resist], null);
          } catch (error) {
            log.push("cancelled 3");
            throw error;
          }
        }),
      );
      expect(await thrownBy(race)).toBe("TimeoutError");
      expect(log).toEqual(["cancelled 1", "cancelled 2", "cancelled 3"]);
    });
  });

  test("leaves nothing behind when it is cancelled", async () => {
    await runVirtual(async () => {
      const ended: unknown[] = [];
      const slow = (name: string) => async (): Promise<void> => {
        try {
          await sleep(10_000);
        } finally {
          await sleep(5);
          ended.push([name, now()]);
        }
      };
      const race = createTask(staggeredRace([slow("a"), slow("b"), slow("c")], 100));
      await sleep(150);
      race.cancel();
      expect(await thrownBy(race)).toBe("CancelledError");
      expect(ended).toEqual([
        ["a", 155],
        ["b", 155],
      ]);
    });
  });
});

describe("staggeredRace with tasks that start at once", () => {
  test("races as with others [test_eager_task_factory.EagerTaskFactoryLoopTests.test_staggered_race_with_eager_tasks]", async () => {
    await runVirtual(async () => {
      const loop = getRunningLoop();
      loop.setTaskFactory(eagerTaskFactory);
      const blocked = async (): Promise<string> => await loop.createFuture<string>();
      const failing = async (): Promise<never> => {
        await sleep(0);
        throw new Error("no good");
      };
      const result = await staggeredRace([blocked, () => sleep(1_000, "slept"), failing], 250);
      expect(settled(result)).toEqual([
        "slept",
        1,
        ["CancelledError", null, "Error: no good"],
        1_250,
      ]);
    });
  });

  test("starts the next only when one fails, without a delay [test_eager_task_factory.EagerTaskFactoryLoopTests.test_staggered_race_with_eager_tasks_no_delay]", async () => {
    await runVirtual(async () => {
      getRunningLoop().setTaskFactory(eagerTaskFactory);
      const result = await staggeredRace(
        [fail("no good"), () => sleep(1_000, "long"), () => sleep(0, "short")],
        null,
      );
      expect(settled(result)).toEqual(["long", 1, ["Error: no good", null], 1_000]);
    });
  });
});
