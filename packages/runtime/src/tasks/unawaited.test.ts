import { describe, expect, test } from "@jest/globals";
import { coroutine, createTask, EventLoop, gather, sleep, VirtualClock } from "../index.js";

/** What the loop's exception handler was told until the loop was closed. */
async function reportsOf(main: () => Promise<unknown>, debug = false): Promise<string[]> {
  const loop = new EventLoop({ clock: new VirtualClock(), debug });
  const reports: string[] = [];
  loop.setExceptionHandler((_loop, { message, madeAt }) => {
    reports.push(message + (madeAt === undefined ? "" : ` @ ${madeAt.includes("unawaited.test")}`));
  });
  await loop.runUntilComplete(main);
  loop.close();
  return reports;
}

const work = coroutine(async function work() {
  await sleep(1);
});

describe("a coroutine that nobody awaits", () => {
  test("is reported when the loop closes, with the place that made it in debug mode", async () => {
    const main = async (): Promise<void> => {
      void work();
      void sleep(10);
      await sleep(1);
    };
    const message = (name: string) =>
      `The coroutine ${name} was never awaited: await it, or give it to createTask()`;
    expect(await reportsOf(main)).toEqual(
      ["work", "sleep"].map((name) => `${message(name)}; debug mode says where it was made`),
    );
    expect(await reportsOf(main, true)).toEqual([
      `${message("work")} @ true`,
      `${message("sleep")} @ true`,
    ]);
  });

  test("is told without a name where its function has none", async () => {
    const reports = await reportsOf(async () => {
      void coroutine(async () => {})();
    });
    expect(reports).toEqual([
      "A coroutine was never awaited: await it, or give it to createTask(); debug mode says where it was made",
    ]);
  });

  test("is not reported where it begins late, becomes a task, or is closed", async () => {
    const reports = await reportsOf(async () => {
      const late = work();
      const closed = work();
      const scheduled = work();
      await sleep(1_000);
      await late;
      closed.close();
      await createTask(scheduled);
      await gather(work(), work());
    });
    expect(reports).toEqual([]);
  });
});

describe("an error that nobody retrieves", () => {
  test("is reported when the loop closes", async () => {
    const reports = await reportsOf(async () => {
      createTask(
        async () => {
          throw new Error("lost");
        },
        { name: "loser" },
      );
      await sleep(1);
    });
    expect(reports).toEqual([
      'The error of task "loser" was never retrieved: await it, or add a done callback that calls exception()',
    ]);
  });

  test("is not reported once somebody asked for it, or cancelled what has it", async () => {
    const reports = await reportsOf(async () => {
      const fail = async (): Promise<never> => {
        throw new Error("seen");
      };
      const asked = createTask(fail);
      const awaited = createTask(fail);
      const cancelled = createTask(fail);
      await sleep(1);
      asked.exception();
      await expect(awaited).rejects.toThrow("seen");
      cancelled.cancel();
      await gather([createTask(fail)], { returnExceptions: true });
    });
    expect(reports).toEqual([]);
  });
});
