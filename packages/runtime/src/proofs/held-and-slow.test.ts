import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { OwnProcess } from "./own-process.js";

let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => {
  own[Symbol.dispose]();
});

/** Milliseconds are as they come, and folders are of the test's own. */
function steady(text: string): string {
  return text.replace(/\d+ ms/g, "N ms").replace(/\((?:file:)?[^()]*\/([^/()]+)\)/g, "($1)");
}

// What counts as slow is long here, so that no other step is, however busy the machine.
describe("debug mode in a process of its own", () => {
  test("reports a task that was cancelled and is still held by a foreign promise", async () => {
    const { code, stdout, stderr } = await own.run(`
      import { createTask, getRunningLoop, run, sleep } from "@awaitwise/runtime";
      async function holds() {
        await new Promise((resolve) => setTimeout(resolve, 1_200));
        console.log("held to the end");
      }
      run(async function main() {
        getRunningLoop().slowCallbackDuration = 400;
        const task = createTask(holds, { name: "download" });
        await sleep(1);
        task.cancel();
        await task;
      }, { debug: true }).catch((error) => console.log(error.name));
    `);
    expect([code, stdout]).toEqual([0, "held to the end\nCancelledError\n"]);
    expect(steady(stderr)).toMatch(
      /^Task "download" was cancelled N ms ago, but it still waits for a promise that is not the runtime's: await it by wrapFuture\(\), or give cancelSignal\(\) to what made it\nThe task was made here:\n {4}at main \(program-1\.mjs:\d+:\d+\)\n/,
    );
    const [, held] = /cancelled (\d+) ms ago/.exec(stderr) ?? [];
    expect(Number(held)).toBeGreaterThanOrEqual(399);
  });

  test("does not report a task that a listener to its signal has ended", async () => {
    const ended = await own.run(`
      import { setTimeout as after } from "node:timers/promises";
      import { cancelSignal, createTask, getRunningLoop, run, sleep } from "@awaitwise/runtime";
      await run(async () => {
        getRunningLoop().slowCallbackDuration = 20;
        const task = createTask(() => after(3_600_000, null, { signal: cancelSignal() }));
        await sleep(1);
        task.cancel();
        console.log((await task.catch((error) => error)).name);
        await sleep(40);
      }, { debug: true });
    `);
    expect([ended.code, ended.stdout]).toEqual([0, "CancelledError\n"]);
    // A busy machine may make a step slow, which is then said too.
    expect(ended.stderr).not.toContain("was cancelled");
  });

  test("names the task that blocked the loop, and the await at which it gave up the turn", async () => {
    const { code, stderr } = await own.run(`
      import { createTask, getRunningLoop, run, sleep } from "@awaitwise/runtime";
      function block(duration) {
        for (const end = performance.now() + duration; performance.now() < end; );
      }
      async function blocks() {
        await sleep(1);
        block(300);
        await sleep(1);
      }
      await run(async () => {
        getRunningLoop().slowCallbackDuration = 250;
        await createTask(blocks, { name: "hasher" });
        getRunningLoop().callSoon(function parse() { block(300); });
        await sleep(1);
      }, { debug: true });
    `);
    expect(code).toBe(0);
    const [step, place, ...rest] = steady(stderr).trimEnd().split("\n");
    expect(step).toBe(
      'Task "hasher" ran for N ms without giving up the turn, until it awaited here:',
    );
    expect(place).toMatch(/^ {4}at blocks \(program-\d+\.mjs:9:\d+\)$/);
    expect(rest.at(-1)).toBe("Callback parse ran for N ms");
  });
});
