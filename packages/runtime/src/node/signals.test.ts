import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { RuntimeError } from "../index.js";
import { addSignalHandler, removeSignalHandler } from "../node.js";
import { OwnProcess } from "../proofs/own-process.js";
import { runVirtual } from "../testing.js";

let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => {
  own[Symbol.dispose]();
});

const IMPORTS = `
  import { ContextVar, createTask, currentTask, Event, getRunningLoop, run, sleep } from "@awaitwise/runtime";
  import { addSignalHandler, removeSignalHandler } from "@awaitwise/runtime/node";
  const send = (signal) => process.kill(process.pid, signal);
`;

describe("a signal handler", () => {
  test("is called in the loop, outside of any task, with its arguments and context variables, each time", async () => {
    const ended = await own.run(`${IMPORTS}
      await run(async () => {
        const name = new ContextVar("name");
        name.set("then");
        const got = new Event();
        addSignalHandler("SIGUSR2", (word) => {
          console.log(word, name.get(), currentTask(), getRunningLoop().isRunning());
          got.set();
        }, "hello");
        name.set("now");
        for (let i = 0; i < 2; i++) {
          send("SIGUSR2");
          await got.wait();
          got.clear();
        }
      });
    `);
    expect(ended).toEqual({
      code: 0,
      signal: null,
      stderr: "",
      stdout: "hello then null true\nhello then null true\n",
    });
  });

  test("takes the place of the one before, and can be removed", async () => {
    const ended = await own.run(`${IMPORTS}
      await run(async () => {
        const got = new Event();
        addSignalHandler("SIGUSR2", () => console.log("first"));
        addSignalHandler("SIGUSR2", () => { console.log("second"); got.set(); });
        send("SIGUSR2");
        await got.wait();
        console.log(removeSignalHandler("SIGUSR2"), removeSignalHandler("SIGUSR2"));
        send("SIGUSR2");
        await sleep(60_000);
      });
    `);
    expect(ended).toEqual({
      code: null,
      signal: "SIGUSR2",
      stderr: "",
      stdout: "second\ntrue false\n",
    });
  });

  test("ends with its loop", async () => {
    const ended = await own.run(`${IMPORTS}
      await run(async () => addSignalHandler("SIGTERM", () => {}));
      send("SIGTERM");
      setTimeout(() => {}, 60_000);
    `);
    expect(ended).toMatchObject({ code: null, signal: "SIGTERM", stderr: "" });
  });

  test("for SIGINT takes the place of what run does; removed, it is run's again", async () => {
    const ended = await own.run(
      `${IMPORTS}
      try {
        await run(async () => {
          const got = new Event();
          addSignalHandler("SIGINT", () => got.set());
          send("SIGINT");
          await got.wait();
          console.log("handled");
          removeSignalHandler("SIGINT");
          send("SIGINT");
          await sleep(60_000);
        });
      } catch (error) {
        console.log(error.name);
      }
    `,
    );
    expect(ended).toMatchObject({
      code: 0,
      signal: null,
      stderr: "",
      stdout: "handled\nKeyboardInterrupt\n",
    });
  });

  test("is not taken for a deadlock on virtual time, and holds no timer", async () => {
    const ended = await own.run(`${IMPORTS}
      import { VirtualClock } from "@awaitwise/runtime";
      await run(async () => {
        const got = new Event();
        addSignalHandler("SIGUSR2", () => got.set());
        await sleep(3_600_000);
        setTimeout(() => send("SIGUSR2"), 20);
        await got.wait();
        console.log(getRunningLoop().time());
      }, { clock: new VirtualClock() });
    `);
    expect(ended).toMatchObject({ code: 0, stderr: "", stdout: "3600000\n" });
  });

  test("needs a loop, a signal that there is, and a function", async () => {
    expect(() => addSignalHandler("SIGTERM", () => {})).toThrow(RuntimeError);
    await runVirtual(async () => {
      const add = async (signal: string, callback: unknown): Promise<void> =>
        addSignalHandler(signal as never, callback as never);
      expect(await errorOf(add("SIGNONE", () => {}))).toEqual(
        new TypeError('There is no signal "SIGNONE": give one by its name, such as "SIGTERM"'),
      );
      expect(await errorOf(add("SIGTERM", 7))).toBeInstanceOf(TypeError);
      expect(removeSignalHandler("SIGTERM")).toBe(false);
    });
  });
});
