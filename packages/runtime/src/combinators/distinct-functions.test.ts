import { describe, expect, test } from "@jest/globals";
import { asCompleted, coroutine, gather, wait } from "../index.js";
import { runVirtual } from "../testing.js";

describe("the same thing given twice", () => {
  test("is two calls where it is a function", async () => {
    await runVirtual(async () => {
      let calls = 0;
      const count = async (): Promise<number> => ++calls;
      expect(await gather(count, count)).toEqual([1, 2]);
      const [done] = await wait([count, count]);
      expect(done.size).toBe(2);
      const results: number[] = [];
      for (const next of asCompleted([count, count])) {
        results.push(await next);
      }
      expect(results).toEqual([5, 6]);
    });
  });

  test("counts once where it is a coroutine", async () => {
    await runVirtual(async () => {
      let calls = 0;
      const count = coroutine(async (): Promise<number> => ++calls)();
      expect(await gather(count, count)).toEqual([1, 1]);
    });
  });
});
