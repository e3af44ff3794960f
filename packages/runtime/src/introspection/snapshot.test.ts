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
import { runVirtual } from "../testing.js";
import type { LoopSnapshot } from "./snapshot.js";

function snapshots(): LoopSnapshot[] {
  const registry = (globalThis as Record<symbol, unknown>)[
    Symbol.for("awaitwise.runtime.snapshots")
  ] as (() => LoopSnapshot[])[];
  return registry.flatMap((take) => take());
}

describe("what a process tells of its loops", () => {
  test("are the running ones, with their tasks and what each waits for", () =>
    runVirtual(async () => {
      const lock = new Lock();
      await lock.acquire();
      const sleeper = createTask(
        async function fetchPrice() {
          await sleep(500);
        },
        { name: "sleeper" },
      );
      const locked = createTask(() => lock.acquire(), { name: "locked" });
      const foreign = createTask(() => Promise.resolve(1), { name: "foreign" });
      createTask(async () => await gather(sleeper, locked, foreign), { name: "parent" });
      const future = getRunningLoop().createFuture<void>();
      createTask(async () => await future, { name: "reader" });
      await sleep(100);
      future.setResult();
      createTask(() => sleep(1), { name: "young" });
      expect(foreign.done()).toBe(true);
      const [snapshot] = snapshots();
      expect(snapshot).toMatchObject({ time: 100, isDebug: false, timers: 1 });
      const common = { awaits: [], callStack: [], dueIn: null, isCancelling: false, runs: "" };
      expect(snapshot?.tasks.slice(1)).toEqual([
        {
          ...common,
          id: 2,
          name: "sleeper",
          runs: "fetchPrice",
          state: "waiting",
          waitsFor: "sleep",
          dueIn: 400,
        },
        { ...common, id: 3, name: "locked", state: "waiting", waitsFor: "Lock.acquire" },
        {
          ...common,
          id: 4,
          name: "parent",
          state: "waiting",
          waitsFor: "sleeper, locked",
          awaits: [2, 3],
        },
        { ...common, id: 5, name: "reader", state: "ready", waitsFor: null },
        { ...common, id: 6, name: "young", state: "new", waitsFor: null },
      ]);
      expect(snapshot?.tasks[0]).toMatchObject({ id: 1, state: "running", waitsFor: null });
      lock.release();
    }));

  test("say of a task that it waits for a promise that is not the runtime's", async () => {
    await run(async () => {
      let settle = (): void => {};
      const outside = new Promise<void>((resolve) => {
        settle = resolve;
      });
      const bare = createTask(async () => await outside, { name: "bare" });
      const wrapped = createTask(async () => await wrapFuture(outside), { name: "wrapped" });
      await sleep(1);
      expect(snapshots()[0]?.tasks.slice(1)).toMatchObject([
        { name: "bare", state: "foreign", waitsFor: "a promise that is not the runtime's" },
        { name: "wrapped", state: "waiting", waitsFor: "a future that nobody finishes" },
      ]);
      settle();
      await gather(bare, wrapped);
    });
  });

  test("are none where no loop runs", async () => {
    await run(async () => {});
    expect(snapshots()).toEqual([]);
  });
});

test("a DeadlockError names those behind a gather, and in debug mode where each waits", async () => {
  const stuck = (debug: boolean) =>
    runVirtual(
      async () => {
        const lock = new Lock();
        await lock.acquire();
        const waitHere = (name: string) => createTask(async () => await lock.acquire(), { name });
        await gather(waitHere("left"), waitHere("right"));
      },
      { debug },
    ).catch((error: unknown) => error);
  const quiet = await stuck(false);
  expect(quiet).toBeInstanceOf(DeadlockError);
  expect(String(quiet).split("\n").slice(1)).toEqual([
    expect.stringMatching(/^ {2}Task-\d+ waits for left, right$/),
    "  left waits for Lock.acquire",
    "  right waits for Lock.acquire",
  ]);
  expect(
    String(await stuck(true))
      .split("\n")
      .slice(1),
  ).toEqual([
    expect.stringMatching(
      /^ {2}Task-\d+ waits for left, right, at .*snapshot\.test\.ts:\d+:\d+\)?$/,
    ),
    expect.stringMatching(/^ {2}left waits for Lock.acquire, at .*snapshot\.test\.ts:\d+:\d+\)?$/),
    expect.stringMatching(/^ {2}right waits for Lock.acquire, at .*snapshot\.test\.ts:\d+:\d+\)?$/),
  ]);
});
