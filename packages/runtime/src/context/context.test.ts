import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, test } from "@jest/globals";
import { reportsOf } from "../conformance/reports-of.js";
import { virtualLoop } from "../conformance/virtual-loop.js";
import {
  type Context,
  ContextVar,
  copyContext,
  createTask,
  gather,
  getRunningLoop,
  sleep,
  Task,
} from "../index.js";
import { runVirtual } from "../testing.js";

describe("a context variable", () => {
  test("is each task's own: what a task sets, its maker does not see [test_tasks.BaseTaskTests.test_context_1]", async () => {
    const variable = new ContextVar("cvar", { default: "nope" });
    await runVirtual(async () => {
      expect(variable.get()).toBe("nope");
      const seen: string[] = [];
      const sub = createTask(async () => {
        await sleep(10);
        seen.push(variable.get());
        variable.set("something else");
        seen.push(variable.get());
      });
      variable.set("yes");
      expect(variable.get()).toBe("yes");
      await sub;
      expect(variable.get()).toBe("yes");
      expect(seen).toEqual(["nope", "something else"]);
    });
  });

  test("is kept over awaits, and by done callbacks [test_tasks.BaseTaskTests.test_context_2]", async () => {
    const variable = new ContextVar("cvar", { default: "nope" });
    const seen: string[] = [];
    await runVirtual(async () => {
      expect(variable.get()).toBe("nope");
      for (const round of [0, 1]) {
        const future = getRunningLoop().createFuture<void>();
        future.addDoneCallback(() => {
          seen.push(variable.get());
          variable.set("something else");
        });
        variable.set(`yes${round}`);
        getRunningLoop().callSoon(() => future.setResult());
        await future;
        expect(variable.get()).toBe(`yes${round}`);
        for (const turn of [0, 1, 2]) {
          variable.set(`yes${turn}-${round}`);
          await sleep(1);
          expect(variable.get()).toBe(`yes${turn}-${round}`);
        }
      }
    });
    expect(seen).toEqual(["nope", "yes2-0"]);
    expect(variable.get()).toBe("nope");
  });

  test("is not mixed up between a hundred tasks that take turns [test_tasks.BaseTaskTests.test_context_3]", async () => {
    const variable = new ContextVar("cvar", { default: -1 });
    await runVirtual(async () => {
      const sub = async (number: number) => {
        const seen: number[] = [];
        for (let turn = 0; turn < 10; turn++) {
          variable.set(number + turn);
          await sleep(1 + ((number * 7 + turn * 13) % 50));
          seen.push(variable.get() - number);
        }
        return seen;
      };
      const tasks = Array.from({ length: 100 }, (_, number) => createTask(sub, number));
      for (const seen of await gather(tasks)) {
        expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      }
    });
    expect(variable.get()).toBe(-1);
  });

  for (const [how, tag, make] of [
    [
      "new Task",
      "test_context_4",
      (work: () => Promise<void>, context: Context) => new Task(work, { context }),
    ],
    [
      "createTask",
      "test_context_5",
      (work: () => Promise<void>, context: Context) => createTask(work, { context }),
    ],
    [
      "loop.createTask",
      "test_context_6",
      (work: () => Promise<void>, context: Context) =>
        getRunningLoop().createTask(work, { context }),
    ],
  ] as const) {
    test(`is set in the context that ${how} was given [test_tasks.BaseTaskTests.${tag}]`, async () => {
      const variable = new ContextVar<number>("cvar");
      await runVirtual(async () => {
        const context = copyContext();
        const seen = [context.get(variable)];
        for (const value of [1, 2]) {
          await make(async () => {
            await sleep(0);
            variable.set(value);
          }, context);
          seen.push(context.get(variable));
        }
        expect(seen).toEqual([undefined, 1, 2]);
        expect(variable.get(0)).toBe(0);
      });
    });
  }

  test("can hold a program's own arithmetic, each task at its own precision [test_context.DecimalContextTest.test_asyncio_task_decimal_context]", async () => {
    const precision = new ContextVar("precision", { default: 28 });
    const divide = (left: number, right: number) => (left / right).toPrecision(precision.get());
    const fractions = async (delay: number, digits: number, left: number, right: number) => {
      const token = precision.set(digits);
      const first = divide(left, right);
      await sleep(delay);
      const second = divide(left, right ** 2);
      precision.reset(token);
      return [first, second];
    };
    await runVirtual(async () => {
      const results = await gather(
        () => fractions(100, 3, 1, 3),
        () => fractions(200, 6, 1, 3),
      );
      expect(results).toEqual([
        ["0.333", "0.111"],
        ["0.333333", "0.111111"],
      ]);
    });
    expect(precision.get()).toBe(28);
  });
});

describe("a task's context", () => {
  test("is the one that it was given [test_tasks.BaseTaskTests.test_get_context]", async () => {
    const loop = virtualLoop();
    const context = copyContext();
    const task = loop.createTask(async () => {}, { context });
    await loop.runUntilComplete(task);
    expect(task.getContext()).toBe(context);
  });

  test("is a copy of its maker's otherwise", async () => {
    const variable = new ContextVar<string>("cvar");
    await runVirtual(async () => {
      variable.set("made");
      const task = createTask(async () => {});
      expect(task.getContext().get(variable)).toBe("made");
      await task;
    });
  });

  test("cannot be anything else [test_tasks.BaseTaskTests.test_context_not_a_context]", () => {
    const loop = virtualLoop();
    // @ts-expect-error: a string is no context.
    expect(() => loop.createTask(async () => {}, { context: "not a context" })).toThrow(TypeError);
  });

  test("that is refused leaves the loop as it was [test_tasks.BaseTaskTests.test_context_not_a_context_leaves_loop_usable]", async () => {
    await runVirtual(async () => {
      const main = getRunningLoop();
      const options = { context: "not a context", eagerStart: true };
      // @ts-expect-error: a string is no context.
      expect(() => createTask(async () => {}, options)).toThrow(TypeError);
      await sleep(10);
      expect(getRunningLoop()).toBe(main);
      expect(main.time()).toBe(10);
    });
  });

  test("may be one that is entered already, also for a task that starts at once [test_tasks.BaseTaskTests.test_context_already_entered_leaves_loop_usable]", async () => {
    const variable = new ContextVar<string>("cvar");
    await runVirtual(async () => {
      const context = copyContext();
      const log: string[] = [];
      context.run(() => {
        createTask(
          async () => {
            variable.set("eager");
            log.push("begun");
            await sleep(5);
            log.push("ended");
          },
          { context, eagerStart: true },
        );
        log.push(`inside ${variable.get()}`);
      });
      await sleep(10);
      expect(log).toEqual(["begun", "inside eager", "ended"]);
      expect(variable.get("none")).toBe("none");
    });
  });
});

describe("the exception handler", () => {
  test("runs in the context of the task that failed [test_futures2.FutureTests.test_task_exc_handler_correct_context]", async () => {
    const name = new ContextVar("name", { default: "foo" });
    const seen: string[] = [];
    await runVirtual(async () => {
      getRunningLoop().setExceptionHandler(() => seen.push(name.get()));
      createTask(async () => {
        name.set("bar");
        throw new RangeError("by zero");
      });
      await sleep(0);
    });
    expect(seen).toEqual(["bar"]);
  });

  test("runs in the context of the callback that threw [test_futures2.FutureTests.test_handle_exc_handler_correct_context]", async () => {
    const name = new ContextVar("name", { default: "foo" });
    const seen: string[] = [];
    await runVirtual(async () => {
      getRunningLoop().setExceptionHandler(() => seen.push(name.get()));
      getRunningLoop().callSoon(() => {
        name.set("bar");
        throw new RangeError("by zero");
      });
      await sleep(0);
      expect(seen).toEqual(["bar"]);
    });
  });
});

test("an AsyncLocalStorage is carried through tasks, callbacks and awaits like a context variable", async () => {
  const storage = new AsyncLocalStorage<string>();
  const seen: (string | undefined)[] = [];
  const reports = await reportsOf(async () => {
    await storage.run("here", async () => {
      getRunningLoop().callSoon(() => seen.push(storage.getStore()));
      const task = createTask(async () => {
        await sleep(5);
        seen.push(storage.getStore());
      });
      task.addDoneCallback(() => seen.push(storage.getStore()));
      await task;
      seen.push(storage.getStore());
    });
    seen.push(storage.getStore());
  });
  await Promise.resolve();
  expect(reports).toEqual([]);
  expect(seen).toEqual(["here", "here", "here", "here", undefined]);
});
