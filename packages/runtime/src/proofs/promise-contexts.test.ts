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

const run = (program: string): Promise<Ended> =>
  own.run(program, { env: { AWAITWISE_RUNTIME_CONTEXT: "promises" } });

/** A program that writes who awaits what, and who it is afterwards. */
const who = `
  import { createTask, currentTask, gather, getRunningLoop, sleep } from "@awaitwise/runtime";
  import { runVirtual } from "@awaitwise/runtime/testing";
  let loop;
  const name = () => currentTask(loop)?.getName() ?? null;
  const seen = [];
  const see = (what) => seen.push(what + ": " + name());
  const named = (name, work) => createTask(work, { name });
`;

describe("where the async context follows promises only", () => {
  test("a task stays the current one over every promise, whoever settles it", async () => {
    const ended = await run(`${who}
      await runVirtual(async () => {
        loop = getRunningLoop();
        let settle;
        const raw = new Promise((resolve) => { settle = resolve; });
        let cached;
        const load = () => (cached ??= (async () => {
          await sleep(5);
          await raw;
          return see("the loader");
        })());
        const branch = async () => {
          await raw;
          see("a branch of a, which waits for b's promise");
          await sleep(1);
          see("the branch, a while later");
        };
        async function* numbers() {
          yield 1;
          await raw;
          yield 2;
        }
        const a = named("a", async () => {
          void branch();
          await load();
          see("a, which made the shared promise");
        });
        const c = named("c", async () => {
          await load();
          see("c, which shares it");
          await { then: (resolve) => setImmediate(resolve, 1) };
          see("c, after a thenable that the host calls back");
          await Promise.race([raw, new Promise(() => {})]);
          see("c, after a race");
          for await (const _ of numbers()) see("c, in a loop over a generator");
        });
        const d = named("d", async () => {
          await raw.then(() => see("a reaction of d's"));
          see("d");
          await Promise.all([sleep(1), raw, load()]);
          see("d, after all of them");
          queueMicrotask(() => {});
          await null;
          see("d, after a microtask");
        });
        named("b", async () => {
          await sleep(10);
          settle();
          see("b, which settles it");
          await sleep(0);
          see("b, at its next turn");
        });
        await gather(a, c, d);
        await sleep(10);
        see("main");
      });
      console.log([...new Set(seen)].sort().join("\\n"));
    `);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout.trim().split("\n")).toEqual([
      "a branch of a, which waits for b's promise: a",
      "a reaction of d's: d",
      "a, which made the shared promise: a",
      "b, at its next turn: b",
      "b, which settles it: b",
      "c, after a race: c",
      "c, after a thenable that the host calls back: c",
      "c, in a loop over a generator: c",
      "c, which shares it: c",
      "d, after a microtask: d",
      "d, after all of them: d",
      "d: d",
      "main: Task-1",
      "the branch, a while later: a",
      "the loader: a",
    ]);
  });

  test("what the host calls back never runs as a task that happens to be awake", async () => {
    const ended = await run(`${who}
      await runVirtual(async () => {
        loop = getRunningLoop();
        const called = (what, start) => new Promise((resolve) => start(() => resolve(see(what))));
        const first = named("first", async () => {
          const microtask = called("a microtask", queueMicrotask);
          const tick = called("a tick", process.nextTick);
          const timer = called("a timer", setTimeout);
          const immediate = called("an immediate", setImmediate);
          const callback = called("a callback of the loop", (f) => void loop.callSoon(f));
          await gather(microtask, tick, timer, immediate, callback);
          see("first");
        });
        const second = named("second", async () => {
          for (let i = 0; i < 10; i++) {
            await null;
            await sleep(0);
          }
        });
        await gather(first, second);
      });
      console.log(seen.sort().join("\\n"));
    `);
    // Where the context costs nothing, Node 24 and later, it follows these too.
    const known = Number.parseInt(process.versions.node, 10) >= 24 ? "first" : "null";
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout.trim().split("\n")).toEqual([
      "a callback of the loop: null",
      `a microtask: ${known}`,
      `a tick: ${known}`,
      `a timer: ${known}`,
      `an immediate: ${known}`,
      "first: first",
    ]);
  });

  test("the order is CPython's", async () => {
    const ended = await run(`
      import { readFileSync } from "node:fs";
      import { parseScenarios } from ${JSON.stringify(`${own.packageFolder}/conformance/program.js`)};
      import { runScenario } from ${JSON.stringify(`${own.packageFolder}/conformance/run-scenario.js`)};
      const file = ${JSON.stringify(path.join(__dirname, "../conformance/golden/mixed.json"))};
      let same = 0;
      for (const scenario of parseScenarios(readFileSync(file, "utf8"))) {
        same += (await runScenario(scenario)) === null ? 1 : 0;
      }
      console.log(same);
    `);
    expect(ended).toMatchObject({ code: 0, stdout: "200\n" });
  });

  test("a value of the setting that means nothing is told", async () => {
    const ended = await own.run('import "@awaitwise/runtime";', {
      env: { AWAITWISE_RUNTIME_CONTEXT: "steps" },
    });
    expect(ended).toMatchObject({
      code: 0,
      stderr:
        'AWAITWISE_RUNTIME_CONTEXT is "steps", which means nothing: set it to "promises", or not at all\n',
    });
  });
});
