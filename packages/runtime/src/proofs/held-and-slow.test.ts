import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { OwnProcess } from "./own-process.js";

let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => {
  own[Symbol.dispose]();
});

/** Folders are of the test's own. */
function steady(text: string): string {
  return text.replace(/\((?:file:)?[^()]*\/([^/()]+)\)/g, "($1)");
}

/**
 * The program's clock is its own, and moves where the program says so: no step is slow but those that are meant, however
 * busy the machine.
 */
const CLOCK = `
  let now = 0;
  Object.defineProperty(globalThis, "performance", { value: { now: () => now } });
`;

describe("debug mode in a process of its own", () => {
  test("reports a task that was cancelled and is still held by a foreign promise", async () => {
    const { code, stdout, stderr } = await own.run(`
      import { createTask, getRunningLoop, run, sleep, VirtualClock } from "@awaitwise/runtime";
      ${CLOCK}
      // The promise is settled by the report: whether that comes is not a matter of time.
      let settle;
      const { error } = console;
      console.error = (...words) => {
        error(...words);
        settle();
      };
      async function holds() {
        await new Promise((resolve) => { settle = resolve; });
        console.log("held to the end");
      }
      run(async function main() {
        getRunningLoop().slowCallbackDuration = 20;
        const task = createTask(holds, { name: "download" });
        await sleep(0);
        task.cancel();
        // What is asked for is told in 20 ms of the host: these pass on the program's clock by then.
        process.nextTick(() => { now += 35; });
        await task;
      }, { debug: true, clock: new VirtualClock() }).catch((error) => console.log(error.name));
    `);
    expect([code, stdout]).toEqual([0, "held to the end\nCancelledError\n"]);
    expect(steady(stderr)).toMatch(
      /^Task "download" was cancelled 35 ms ago, but it still waits for a promise that is not the runtime's: await it by wrapFuture\(\), or give cancelSignal\(\) to what made it\nThe task was made here:\n {4}at main \(program-1\.mjs:\d+:\d+\)\n/,
    );
  });

  test("does not report a task that a listener to its signal has ended", async () => {
    const ended = await own.run(`
      import { setTimeout as after } from "node:timers/promises";
      import { cancelSignal, createTask, getRunningLoop, run, sleep, VirtualClock } from "@awaitwise/runtime";
      ${CLOCK}
      await run(async () => {
        getRunningLoop().slowCallbackDuration = 20;
        const task = createTask(() => after(3_600_000, null, { signal: cancelSignal() }));
        await sleep(0);
        task.cancel();
        console.log((await task.catch((error) => error)).name);
        await after(40);
      }, { debug: true, clock: new VirtualClock() });
    `);
    expect([ended.code, ended.stdout]).toEqual([0, "CancelledError\n"]);
    expect(ended.stderr).toBe("");
  });

  test("names the task that blocked the loop, and the await at which it gave up the turn", async () => {
    const { code, stderr } = await own.run(`
      import { createTask, getRunningLoop, run, sleep, VirtualClock } from "@awaitwise/runtime";
      ${CLOCK}
      function block(duration) {
        now += duration;
      }
      async function blocks() {
        await sleep(1);
        block(300);
        await sleep(1);
      }
      await run(async () => {
        getRunningLoop().slowCallbackDuration = 250;
        await createTask(blocks, { name: "hasher" });
        getRunningLoop().callSoon(function parse() { block(260); });
        await sleep(1);
      }, { debug: true, clock: new VirtualClock() });
    `);
    expect(code).toBe(0);
    expect(steady(stderr)).toMatch(
      /^Task "hasher" ran for 300 ms without giving up the turn, until it awaited here:\n {4}at blocks \(program-\d+\.mjs:13:\d+\)\n(?: {4}at .*\n)*Callback parse ran for 260 ms\n$/,
    );
  });
});
