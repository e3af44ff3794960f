import { describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { createTask, sleep, type Task, wait } from "../index.js";
import { runVirtual } from "../testing.js";

/** A task that sleeps in a function of a known name. */
function sleeper(): Task<void> {
  return createTask(async function interruptedHere() {
    await sleep(10_000);
  });
}

describe("in debug mode", () => {
  test("a cancelled task throws an error that shows the await which was interrupted [test_tasks.BaseTaskTests.test_cancel_traceback_for_future_result]", async () => {
    await runVirtual(
      async () => {
        const task = sleeper();
        await sleep(0);
        task.cancel("why");
        const error = await errorOf(task);
        expect(error.stack?.split("\n")[0]).toBe("CancelledError: why");
        expect(error.stack).toContain("interruptedHere");
      },
      { debug: true },
    );
  });

  test("exception() of a cancelled task throws it, too [test_tasks.BaseTaskTests.test_cancel_traceback_for_future_exception]", async () => {
    await runVirtual(
      async () => {
        const task = sleeper();
        await sleep(0);
        task.cancel();
        await wait([task]);
        const error = await errorOf((async () => task.exception())());
        expect(error.stack).toMatch(/^CancelledError\b/);
        expect(error.stack).toContain("interruptedHere");
      },
      { debug: true },
    );
  });

  test("a task can say where it waits, and where it was made [test_tasks.BaseTaskTests.test_get_stack]", async () => {
    await runVirtual(
      async function madeHere() {
        const task = createTask(
          async function foo() {
            async function bar() {
              await sleep(10);
            }
            await bar();
          },
          { name: "digger" },
        );
        await sleep(0);
        const texts: string[] = [];
        task.printStack((text) => texts.push(text));
        expect(texts).toHaveLength(1);
        const [waits, made] = (texts[0] ?? "").split("\nMade here:\n");
        const [first, heading, ...frames] = (waits ?? "").split("\n");
        expect(first).toBe(String(task));
        expect(heading).toBe("Awaits here:");
        expect(frames[0]).toContain("bar");
        expect(frames.map((line) => line.includes("debug-stacks.test.ts"))).toEqual([true, true]);
        expect(made?.split("\n")[0]).toContain("madeHere");
        await task;
      },
      { debug: true },
    );
  });
});

test("outside of debug mode a task says where it was made, and how to learn more", async () => {
  await runVirtual(async () => {
    const task = sleeper();
    const texts: string[] = [];
    task.printStack((text) => texts.push(text));
    const [state, heading, place, ...rest] = (texts[0] ?? "").split("\n");
    expect([state, heading]).toEqual([String(task), "Made here:"]);
    expect(place).toMatch(/sleeper.*debug-stacks\.test\.ts/);
    expect(rest.at(-1)).toBe("Run the loop in debug mode to see where it awaits");
    task.cancel();
  });
});
