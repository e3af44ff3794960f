import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { OwnProcess } from "./own-process.js";

let process: OwnProcess;

beforeAll(() => {
  process = new OwnProcess();
});

afterAll(() => {
  process[Symbol.dispose]();
});

const MILLION = 1_000_000;

/** Enough to tell where an object weighs more than a task, or takes longer. */
const MANY = 200_000;

/** A task that is kept weighs some 300 bytes: one in thirty that stays is seen. */
const BYTES_LEFT_OF_EACH = 10;

/** How many bytes of the heap each of the objects that `make` makes has left behind. */
async function bytesLeftOfEach(objects: number, make: string): Promise<number> {
  const { stdout, stderr } = await process.run(
    `
    import { AsyncLocalStorage } from "node:async_hooks";
    import { getEventListeners } from "node:events";
    import * as awaitwise from "@awaitwise/runtime";
    const { cancelSignal, createTask, gather, getRunningLoop, run, shield, sleep, taskGroup, timeout,
      wait, waitFor, wrapFuture, Queue } = awaitwise;

    const lot = 10_000;
    const kept = [];
    const make = ${make};
    async function heapUsed() {
      for (let i = 0; i < 5; i++) {
        globalThis.gc();
        // What a FinalizationRegistry was told of is let go of in a turn of the host.
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return process.memoryUsage().heapUsed;
    }
    await run(async () => {
      getRunningLoop().setExceptionHandler(() => {});
      // What is allocated once for all is no leak: tables that grow, code that is compiled.
      for (let i = 0; i < 3; i++) await make(lot);
      const before = await heapUsed();
      for (let made = 0; made < ${objects}; made += lot) await make(lot);
      const after = await heapUsed();
      console.log((after - before) / ${objects});
    });
    `,
    { nodeOptions: ["--expose-gc"] },
  );
  expect(stderr).toBe("");
  return Number(stdout);
}

describe("objects that are done with leave the heap as it was", () => {
  test.each([
    [
      "tasks that end by themselves",
      MILLION,
      `async (count) => {
        for (let i = 0; i < count; i++) createTask(async () => await sleep(0));
        await sleep(1);
      }`,
    ],
    [
      "tasks that are awaited",
      MILLION,
      `async (count) => {
        for (let i = 0; i < count; i++) await createTask(async (n) => n, i);
      }`,
    ],
    [
      "tasks that are cancelled before they begin",
      MILLION,
      `async (count) => {
        for (let i = 0; i < count; i++) createTask(() => sleep(60_000)).cancel();
        await sleep(0);
      }`,
    ],
    [
      "tasks that are cancelled in the middle of a sleep",
      MILLION,
      `async (count) => {
        const tasks = Array.from({ length: count }, () => createTask(() => sleep(60_000)));
        await sleep(0);
        for (const task of tasks) task.cancel();
        await gather(tasks, { returnExceptions: true });
      }`,
    ],
    [
      "tasks whose error nobody retrieves",
      MANY,
      `async (count) => {
        for (let i = 0; i < count; i++) createTask(async () => { throw new RangeError("no"); });
        await sleep(0);
      }`,
    ],
    [
      "tasks in groups and under time limits",
      MANY,
      `async (count) => {
        for (let i = 0; i < count; i += 10) {
          await timeout(60_000, () => taskGroup(async (group) => {
            for (let j = 0; j < 10; j++) group.createTask(async () => await sleep(0));
          }));
        }
      }`,
    ],
    [
      "waits that time out or are shielded",
      MANY,
      `async (count) => {
        const never = (globalThis.never ??= getRunningLoop().createFuture());
        for (let i = 0; i < count; i += 4) {
          await wait([never], { timeout: 0 });
          await shield(createTask(() => sleep(0)));
          await waitFor(shield(never), 0).catch(() => {});
          await waitFor(new Queue().get(), 0).catch(() => {});
        }
      }`,
    ],
    [
      "tasks that ask for their AbortSignal and listen to it",
      MANY,
      `async (count) => {
        const listen = async () => {
          cancelSignal().addEventListener("abort", () => {});
          await sleep(0);
        };
        for (let i = 0; i < count; i += 100) {
          await gather(Array.from({ length: 100 }, () => createTask(listen)));
        }
      }`,
    ],
    [
      "scopes of one task that ask for their AbortSignal, and stop listening at their end or later",
      MANY / 4,
      `async (count) => {
        cancelSignal();
        let earlier = () => {};
        for (let i = 0; i < count; i++) {
          await timeout(60_000, async () => {
            const signal = cancelSignal();
            const listener = () => {};
            signal.addEventListener("abort", listener);
            earlier();
            earlier = () => signal.removeEventListener("abort", listener);
            await sleep(0);
          });
        }
      }`,
    ],
    [
      "tasks that follow an AbortSignal from outside",
      MILLION,
      `async (count) => {
        globalThis.controller ??= new AbortController();
        const { signal } = globalThis.controller;
        for (let i = 0; i < count; i++) createTask(async () => {}, { signal });
        await sleep(0);
        if (getEventListeners(signal, "abort").length > 0) throw new Error("still listens");
      }`,
    ],
    [
      "futures that follow foreign promises",
      MANY,
      `async (count) => {
        for (let i = 0; i < count; i++) await wrapFuture(Promise.resolve(i));
      }`,
    ],
  ])(
    "%s",
    async (_what, objects, make) => {
      expect(await bytesLeftOfEach(objects, make)).toBeLessThan(BYTES_LEFT_OF_EACH);
    },
    120_000,
  );
});

test("the measure sees objects that are kept", async () => {
  const left = await bytesLeftOfEach(
    MANY,
    `async (count) => {
    for (let i = 0; i < count; i += 10) kept.push(createTask(async () => {}));
    await sleep(0);
  }`,
  );
  expect(left).toBeGreaterThan(BYTES_LEFT_OF_EACH);
}, 300_000);
