import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { createTask, currentTask, gather, getRunningLoop, sleep } from "../index.js";
import { OwnProcess } from "../proofs/own-process.js";
import { runVirtual } from "../testing.js";

test("a storage of the program's own that is first used inside of a task keeps its value over awaits, and the task stays known", async () => {
  const storage = new AsyncLocalStorage<string>();
  await runVirtual(async () => {
    const task = currentTask();
    const seen = await storage.run("mine", async () => {
      const before = storage.getStore();
      await sleep(10);
      await Promise.resolve();
      return [before, storage.getStore(), currentTask() === task];
    });
    expect(seen).toEqual(["mine", "mine", true]);
    expect([storage.getStore(), currentTask() === task]).toEqual([undefined, true]);
  });
});

test("a task sees the program's storages as they were where it was made, and not what others set", async () => {
  const storage = new AsyncLocalStorage<string>();
  const look = async (): Promise<unknown> => {
    const first = storage.getStore();
    await sleep(0);
    return [first, storage.getStore(), currentTask()?.getName()];
  };
  await runVirtual(async () => {
    const plain = createTask(look, { name: "plain" });
    const inside = storage.run("a", () => createTask(look, { name: "inside" }));
    const nested = storage.run("b", () =>
      createTask(async () => createTask(look, { name: "nested" })),
    );
    expect(await gather(plain, inside, nested)).toEqual([
      [undefined, undefined, "plain"],
      ["a", "a", "inside"],
      ["b", "b", "nested"],
    ]);
  });
});

test("entering a storage for good lasts for the task that does so, and for the tasks made in it from then on", async () => {
  const storage = new AsyncLocalStorage<number>();
  await runVirtual(async () => {
    const other = createTask(async () => {
      await sleep(10);
      return storage.getStore();
    });
    const own = createTask(async () => {
      storage.enterWith(1);
      await sleep(5);
      const child = createTask(async () => storage.getStore());
      return [storage.getStore(), await child];
    });
    expect(await own).toEqual([1, 1]);
    expect([await other, storage.getStore()]).toEqual([undefined, undefined]);
    storage.disable();
    expect(currentTask()?.done()).toBe(false);
  });
});

test("what is bound in a task remembers the task, wherever it is called", async () => {
  await runVirtual(async () => {
    const task = currentTask();
    const snapshot = AsyncLocalStorage.snapshot();
    const resource = new AsyncResource("test");
    const seen: unknown[] = [];
    await createTask(async () => {
      seen.push(snapshot(currentTask) === task);
      seen.push(resource.runInAsyncScope(currentTask) === task);
      seen.push(currentTask() === task);
    });
    getRunningLoop().callSoon(() => seen.push(currentTask()));
    await sleep(0);
    expect(seen).toEqual([true, true, false, null]);
  });
});

test("the runtime puts nothing on promises, where the host does so for async contexts, before it is used", async () => {
  using own = new OwnProcess();
  expect(
    await own.run(`
      import "@awaitwise/runtime";
      // Node takes its hooks off when its queues are empty.
      await new Promise((resolve) => setImmediate(resolve));
      const marks = () => Object.getOwnPropertySymbols(Promise.resolve()).length;
      console.log(marks());
    `),
  ).toMatchObject({ code: 0, stdout: "0\n" });
});

test("tasks are no dearer in a program that used a storage of its own before it loaded the runtime", async () => {
  using own = new OwnProcess();
  const look = (before: string): string => `
    import { AsyncLocalStorage } from "node:async_hooks";
    const storage = new AsyncLocalStorage();
    ${before}
    const { createTask, run } = await import("@awaitwise/runtime");
    const { contextIsOurs, enterLightly } = await import(${JSON.stringify(path.join(own.packageFolder, "context/frame.js"))});
    const seen = [enterLightly !== null, contextIsOurs()];
    await run(async () => {
      seen.push(contextIsOurs());
      await createTask(async () => seen.push(contextIsOurs(), storage.getStore()));
    });
    console.log(JSON.stringify(seen));`;
  const untouched = await own.run(look(""));
  const used = await own.run(look("storage.run(1, () => {});"));
  const inUse = await own.run(look("storage.enterWith(1);"));
  expect(untouched.stderr + used.stderr + inUse.stderr).toBe("");
  const light = JSON.parse(untouched.stdout)[0];
  expect(JSON.parse(untouched.stdout)).toEqual([light, light, light, light, null]);
  expect(used.stdout).toBe(untouched.stdout);
  expect(JSON.parse(inUse.stdout)).toEqual([light, false, false, false, 1]);
});

/** Node 22 has the option; Node 24 has no need of it, and Node 20 does not know it. */
const testOnNode22 = process.versions.node.startsWith("22.") ? test : test.skip;

testOnNode22("Node 22's own option makes tasks as cheap as on Node 24", async () => {
  using own = new OwnProcess();
  const frame = JSON.stringify(path.join(own.packageFolder, "context/frame.js"));
  const program = `import { enterLightly } from ${frame}; console.log(enterLightly !== null);`;
  const nodeOptions = ["--experimental-async-context-frame"];
  expect(await own.run(program)).toMatchObject({ stdout: "false\n", stderr: "" });
  expect(await own.run(program, { nodeOptions })).toMatchObject({ stdout: "true\n", stderr: "" });
});
