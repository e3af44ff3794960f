import { describe, expect, test } from "@jest/globals";
import {
  createTask,
  DeadlockError,
  gather,
  getRunningLoop,
  Lock,
  run,
  sleep,
  wrapFuture,
} from "../index.js";
import { ExploreError, type ExploreOptions, explore } from "../testing.js";

async function failureOf(
  planted: () => Promise<unknown>,
  options?: ExploreOptions,
): Promise<ExploreError> {
  const error = await explore(planted, options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExploreError);
  return error as ExploreError;
}

const firstLine = (value: unknown): string => String(value).split("\n")[0] as string;

/** An account in a store: every access takes some time. The second deposit comes after the first. */
async function deposits(lock: { with(body: () => Promise<void>): PromiseLike<void> }) {
  let stored = 100;
  const deposit = async (arrival: number, amount: number): Promise<void> => {
    await sleep(arrival);
    await lock.with(async () => {
      await sleep(5);
      const read = stored;
      await sleep(5);
      stored = read + amount;
    });
  };
  await gather(
    () => deposit(10, 1),
    () => deposit(25, 2),
  );
  expect(stored).toBe(103);
}

const noLock = { with: (body: () => Promise<void>) => body() };

const lostUpdate = () => deposits(noLock);
const noLostUpdate = () => deposits(new Lock());

/** Transfers that lock both accounts, one after the other. */
async function transfers(inOneOrder: boolean) {
  const left = new Lock();
  const right = new Lock();
  const transfer = async (arrival: number, from: Lock, to: Lock): Promise<void> => {
    await sleep(arrival);
    const [first, second] = inOneOrder ? [left, right] : [from, to];
    await first.with(async () => {
      await sleep(4);
      await second.with(() => sleep(1));
    });
  };
  await gather(
    createTask(() => transfer(20, left, right), { name: "to the right" }),
    createTask(() => transfer(26, right, left), { name: "to the left" }),
  );
}

const deadlock = () => transfers(false);
const noDeadlock = () => transfers(true);

/** A cache that is to load once what several ask for. */
async function cached(remember: "result" | "load") {
  let loads = 0;
  const results = new Map<string, number>();
  const pending = new Map<string, PromiseLike<number>>();
  const load = async (key: string): Promise<number> => {
    loads++;
    await sleep(8);
    results.set(key, key.length);
    return key.length;
  };
  const get = async (arrival: number, key: string): Promise<number> => {
    await sleep(arrival);
    if (remember === "result") {
      return results.get(key) ?? (await load(key));
    }
    const loading = pending.get(key) ?? createTask(load, key);
    pending.set(key, loading);
    return await loading;
  };
  expect(
    await gather(
      () => get(10, "key"),
      () => get(30, "key"),
    ),
  ).toEqual([3, 3]);
  expect(loads).toBe(1);
}

const checkThenAct = () => cached("result");
const noCheckThenAct = () => cached("load");

/** Shows the answer to the latest question; the answers come from outside. */
async function latestAnswer(dropsOld: boolean) {
  let shown = "";
  let asked = "";
  const ask = async (question: string): Promise<void> => {
    asked = question;
    const answer = await wrapFuture(Promise.resolve(`answer to ${question}`));
    if (!dropsOld || asked === question) {
      shown = answer;
    }
  };
  await gather(
    () => ask("first"),
    () => ask("second"),
  );
  expect(shown).toBe("answer to second");
}

/** Relies on the order in which ready tasks run, which is promised. */
async function inOrder() {
  const order: number[] = [];
  await gather(
    [1, 2, 3].map((number) => async () => {
      await sleep(0);
      order.push(number);
    }),
  );
  expect(order).toEqual([1, 2, 3]);
}

describe("explore finds, within 200 schedules,", () => {
  test.each([
    ["a lost update", lostUpdate, "timer 0 by 8", ["a timer of 10 ms in the 2nd task took 20 ms"]],
    ["a deadlock", deadlock, "timer 2 by 4", ['a timer of 4 ms in task "to the right" took 6 ms']],
    [
      "a check that no longer holds when it is acted upon",
      checkThenAct,
      "timer 0 by 5, timer 2 by 6",
      [
        "a timer of 10 ms in the 2nd task took 16.25 ms",
        "a timer of 8 ms in the 2nd task took 14 ms",
      ],
    ],
    [
      "answers that come in another order",
      () => latestAnswer(false),
      "arrival 0 by 1",
      ["a promise from outside was noticed only when nothing else could run"],
    ],
  ])("%s, shrinks it, and prints a seed that replays it", async (_, planted, seed, effects) => {
    const error = await failureOf(planted);
    expect(error.seed).toBe(seed);
    expect(error.deviations.map(({ effect }) => effect.replace(/ \(.*/, ""))).toEqual(effects);
    expect(error.message).toContain(`Replay it by explore(test, { seed: "${seed}" })`);
    const replayed = await failureOf(planted, { seed });
    expect(replayed.deviations).toEqual(error.deviations);
    expect(replayed.message).toMatch(/^The replayed schedule fails: /);
    expect(firstLine(replayed.cause)).toBe(firstLine(error.cause));
  });

  test("that a deadlock is one", async () => {
    const { cause } = await failureOf(deadlock);
    expect(cause).toBeInstanceOf(DeadlockError);
    expect(String(cause)).toMatch(
      /to the right waits for Lock.with\n {2}to the left waits for Lock.with$/,
    );
  });
});

describe("explore finds nothing, in 10,000 schedules, in a correct", () => {
  test.each([
    ["update", noLostUpdate, 3],
    ["pair of locks", noDeadlock, 6],
    ["cache", noCheckThenAct, 2],
    ["reader of answers", () => latestAnswer(true), 2],
  ])("%s", async (_, correct, orders) => {
    const exploration = await explore(correct, { schedules: 10_000 });
    expect(exploration).toEqual({ schedules: 10_000, orders });
  });
});

describe("explore", () => {
  test("keeps CPython's order among what is ready, unless it is told otherwise", async () => {
    expect(await explore(inOrder)).toEqual({ schedules: 200, orders: 1 });
    const error = await failureOf(inOrder, { order: "any" });
    expect(error.seed).toBe("turn 4 by 1");
    expect(error.deviations.map(({ effect }) => effect)).toEqual([
      "a task that was ready let the others go first, by 1 turn",
    ]);
    await failureOf(inOrder, { seed: error.seed });
  });

  test("tries other schedules with another seed, and the same with the same", async () => {
    const tried = async (seed: number): Promise<string> => {
      const times: number[] = [];
      const note = async (): Promise<void> => {
        await sleep(10);
        times.push(getRunningLoop().time());
      };
      await explore(note, { seed, schedules: 20 });
      return times.join();
    };
    expect(await tried(7)).toBe(await tried(7));
    expect(await tried(7)).not.toBe(await tried(8));
  });

  test("lets a timer be late as far as the jitter says, and never early", async () => {
    const times = new Set<number>();
    const note = async (): Promise<void> => {
      await sleep(80);
      times.add(getRunningLoop().time());
    };
    await explore(note, { jitter: 0.5 });
    expect([...times].sort((a, b) => a - b)).toEqual([80, 85, 90, 95, 100, 105, 110, 115, 120]);
    times.clear();
    await explore(note, { jitter: 0 });
    expect([...times]).toEqual([80]);
  });

  test("says of a test that fails in the promised order that it needs no other", async () => {
    const error = await failureOf(async () => {
      throw new RangeError("always");
    });
    expect(error.message).toBe(
      "Schedule 1 of 200 fails: RangeError: always\nThat is the order that the loop promises: this needs no other schedule to fail",
    );
    expect(error.seed).toBe("as promised");
    await failureOf(async () => Promise.reject(error), { seed: error.seed });
  });

  test("counts an error that nobody asked for as a failure", async () => {
    const { cause } = await failureOf(async () => {
      createTask(async () => {
        throw new RangeError("dropped");
      });
      await sleep(1);
    });
    expect(cause).toEqual(new RangeError("dropped"));
  });

  test("ends a schedule that never would", async () => {
    const { cause } = await failureOf(
      async () => {
        for (;;) {
          await sleep(0);
        }
      },
      { turnLimit: 1_000 },
    );
    expect(String(cause)).toBe(
      "RuntimeError: The test did not end within 1000 turns: turnLimit can raise that",
    );
  });

  test("says of a failure that does not come again that the test depends on more", async () => {
    let calls = 0;
    const error = await failureOf(async () => {
      await sleep(1);
      if (++calls === 5) {
        throw new Error("once");
      }
    });
    expect(error.message).toMatch(
      /^Schedule 5 of 200 fails, but not when it is run again: the test depends on something that differs from run to run: Error: once\n/,
    );
  });

  test("refuses to run inside of a running loop", async () => {
    await expect(run(() => explore(inOrder))).rejects.toThrow("cannot be called inside");
  });

  test.each<[ExploreOptions, string]>([
    [{ schedules: 0 }, "Invalid schedules 0: give a whole number from 1 up"],
    [{ turnLimit: 1.5 }, "Invalid turnLimit 1.5: give a whole number from 1 up"],
    [{ seed: 0.5 }, "Invalid seed 0.5: give a whole number, or what a failure prints"],
    [{ jitter: -1 }, "Invalid jitter -1: give a number from 0 up"],
    [{ order: "some" as "any" }, 'Unknown order "some": use "promised" or "any"'],
    [
      { seed: "timer 3" },
      '"timer 3" is no seed: give explore() a whole number, or the text that a failure prints, such as "timer 3 by 5"',
    ],
  ])("refuses %j", async (options, message) => {
    await expect(explore(inOrder, options)).rejects.toThrow(new RangeError(message));
  });
});
