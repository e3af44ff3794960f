import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { reportsOf } from "../conformance/reports-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  Coroutine,
  coroutine,
  createTask,
  getRunningLoop,
  isCoroutine,
  isCoroutineFunction,
  RuntimeError,
  sleep,
} from "../index.js";
import { runVirtual } from "../testing.js";

describe("a coroutine function", () => {
  test("is told from other functions [test_tasks.BaseTaskTests.test_iscoroutinefunction]", () => {
    expect(isCoroutineFunction(coroutine(async () => {}))).toBe(true);
    for (const other of [() => {}, async () => {}, function* () {}, sleep(0), null, undefined, 1]) {
      expect(isCoroutineFunction(other)).toBe(false);
    }
  });

  test("gives coroutines, each with its result [test_tasks.BaseTaskTests.test_coroutine_non_gen_function]", async () => {
    const func = coroutine(async () => "test");
    expect(isCoroutineFunction(func)).toBe(true);
    const call = func();
    expect(isCoroutine(call)).toBe(true);
    expect(call).toBeInstanceOf(Coroutine);
    expect(await virtualLoop().runUntilComplete(call)).toBe("test");
  });

  test("that returns a future waits for it, as async functions do [test_tasks.BaseTaskTests.test_coroutine_non_gen_function_return_future]", async () => {
    await runVirtual(async () => {
      const future = getRunningLoop().createFuture<string>();
      const giving = createTask(coroutine(async () => future)());
      const setting = createTask(async () => future.setResult("test"));
      expect(await giving).toBe("test");
      expect(setting.result()).toBeUndefined();
    });
  });

  test("keeps its name and its arguments", async () => {
    const add = coroutine(async function add(left: number, right: number) {
      return left + right;
    });
    expect(add.name).toBe("add");
    expect(add(1, 2).getName()).toBe("add");
    expect(await virtualLoop().runUntilComplete(add(1, 2))).toBe(3);
  });
});

describe("a coroutine", () => {
  test("runs nothing before it is awaited", async () => {
    await runVirtual(async () => {
      const log: string[] = [];
      const note = coroutine(async (word: string) => {
        log.push(word);
      });
      const call = note("first");
      log.push("before");
      await call;
      expect(log).toEqual(["before", "first"]);
    });
  });

  test("runs in the task that awaits it, without giving up the turn", async () => {
    await runVirtual(async () => {
      let others = 0;
      getRunningLoop().callSoon(() => others++);
      expect(await coroutine(async () => others)()).toBe(0);
      expect(others).toBe(0);
    });
  });

  test("can be awaited once", async () => {
    await runVirtual(async () => {
      const call = coroutine(async () => 1)();
      expect(await call).toBe(1);
      const error = await errorOf((async () => await call)());
      expect(error).toBeInstanceOf(RuntimeError);
      expect(error.message).toContain("was awaited before");
    });
  });

  test("cannot be a task where it was awaited before", async () => {
    await runVirtual(async () => {
      const call = coroutine(async () => 1)();
      await call;
      expect(await errorOf(createTask(call))).toBeInstanceOf(RuntimeError);
    });
  });

  test("that nobody awaits is reported by its name when the run ends", async () => {
    const reports = await reportsOf(() => {
      coroutine(async function forgotten() {})();
    });
    expect(reports.map((report) => report.message)).toEqual([
      "The coroutine forgotten was never awaited: await it, or give it to createTask()",
    ]);
  });

  test("that was closed runs no more, and is not reported", async () => {
    const reports = await reportsOf(async () => {
      let runs = 0;
      const call = coroutine(async () => runs++)();
      call.close();
      expect(await errorOf((async () => await call)())).toBeInstanceOf(RuntimeError);
      expect(runs).toBe(0);
    });
    expect(reports).toEqual([]);
  });
});
