import { describe, expect, test } from "@jest/globals";
import { reportsOf } from "../conformance/reports-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  createTask,
  type ExceptionContext,
  type Future,
  getRunningLoop,
  run,
  sleep,
  wait,
} from "../index.js";
import { collectUntil } from "../proofs/collect-until.js";
import { runVirtual } from "../testing.js";

/** What is reported of a future once the program has ended. */
function reportsOfFuture(use: (future: Future<unknown>) => void): Promise<ExceptionContext[]> {
  return reportsOf(() => use(getRunningLoop().createFuture()));
}

const boom = () => new RangeError("boom");

describe("nothing is reported of a future", () => {
  for (const [what, tag, use] of [
    ["that was dropped while it was pending", "test_tb_logger_abandoned", () => {}],
    [
      "whose error was there when it was cancelled, as if that were an answer",
      "test_tb_logger_not_called_after_cancel",
      (future: Future<unknown>) => {
        future.setException(boom());
        future.cancel();
      },
    ],
    [
      "whose result nobody asked for",
      "test_tb_logger_result_unretrieved",
      (future: Future<unknown>) => future.setResult(42),
    ],
    [
      "whose result somebody asked for",
      "test_tb_logger_result_retrieved",
      (future: Future<unknown>) => {
        future.setResult(42);
        future.result();
      },
    ],
    [
      "whose error somebody asked for",
      "test_tb_logger_exception_retrieved",
      (future: Future<unknown>) => {
        future.setException(boom());
        future.exception();
      },
    ],
    [
      "whose result somebody asked for, and was thrown the error",
      "test_tb_logger_exception_result_retrieved",
      (future: Future<unknown>) => {
        future.setException(boom());
        expect(() => future.result()).toThrow("boom");
      },
    ],
  ] as const) {
    test(`${what} [test_futures.BaseFutureTests.${tag}]`, async () => {
      expect(await reportsOfFuture(use)).toEqual([]);
    });
  }

  test("that is a task, and was cancelled after it had failed [test_tasks.BaseTaskTests.test_tb_logger_not_called_after_cancel]", async () => {
    const reports = await reportsOf(async () => {
      const task = createTask(async () => {
        throw new TypeError("no");
      });
      await sleep(50);
      expect(task.cancel()).toBe(false);
    });
    expect(reports).toEqual([]);
  });

  test("whose error a waiter has thrown", async () => {
    const reports = await reportsOf(async () => {
      const future = getRunningLoop().createFuture();
      const waiter = createTask(async () => {
        await future.catch(() => {});
      });
      await sleep(0);
      future.setException(boom());
      await waiter;
    });
    expect(reports).toEqual([]);
  });
});

describe("an error that nobody asked for is reported", () => {
  test("when the run ends, once [test_futures.BaseFutureTests.test_tb_logger_exception_unretrieved]", async () => {
    const error = boom();
    const reports = await reportsOfFuture((future) => future.setException(error));
    expect(reports.map((report) => report.exception)).toEqual([error]);
  });

  test("with words that say what it is [test_futures.BaseFutureTests.test_future_exception_never_retrieved]", async () => {
    const error = boom();
    const [report] = await reportsOfFuture((future) => future.setException(error));
    expect(report).toEqual({
      message:
        "The error of a future was never retrieved: await it, or add a done callback that calls exception()",
      exception: error,
      madeAt: expect.stringContaining("forgotten-errors.test.ts"),
    });
  });

  test("in debug mode with the place that made the future [test_futures.BaseFutureTests.test_future_exception_never_retrieved_debug] [test_futures.BaseFutureTests.test_future_source_traceback]", async () => {
    const error = boom();
    const reports: ExceptionContext[] = [];
    await runVirtual(
      function makeOne() {
        getRunningLoop().setExceptionHandler((_loop, context) => reports.push(context));
        getRunningLoop().createFuture().setException(error);
      },
      { debug: true },
    );
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ exception: error, madeAt: expect.any(String) });
    expect(reports[0]?.madeAt?.split("\n")[0]).toContain("forgotten-errors.test.ts");
  });

  test("with the place that made the task, in debug mode or not [test_tasks.BaseTaskTests.test_task_source_traceback]", async () => {
    const reports: ExceptionContext[] = [];
    const makeOne = async (): Promise<void> => {
      getRunningLoop().setExceptionHandler((_loop, context) => reports.push(context));
      const failing = createTask(
        async () => {
          // Meanwhile the loop rests, and writes out what holds the functions that were running.
          await sleep(10);
          throw boom();
        },
        { name: "failing" },
      );
      // However late the task begins: who waits for its end has not asked for its error.
      await wait([failing]);
    };
    for (const debug of [true, false]) {
      await runVirtual(makeOne, { debug });
      await run(makeOne, { debug });
    }
    expect(reports.map((report) => report.message)).toEqual(
      Array(4).fill(
        'The error of task "failing" was never retrieved: await it, or add a done callback that calls exception()',
      ),
    );
    for (const { madeAt } of reports) {
      expect(madeAt?.split("\n")[0]).toMatch(/makeOne.*forgotten-errors\.test\.ts/);
    }
  });

  test("before that, when the future is garbage", async () => {
    const error = boom();
    const reports: unknown[] = [];
    await runVirtual(async () => {
      getRunningLoop().setExceptionHandler((_loop, { exception }) => reports.push(exception));
      (() => getRunningLoop().createFuture().setException(error))();
      await collectUntil(() => reports.length > 0);
      expect(reports).toEqual([error]);
    });
    expect(reports).toEqual([error]);
  });

  test("when a loop is closed by hand, too", async () => {
    const loop = virtualLoop();
    const reports: unknown[] = [];
    loop.setExceptionHandler((_loop, { exception }) => reports.push(exception));
    const [first, second] = [boom(), boom()];
    loop.createFuture().setException(first);
    loop.createFuture().setException(second);
    expect(reports).toEqual([]);
    loop.close();
    expect(reports).toEqual([first, second]);
    loop.close();
    expect(reports).toHaveLength(2);
  });
});
