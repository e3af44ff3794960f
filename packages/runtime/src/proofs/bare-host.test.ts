import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { type Ended, OwnProcess } from "./own-process.js";

let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => {
  own[Symbol.dispose]();
});

/**
 * Runs a module in a realm that has the names of the language and those given here, and none of
 * Node's; the runtime is loaded into that realm as well.
 */
function runBare(program: string, globals: string): Promise<Ended> {
  return own.run(
    `
    import fs, { readFileSync } from "node:fs";
    import vm from "node:vm";

    const log = (...values) => console.log(...values);
    const globals = { log, ${globals} };
    const context = vm.createContext(globals, { microtaskMode: undefined });
    const modules = new Map();
    const entries = { "@awaitwise/runtime": "index.js", "@awaitwise/runtime/testing": "testing.js" };
    const home = new URL(${JSON.stringify(`file://${own.packageFolder}/`)});

    function load(specifier, parent) {
      const url = new URL(entries[specifier] ?? specifier, specifier in entries ? home : parent.identifier);
      let module = modules.get(url.href);
      if (module === undefined) {
        module = new vm.SourceTextModule(readFileSync(url, "utf8"), { context, identifier: url.href });
        modules.set(url.href, module);
      }
      return module;
    }
    const program = new vm.SourceTextModule(${JSON.stringify(program)}, { context, identifier: home.href });
    await program.link(load);
    await program.evaluate();
    // Node's MessageChannel, once listened to, keeps its process alive, which no browser has.
    process.exit();
    `,
    { nodeOptions: ["--experimental-vm-modules", "--no-warnings"] },
  );
}

const BARE = "setTimeout, queueMicrotask";
const BROWSER =
  "setTimeout, clearTimeout, queueMicrotask, performance, console, AbortController, MessageChannel";

const hosts = [
  ["has only setTimeout and queueMicrotask", BARE],
  ["has what a browser has", BROWSER],
] as const;

describe.each(hosts)("a host that %s", (_name, globals) => {
  test("is not Node, as far as the program sees", async () => {
    const { stdout } = await runBare(
      "log([typeof process, typeof setImmediate, typeof Buffer, typeof require].join());",
      globals,
    );
    expect(stdout).toBe("undefined,undefined,undefined,undefined\n");
  });

  test("runs tasks, gathers, sleeps, time limits, groups, locks and queues", async () => {
    const ended = await runBare(
      `
      import { CancelledError, createTask, currentTask, gather, getRunningLoop, Lock, Queue, run, sleep,
        taskGroup, timeout, TimeoutError, waitFor } from "@awaitwise/runtime";

      const named = async (name) => {
        currentTask().setName(name);
        for (let i = 0; i < 3; i++) await sleep(1);
        return currentTask().getName();
      };
      const answer = await run(async () => {
        log(await gather(named("a"), () => named("b"), createTask(named, "c")));
        await timeout(5, () => sleep(3_600_000)).catch((error) => log(error instanceof TimeoutError));
        await waitFor(getRunningLoop().createFuture(), 5).catch((error) => log(error instanceof TimeoutError));
        const queue = new Queue(1), lock = new Lock(), got = [];
        await taskGroup(async (group) => {
          group.createTask(async () => {
            for (let i = 0; i < 3; i++) await lock.with(() => queue.put(i));
            queue.shutdown();
          });
          group.createTask(async () => { for await (const item of queue) got.push(item); });
        });
        log(got);
        const task = createTask(() => sleep(3_600_000));
        await sleep(0);
        task.cancel("enough");
        await task.catch((error) => log(error instanceof CancelledError, error.message));
        await taskGroup((group) => {
          group.createTask(async () => { throw new RangeError("no"); });
          group.createTask(() => sleep(3_600_000));
        }).catch((error) => log(error.errors.map(String)));
        return "answer";
      });
      log(answer);
      `,
      globals,
    );
    expect(ended).toEqual({
      code: 0,
      signal: null,
      stderr: "",
      stdout: [
        "[ 'a', 'b', 'c' ]",
        "true",
        "true",
        "[ 0, 1, 2 ]",
        "true enough",
        "[ 'RangeError: no' ]",
        "answer",
        "",
      ].join("\n"),
    });
  });

  test("goes on after a promise that is not the runtime's, and serves others meanwhile", async () => {
    const ended = await runBare(
      `
      import { createTask, run, sleep, wrapFuture } from "@awaitwise/runtime";
      const after = (delay) => new Promise((resolve) => setTimeout(resolve, delay));
      await run(async () => {
        const order = [];
        const ticker = createTask(async () => {
          for (let i = 0; i < 3; i++) { await sleep(1); order.push("tick"); }
        });
        // It settles only because the others are served while this task waits for it.
        while (order.length < 3) await after(1);
        order.push("foreign");
        await wrapFuture(after(1));
        await ticker;
        log(order.join());
      });
      `,
      globals,
    );
    expect(ended).toEqual({
      code: 0,
      signal: null,
      stderr: "",
      stdout: "tick,tick,tick,foreign\n",
    });
  });

  test("serves its own timers while a task spins", async () => {
    const ended = await runBare(
      `
      import { run, sleep } from "@awaitwise/runtime";
      await run(async () => {
        let fired = false;
        setTimeout(() => { fired = true; }, 5);
        while (!fired) await sleep(0);
        log("fired");
      });
      `,
      globals,
    );
    expect(ended).toMatchObject({ code: 0, stderr: "", stdout: "fired\n" });
  });

  test("throws a DeadlockError in virtual time, of which it needs nothing", async () => {
    const ended = await runBare(
      `
      import { DeadlockError, Event, getRunningLoop, sleep } from "@awaitwise/runtime";
      import { runVirtual } from "@awaitwise/runtime/testing";
      await runVirtual(async () => {
        await sleep(3_600_000);
        log(getRunningLoop().time());
        await new Event().wait();
      }).catch((error) => log(error instanceof DeadlockError));
      `,
      globals,
    );
    expect(ended).toMatchObject({ code: 0, stderr: "", stdout: "3600000\ntrue\n" });
  });
});

test("CPython's order holds without an async context: the golden logs are the same", async () => {
  const golden = path.join(__dirname, "../conformance/golden");
  const ended = await runBare(
    `
    import { parseScenarios } from "./conformance/program.js";
    import { runScenario } from "./conformance/run-scenario.js";
    let passed = 0;
    for (const file of golden()) {
      for (const scenario of parseScenarios(file)) {
        const failure = await runScenario(scenario);
        if (failure === null) passed++;
        else log(scenario.name, failure);
      }
    }
    log(passed);
    `,
    `${BARE}, golden: () => fs.readdirSync(${JSON.stringify(golden)})
      .map((file) => readFileSync(${JSON.stringify(`${golden}/`)} + file, "utf8"))`,
  );
  expect(ended).toEqual({ code: 0, signal: null, stderr: "", stdout: "1400\n" });
}, 60_000);

test("a host without AbortController says so where cancelSignal needs one", async () => {
  const ended = await runBare(
    `
    import { cancelSignal, run } from "@awaitwise/runtime";
    await run(async () => cancelSignal()).catch((error) => log(String(error)));
    `,
    BARE,
  );
  expect(ended.stdout).toBe(
    "RuntimeError: This host has no AbortController, which cancelSignal() needs: load a polyfill before the runtime\n",
  );
});
