import { AsyncLocalStorage } from "node:async_hooks";
import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, test } from "@jest/globals";
import {
  ContextVar,
  createTask,
  currentTask,
  DeadlockError,
  EventLoop,
  gather,
  getRunningLoop,
  RuntimeError,
  run,
  sleep,
  VirtualClock,
  wrapFuture,
} from "../index.js";
import { OwnProcess } from "../proofs/own-process.js";
import { runVirtual } from "../testing.js";

const nextImmediate = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a promise that is not the runtime's", () => {
  test("is awaited by a task like any other, and the task stays the current one", async () => {
    await runVirtual(async () => {
      const names = await gather(
        ["a", "b", "c"].map((name) =>
          createTask(
            async () => {
              await nextImmediate();
              await Promise.resolve();
              await sleep(1);
              await nextImmediate();
              return currentTask()?.getName();
            },
            { name },
          ),
        ),
      );
      expect(names).toEqual(["a", "b", "c"]);
    });
  });

  test("settled by another task does not make its waiter run as that task", async () => {
    await runVirtual(async () => {
      let settle: () => void = () => {};
      const promise = new Promise<void>((resolve) => {
        settle = resolve;
      });
      const waiter = createTask(
        async () => {
          await promise;
          return currentTask()?.getName();
        },
        { name: "waiter" },
      );
      await sleep(0);
      await createTask(async () => settle(), { name: "settler" });
      expect(await waiter).toBe("waiter");
    });
  });

  test("holds virtual time, which must not jump over what is under way outside", async () => {
    await runVirtual(async () => {
      const timer = createTask(() => sleep(1_000));
      await nextImmediate();
      expect(getRunningLoop().time()).toBe(0);
      await wrapFuture(nextImmediate());
      expect(getRunningLoop().time()).toBe(0);
      await timer;
      expect(getRunningLoop().time()).toBe(1_000);
    });
  });

  test("may be Promise.all or Promise.race of sleeps and tasks", async () => {
    await runVirtual(async () => {
      const task = createTask(() => sleep(20, "task"));
      expect(await Promise.all([sleep(10, "sleep"), task, task])).toEqual([
        "sleep",
        "task",
        "task",
      ]);
      expect(getRunningLoop().time()).toBe(20);
      expect(await Promise.race([sleep(10, "fast"), sleep(50, "slow")])).toBe("fast");
      expect(getRunningLoop().time()).toBe(30);
    });
  });
});

describe("the loop and its host", () => {
  test("serve a socket while a task spins", async () => {
    await run(async () => {
      const server = createServer((socket) => socket.end("served"));
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      let spinning = true;
      const spinner = createTask(async () => {
        while (spinning) {
          await sleep(0);
        }
      });
      const { port } = server.address() as AddressInfo;
      const text = await new Promise<string>((resolve) => {
        connect(port, "127.0.0.1").on("data", (data) => resolve(String(data)));
      });
      spinning = false;
      await spinner;
      server.close();
      expect(text).toBe("served");
    });
  });

  test("carry the program's own AsyncLocalStorage into tasks and callbacks", async () => {
    const storage = new AsyncLocalStorage<string>();
    await runVirtual(async () => {
      const seen: (string | undefined)[] = [];
      const loop = getRunningLoop();
      await storage.run("inner", async () => {
        loop.callSoon(() => seen.push(storage.getStore()));
        loop.callLater(5, () => seen.push(storage.getStore()));
        await createTask(async () => {
          await sleep(10);
          seen.push(storage.getStore());
        });
      });
      seen.push(storage.getStore());
      expect(seen).toEqual(["inner", "inner", "inner", undefined]);
    });
  });

  test("run several loops side by side, and refuse a future of another one", async () => {
    const variable = new ContextVar<string>("variable");
    const name = async (value: string): Promise<string> => {
      variable.set(value);
      await sleep(10);
      await nextImmediate();
      await sleep(10);
      return variable.get();
    };
    const clock = () => new VirtualClock();
    expect(
      await Promise.all([
        run(() => name("first"), { clock: clock() }),
        run(() => name("second"), { clock: clock() }),
      ]),
    ).toEqual(["first", "second"]);

    const other = new EventLoop();
    const future = other.createFuture<void>();
    await runVirtual(async () => {
      await expect((async () => await future)()).rejects.toBeInstanceOf(RuntimeError);
    });
  });

  test("say who waits for what when no task can run again", async () => {
    const stuck = runVirtual(async () => {
      const future = getRunningLoop().createFuture<void>();
      await gather([createTask(async () => await future, { name: "reader" })]);
    });
    await expect(stuck).rejects.toBeInstanceOf(DeadlockError);
    await expect(stuck).rejects.toThrow(/reader waits for a future that nobody finishes/);
  });
});

describe("a bare promise that only a timer of the loop would settle", () => {
  const bare = `
    import { getRunningLoop } from "@awaitwise/runtime";
    import { runVirtual } from "@awaitwise/runtime/testing";
    await runVirtual(async () => {
      const loop = getRunningLoop();
      await new Promise((resolve) => loop.callLater(3_600_000, resolve));
      console.log("settled at", loop.time());
    });
  `;

  test("holds virtual time until the process has nothing else to do", async () => {
    const own = new OwnProcess();
    try {
      expect(await own.run(bare)).toMatchObject({ code: 0, stdout: "settled at 3600000\n" });
      const twice = bare.replace(
        "console.log",
        "await new Promise((resolve) => loop.callLater(5, resolve));\n$&",
      );
      expect(await own.run(twice)).toMatchObject({ code: 0, stdout: "settled at 3600005\n" });
      const held = await own.run(`setTimeout(() => console.log("timer"), 50);${bare}`);
      expect(held).toMatchObject({ code: 0, stdout: "timer\nsettled at 3600000\n" });
    } finally {
      own[Symbol.dispose]();
    }
  });
});
