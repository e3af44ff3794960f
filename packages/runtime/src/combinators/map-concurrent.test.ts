import { describe, expect, test } from "@jest/globals";
import { CancelledError, createTask, getRunningLoop, mapConcurrent, sleep } from "../index.js";
import { runVirtual } from "../testing.js";

describe("mapConcurrent", () => {
  test("gives the results in the order of the items and runs no more than the limit at a time", async () => {
    await runVirtual(async () => {
      let running = 0;
      let most = 0;
      const results = await mapConcurrent([30, 10, 20, 40], 2, async (delay, index) => {
        most = Math.max(most, ++running);
        await sleep(delay);
        running--;
        return `${index}:${delay}`;
      });
      expect(results).toEqual(["0:30", "1:10", "2:20", "3:40"]);
      expect([most, getRunningLoop().time()]).toEqual([2, 70]);
    });
  });

  test("takes an async iterable, one item at a time", async () => {
    await runVirtual(async () => {
      async function* numbers() {
        for (const n of [1, 2, 3]) {
          await sleep(10);
          yield n;
        }
      }
      const results = await mapConcurrent(numbers(), 2, async (n) => {
        await sleep(100);
        return n * n;
      });
      expect(results).toEqual([1, 4, 9]);
      expect(getRunningLoop().time()).toBe(220);
    });
  });

  test("cancels the others when one fails, begins no further one, and throws the error", async () => {
    await runVirtual(async () => {
      const seen: string[] = [];
      const mapping = mapConcurrent([1, 2, 3, 4], 2, async (n) => {
        seen.push(`begin ${n}`);
        try {
          await sleep(n * 10);
        } catch (error) {
          seen.push(`cancelled ${n}`);
          throw error;
        }
        throw new Error(`failed ${n}`);
      });
      await expect(mapping).rejects.toThrow(new Error("failed 1"));
      expect(seen).toEqual(["begin 1", "begin 2", "cancelled 2"]);
    });
  });

  test("cancels its calls when it is cancelled, and waits for them", async () => {
    await runVirtual(async () => {
      let cleaned = 0;
      const task = createTask(() =>
        mapConcurrent([1, 2], 2, async () => {
          try {
            await sleep(1_000);
          } finally {
            await sleep(5);
            cleaned++;
          }
        }),
      );
      await sleep(10);
      task.cancel();
      await expect(task).rejects.toBeInstanceOf(CancelledError);
      expect([cleaned, getRunningLoop().time()]).toEqual([2, 15]);
    });
  });

  test("iterated, gives each result in order and reads ahead no further than the limit", async () => {
    await runVirtual(async () => {
      const begun: number[] = [];
      const log: string[] = [];
      const items = mapConcurrent([1, 2, 3, 4], 2, async (n) => {
        begun.push(n);
        await sleep(50 - n * 10);
        return n;
      });
      for await (const n of items) {
        log.push(`${n} at ${getRunningLoop().time()}, begun ${begun.join("")}`);
      }
      expect(log).toEqual([
        "1 at 40, begun 12",
        "2 at 40, begun 12",
        "3 at 60, begun 1234",
        "4 at 60, begun 1234",
      ]);
    });
  });

  test("iterated and left early, cancels what it has begun", async () => {
    await runVirtual(async () => {
      const ended: string[] = [];
      for await (const n of mapConcurrent([1, 2, 3], 3, async (n) => {
        try {
          await sleep(n * 10);
        } catch (error) {
          ended.push(`cancelled ${n}`);
          throw error;
        }
        return n;
      })) {
        expect(n).toBe(1);
        break;
      }
      expect(ended).toEqual(["cancelled 2", "cancelled 3"]);
      expect(getRunningLoop().time()).toBe(10);
    });
  });

  test("refuses a limit under 1", () => {
    expect(() => mapConcurrent([1], 0, (n) => n)).toThrow(RangeError);
    expect(() => mapConcurrent([1], Number.NaN, (n) => n)).toThrow(RangeError);
  });
});
