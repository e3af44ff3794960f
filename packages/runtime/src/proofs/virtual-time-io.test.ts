import { execFile, spawn } from "node:child_process";
import { randomBytes, scrypt } from "node:crypto";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { setTimeout as hostTimer } from "node:timers/promises";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { gzip } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createTask, getRunningLoop, sleep, wrapFuture } from "../index.js";
import { runVirtual } from "../testing.js";
import { OwnProcess } from "./own-process.js";

/** What a task can wait for outside of the loop, whether or not the host lists it as one of its resources. */
const outside: Record<string, () => Promise<unknown>> = {
  "a file": () => readFile(__filename),
  "a key from a password": () => promisify(scrypt)("password", "salt", 32),
  "random bytes": () => promisify(randomBytes)(1_000_000),
  "a compression": () => promisify(gzip)(Buffer.alloc(5_000_000)),
  "a name": () => lookup("localhost"),
  "a timer of the host": () => hostTimer(5),
  async "a worker"() {
    const worker = new Worker("require('worker_threads').parentPort.postMessage(1)", {
      eval: true,
    });
    await once(worker, "message");
    await worker.terminate();
  },
  async "a socket"() {
    const server = createServer((socket) => socket.end("hello")).listen(0, "127.0.0.1");
    await once(server, "listening");
    const socket = connect((server.address() as { port: number }).port, "127.0.0.1");
    for await (const chunk of socket) {
      expect(String(chunk)).toBe("hello");
    }
    server.close();
    await once(server, "close");
  },
  async "a child process"() {
    const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
    expect(await once(child, "close")).toEqual([0, null]);
  },
  "the output of a child process": () => promisify(execFile)(process.execPath, ["--version"]),
};

const ways: [string, (promise: Promise<unknown>) => PromiseLike<unknown>][] = [
  ["awaited as it is", (promise) => promise],
  ["awaited by wrapFuture", (promise) => wrapFuture(promise)],
];

describe.each(Object.entries(outside))(
  "virtual time stands still while a task waits for %s",
  (_, work) => {
    test.each(ways)("%s", (_way, wait) =>
      runVirtual(async () => {
        const alarm = createTask(() => sleep(3_600_000));
        await createTask(async () => await wait(work()));
        expect([getRunningLoop().time(), alarm.done()]).toEqual([0, false]);
        await alarm;
        expect(getRunningLoop().time()).toBe(3_600_000);
      }),
    );
  },
);

describe("a promise that nothing will ever settle", () => {
  let own: OwnProcess;
  beforeAll(() => {
    own = new OwnProcess();
  });
  afterAll(() => own[Symbol.dispose]());

  test.each([
    ["awaited as it is", "forever"],
    ["awaited by wrapFuture", "wrapFuture(forever)"],
  ])(
    "holds virtual time only until the process has nothing else left to do: %s",
    async (_, awaited) => {
      const ended = await own.run(`
      import { readFile } from "node:fs/promises";
      import { createTask, getRunningLoop, sleep, wrapFuture } from "@awaitwise/runtime";
      import { runVirtual } from "@awaitwise/runtime/testing";
      const forever = new Promise(() => {});
      await runVirtual(async () => {
        createTask(async () => await ${awaited});
        createTask(async () => {
          await readFile(${JSON.stringify(__filename)});
          console.log("read at", getRunningLoop().time());
        });
        await sleep(60_000);
        console.log("slept until", getRunningLoop().time());
      }).catch((error) => console.log(error.name));
    `);
      expect(ended.stdout).toContain("read at 0\nslept until 60000\n");
    },
  );
});
