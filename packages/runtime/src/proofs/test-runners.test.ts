import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { OwnProcess } from "./own-process.js";

// Jest runs this very file; `npm run test:vitest` is the check for Vitest.
let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => own[Symbol.dispose]());

test("tests on virtual time, explorations and sequencers run under node:test", async () => {
  const ended = await own.run(
    `
    import assert from "node:assert";
    import test from "node:test";
    import { gather, getRunningLoop, sleep } from "@awaitwise/runtime";
    import { explore, ExploreError, runVirtual, Sequencer } from "@awaitwise/runtime/testing";

    test("virtual time", () => runVirtual(async () => {
      await sleep(3_600_000);
      assert.strictEqual(getRunningLoop().time(), 3_600_000);
    }));
    test("sequencer", () => runVirtual(async () => {
      const order = new Sequencer("one", "two"), passed = [];
      const pass = async (name) => { await order.reach(name); passed.push(name); };
      await gather(() => pass("two"), () => pass("one"));
      assert.deepStrictEqual(passed, ["one", "two"]);
    }));
    const race = async () => {
      let stored = 0;
      const add = async (arrival) => {
        await sleep(arrival);
        const read = stored;
        await sleep(5);
        stored = read + 1;
      };
      await gather(() => add(1), () => add(9));
      assert.strictEqual(stored, 2);
    };
    test("exploration that finds nothing", () => explore(() => sleep(1)));
    test("exploration that is caught", () => assert.rejects(explore(race), ExploreError));
    test("exploration that fails its test", () => explore(race));
    `,
    { env: { NO_COLOR: "1" }, nodeOptions: ["--test-reporter=tap"] },
  );
  expect(ended.code).toBe(1);
  expect(ended.stdout.match(/^(not )?ok .*/gm)).toEqual([
    "ok 1 - virtual time",
    "ok 2 - sequencer",
    "ok 3 - exploration that finds nothing",
    "ok 4 - exploration that is caught",
    "not ok 5 - exploration that fails its test",
  ]);
  expect(ended.stdout).toMatch(/Replay it by explore\(test, \{ seed: "timer \d+ by \d" \}\)/);
});
