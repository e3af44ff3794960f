import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { OwnProcess } from "./own-process.js";

let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => {
  own[Symbol.dispose]();
});

const quiet = { signal: null, stderr: "" };

describe("a process", () => {
  test("lives as long as a timer of its running loop is pending", async () => {
    const ended = await own.run(`
      import { EventLoop, run, sleep } from "@awaitwise/runtime";
      await run(() => sleep(50));
      console.log("slept");
      const loop = new EventLoop();
      loop.callLater(60, () => {
        console.log("called");
        loop.stop();
      });
      await loop.runForever();
      console.log("stopped");
    `);
    expect(ended).toEqual({ ...quiet, code: 0, stdout: "slept\ncalled\nstopped\n" });
  });

  test("is not held by a loop that does not run, whatever is scheduled in it", async () => {
    const ended = await own.run(`
      import { createTask, EventLoop, sleep } from "@awaitwise/runtime";
      const loop = new EventLoop();
      loop.callLater(3_600_000, () => console.log("never"));
      loop.createTask(() => sleep(3_600_000));
      process.on("exit", () => console.log("exit"));
    `);
    expect(ended).toEqual({ ...quiet, code: 0, stdout: "exit\n" });
  });

  test("is not held by a timer that was cancelled, nor by the sleep of a cancelled task", async () => {
    const ended = await own.run(`
      import { createTask, getRunningLoop, run, sleep } from "@awaitwise/runtime";
      await run(async () => {
        getRunningLoop().callLater(3_600_000, () => console.log("never")).cancel();
        const task = createTask(() => sleep(3_600_000));
        await sleep(1);
        task.cancel();
      });
      process.on("exit", () => console.log("exit"));
    `);
    expect(ended).toEqual({ ...quiet, code: 0, stdout: "exit\n" });
  });

  test("lives as long as something outside that a task waits for does", async () => {
    const ended = await own.run(`
      import { setTimeout as after } from "node:timers/promises";
      import { run } from "@awaitwise/runtime";
      console.log(await run(() => after(20, "from outside")));
    `);
    expect(ended).toEqual({ ...quiet, code: 0, stdout: "from outside\n" });
  });
});

describe("a process whose tasks can never go on", () => {
  test("ends with a DeadlockError that says who waits for what, not with 0", async () => {
    const ended = await own.run(`
      import { createTask, getRunningLoop, Lock, run, taskGroup } from "@awaitwise/runtime";
      const first = new Lock(), second = new Lock();
      const takeBoth = (one, two) => async () => {
        await one.acquire();
        await new Promise((resolve) => setTimeout(resolve, 5));
        await two.acquire();
      };
      await run(async () => {
        await taskGroup(async (group) => {
          group.createTask(takeBoth(first, second), { name: "left" });
          group.createTask(takeBoth(second, first), { name: "right" });
          createTask(async () => await getRunningLoop().createFuture(), { name: "reader" });
        });
      });
      console.log("never");
    `);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toBe("");
    expect(ended.stderr).toContain(
      "DeadlockError: No task can ever run again:\n  Task-1 waits for",
    );
    expect(ended.stderr).toMatch(
      /\n {2}left waits for .*\n {2}right waits for .*\n {2}reader waits for /,
    );
  });

  test("can catch that error, and go on", async () => {
    const ended = await own.run(`
      import { DeadlockError, Event, run, sleep } from "@awaitwise/runtime";
      try {
        await run(async () => await new Event().wait());
      } catch (error) {
        console.log(error instanceof DeadlockError);
      }
      console.log(await run(() => sleep(1, "went on")));
    `);
    expect(ended).toEqual({ ...quiet, code: 0, stdout: "true\nwent on\n" });
  });

  test("tells of a foreign promise that nobody settles", async () => {
    const ended = await own.run(`
      import { createTask, gather, run } from "@awaitwise/runtime";
      run(async () => {
        await gather(createTask(() => new Promise(() => {}), { name: "stuck" }));
      }).catch((error) => console.log(error.message));
    `);
    expect(ended).toEqual({
      ...quiet,
      code: 0,
      stdout: expect.stringContaining("stuck waits for a promise that is not the runtime's"),
    });
  });

  test("runs what the stuck tasks have in their finally blocks", async () => {
    const ended = await own.run(`
      import { Event, run } from "@awaitwise/runtime";
      run(async () => {
        try {
          await new Event().wait();
        } finally {
          console.log("cleaned up");
        }
      }).catch((error) => console.log(error.name));
    `);
    expect(ended).toEqual({ ...quiet, code: 0, stdout: "cleaned up\nDeadlockError\n" });
  });
});
