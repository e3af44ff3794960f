import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { OwnProcess } from "./own-process.js";

let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => {
  own[Symbol.dispose]();
});

/** Sends the signal that Ctrl-C sends, each time the program says it is ready. */
function interrupt(line: string, child: ChildProcess): void {
  if (line.startsWith("ready")) {
    child.kill("SIGINT");
  }
}

describe("Ctrl-C in a process of its own", () => {
  test("cancels the main task, which cleans up; run throws a KeyboardInterrupt", async () => {
    const ended = await own.run(
      `
      import { createTask, run, sleep } from "@awaitwise/runtime";
      const main = async () => {
        createTask(async () => {
          try {
            await sleep(3_600_000);
          } finally {
            console.log("left task cancelled");
          }
        });
        try {
          console.log("ready");
          await sleep(3_600_000);
        } finally {
          await sleep(5);
          console.log("cleaned up");
        }
      };
      run(main).catch((error) => {
        console.log(error.name, error.cause.name);
        process.exitCode = 130;
      });
      `,
      { onLine: interrupt },
    );
    expect(ended).toEqual({
      code: 130,
      signal: null,
      stdout: "ready\ncleaned up\nleft task cancelled\nKeyboardInterrupt CancelledError\n",
      stderr: "",
    });
  });

  test("reaches a main task that spins on sleep(0)", async () => {
    const ended = await own.run(
      `
      import { run, sleep } from "@awaitwise/runtime";
      run(async () => {
        console.log("ready");
        for (;;) await sleep(0);
      }).catch((error) => console.log(error.name));
      `,
      { onLine: interrupt },
    );
    expect(ended).toEqual({
      code: 0,
      signal: null,
      stdout: "ready\nKeyboardInterrupt\n",
      stderr: "",
    });
  });

  test("ends the process the second time, as the signal that it is", async () => {
    const ended = await own.run(
      `
      import { run, sleep } from "@awaitwise/runtime";
      run(async () => {
        for (;;) {
          try {
            console.log("ready");
            await sleep(3_600_000);
          } catch {
            console.log("refused");
          }
        }
      });
      `,
      { onLine: interrupt },
    );
    expect(ended).toEqual({
      code: null,
      signal: "SIGINT",
      stdout: "ready\nrefused\nready\n",
      stderr: "",
    });
  });

  test("is the host's own again once run has ended", async () => {
    const ended = await own.run(
      `
      import { run, sleep } from "@awaitwise/runtime";
      await run(() => sleep(1));
      setTimeout(() => {}, 3_600_000);
      console.log("ready");
      `,
      { onLine: interrupt },
    );
    expect(ended).toEqual({ code: null, signal: "SIGINT", stdout: "ready\n", stderr: "" });
  });
});
