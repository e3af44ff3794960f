import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { refillStacks } from "../debug/places.js";
import {
  coroutine,
  createTask,
  EventLoop,
  gather,
  getRunningLoop,
  sleep,
  VirtualClock,
} from "../index.js";
import { collectUntil } from "../proofs/collect-until.js";
import { runVirtual } from "../testing.js";

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

const rare = coroutine(async function rare() {});

let now = performance.now();

// The store of stacks is full at first, and no time passes, so that it does not fill again.
beforeEach(() => {
  now += 1_000_000;
  jest.spyOn(performance, "now").mockImplementation(() => now);
  refillStacks(now, true);
});

afterEach(() => {
  jest.restoreAllMocks();
});

const isForgotten = (which: string): string =>
  `${which} was never awaited: await it, or give it to createTask()`;
const unknownPlace = "; debug mode says where it was made";

describe("a coroutine that nobody awaits", () => {
  test("is reported when the loop closes, with the place that made it", async () => {
    const main = async (): Promise<void> => {
      void work();
      void sleep(10);
      await sleep(1);
    };
    for (const debug of [false, true]) {
      expect(await reportsOf(main, debug)).toEqual([
        `${isForgotten("The coroutine work")} @ true`,
        `${isForgotten("The coroutine sleep")} @ true`,
      ]);
    }
  });

  test("is reported while the program runs, once, when it is garbage", async () => {
    const reports: [string, boolean | undefined][] = [];
    const expected = [[isForgotten("The coroutine work"), true]];
    await runVirtual(async () => {
      getRunningLoop().setExceptionHandler((_loop, { message, madeAt }) =>
        reports.push([message, madeAt?.includes("unawaited.test")]),
      );
      // In a function of its own: a suspended one may keep what it last had in hand.
      (() => void work())();
      await collectUntil(() => reports.length > 0);
      expect(reports).toEqual(expected);
    });
    expect(reports).toEqual(expected);
  });

  test("is told without a name where its function has none", async () => {
    const reports = await reportsOf(async () => {
      void coroutine(async () => {})();
    });
    expect(reports).toEqual([`${isForgotten("A coroutine")} @ true`]);
  });

  test("is told without its place where a program makes very many in a row, and the next of its function with it", async () => {
    const busy = async (): Promise<void> => {
      for (let i = 0; i < 1_000; i++) {
        await sleep(0);
      }
      void rare();
    };
    const message = isForgotten("The coroutine rare");
    expect(await reportsOf(busy)).toEqual([`${message}${unknownPlace}`]);
    expect(await reportsOf(busy)).toEqual([`${message} @ true`]);
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
      'The error of task "loser" was never retrieved: await it, or add a done callback that calls exception() @ true',
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
