import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { browserCommand, OwnBrowser } from "./own-browser.js";
import { OwnProcess } from "./own-process.js";

const isRequired = (process.env.AWAITWISE_REQUIRE_BROWSER ?? "") !== "";

if (browserCommand === undefined && !isRequired) {
  test.skip("SKIPPED: there is no chromium on the PATH; install it, or set AWAITWISE_REQUIRE_BROWSER=1 to fail here", () => {});
} else {
  describe("in a real Chromium", inChromium);
}

function inChromium(): void {
  let own: OwnProcess;
  let browser: OwnBrowser;

  beforeAll(async () => {
    own = new OwnProcess();
    browser = await OwnBrowser.start(own.packageFolder);
  });

  afterAll(async () => {
    await browser.stop();
    own[Symbol.dispose]();
  });

  test("tasks, gathers, sleeps, time limits, groups, locks, queues and cancellation work", async () => {
    const outcome = await browser.run(`
      import { cancelSignal, CancelledError, createTask, currentTask, gather, Lock, Queue, run, sleep, taskGroup,
        timeout, TimeoutError } from "@awaitwise/runtime";

      log(typeof process, typeof window, navigator.userAgent.includes("Chrome"));
      const named = async (name) => {
        currentTask().setName(name);
        for (let i = 0; i < 3; i++) await sleep(1);
        return currentTask().getName();
      };
      log(await run(async () => {
        log(await gather(named("a"), () => named("b"), createTask(named, "c")));
        await timeout(5, () => sleep(3_600_000)).catch((error) => log(error instanceof TimeoutError));
        const queue = new Queue(1), lock = new Lock(), got = [];
        await taskGroup(async (group) => {
          group.createTask(async () => {
            for (let i = 0; i < 3; i++) await lock.with(() => queue.put(i));
            queue.shutdown();
          });
          group.createTask(async () => { for await (const item of queue) got.push(item); });
        });
        log(got);
        const fetching = createTask(() => fetch("/unanswered", { signal: cancelSignal() }));
        await sleep(0);
        fetching.cancel();
        await fetching.catch((error) => log(error instanceof CancelledError));
        return "answer";
      }));
    `);
    expect(outcome).toEqual({
      error: null,
      lines: ["undefined object true", '["a","b","c"]', "true", "[0,1,2]", "true", "answer"],
    });
  });

  test("what docs/browser.md says of a promise that is not the runtime's is so", async () => {
    const outcome = await browser.run(`
      import { ContextVar, createTask, currentTask, run, sleep, wrapFuture } from "@awaitwise/runtime";

      const user = new ContextVar("user", { defaultValue: "nobody" });
      const look = (where) => log(where, currentTask()?.getName() ?? "no task", user.get("nobody"));
      await run(async () => {
        await createTask(async () => {
          user.set("ada");
          look("before:");
          await wrapFuture(fetch("/runtime/index.js"));
          look("after wrapFuture:");
          await fetch("/runtime/index.js");
          look("after a bare await:");
          await sleep(1);
          log("sleeps all the same, and starts", await createTask(async () => "others"));
        }, { name: "loader" });
        look("in the next task:");
        const cancelled = async (wait) => {
          let sleptOn = false;
          const task = createTask(async () => {
            await wait(fetch("/runtime/index.js"));
            started();
            await sleep(20);
            sleptOn = true;
          });
          const begun = new Promise((resolve) => { started = resolve; });
          await wrapFuture(begun);
          task.cancel();
          await task.catch(() => {});
          return [task.cancelled(), sleptOn].join();
        };
        let started;
        log("cancelled after a bare await:", await cancelled((promise) => promise));
        log("cancelled after wrapFuture:", await cancelled(wrapFuture));
      });
    `);
    expect(outcome.error).toBeNull();
    expect(outcome.lines.map((line) => line.replace(/Task-\d+/, "main"))).toEqual([
      "before: loader ada",
      "after wrapFuture: loader ada",
      "after a bare await: no task nobody",
      "sleeps all the same, and starts others",
      "in the next task: main nobody",
      "cancelled after a bare await: true,true",
      "cancelled after wrapFuture: true,false",
    ]);
  });

  test("explore finds the same race, by the same seed, as in Node", async () => {
    const planted = `
      const found = await explore(async () => {
        const stock = ["last one"];
        const buy = async (arrival) => {
          await sleep(arrival);
          if (stock.length > 0) {
            await sleep(10);
            if (stock.pop() === undefined) throw new Error("sold twice");
          }
        };
        await gather(() => buy(100), () => buy(115));
      }).catch((error) => error);
      log(found.name, found.seed);`;
    const imports = `
      import { gather, sleep } from "@awaitwise/runtime";
      import { explore } from "@awaitwise/runtime/testing";`;
    const inNode = await own.run(`${imports} const log = console.log; ${planted}`);
    const { error, lines } = await browser.run(`${imports} ${planted}`);
    expect(error).toBeNull();
    expect(lines).toEqual(["ExploreError timer 2 by 4"]);
    expect(inNode.stdout).toBe(`${lines[0]}\n`);
  });

  test("CPython's order holds: all golden logs are the same", async () => {
    const folder = path.join(__dirname, "../conformance/golden");
    const files = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), "utf8"));
    const outcome = await browser.run(`
      import { parseScenarios } from "runtime/conformance/program.js";
      import { runScenario } from "runtime/conformance/run-scenario.js";
      let passed = 0;
      for (const file of ${JSON.stringify(files)}) {
        for (const scenario of parseScenarios(file)) {
          const failure = await runScenario(scenario);
          if (failure === null) passed++;
          else log(scenario.name, failure);
        }
      }
      log(passed);
    `);
    expect(outcome).toEqual({ error: null, lines: ["1400"] });
  });
}
