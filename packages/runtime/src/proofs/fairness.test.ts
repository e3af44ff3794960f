import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createTask, getRunningLoop, run, sleep, VirtualClock } from "../index.js";

let server: Server;

beforeEach(async () => {
  server = createServer((socket) => socket.end("served"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  server.close();
});

/** What the server says. */
async function ask(): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return await new Promise<string>((resolve, reject) => {
    connect(port, "127.0.0.1")
      .on("data", (data) => resolve(String(data)))
      .on("error", reject);
  });
}

const clocks = [
  ["the host's clock", undefined],
  ["a virtual clock", new VirtualClock()],
] as const;

describe.each(clocks)("on %s a socket is served", (_name, clock) => {
  const options = clock === undefined ? {} : { clock };

  test("while a hundred tasks spin on sleep(0)", async () => {
    let turns = 0;
    let turnsBefore = 0;
    const answers = await run(async () => {
      let spinning = true;
      const spin = async (): Promise<void> => {
        while (spinning) {
          turns++;
          await sleep(0);
        }
      };
      const tasks = Array.from({ length: 100 }, () => createTask(spin));
      while (turns < 1_000) {
        await sleep(0);
      }
      turnsBefore = turns;
      const seen = [await ask(), await ask()];
      spinning = false;
      await Promise.all(tasks);
      return seen;
    }, options);
    expect(answers).toEqual(["served", "served"]);
    expect(turns).toBeGreaterThan(turnsBefore);
  });

  test("while a callback schedules itself again and again", async () => {
    const answer = await run(async () => {
      const loop = getRunningLoop();
      let spinning = true;
      const again = (): void => {
        if (spinning) {
          loop.callSoon(again);
        }
      };
      again();
      const text = await ask();
      spinning = false;
      return text;
    }, options);
    expect(answer).toBe("served");
  });

  test("while tasks pass a future's result to and fro", async () => {
    const answer = await run(async () => {
      const loop = getRunningLoop();
      let spinning = true;
      const spinner = createTask(async () => {
        while (spinning) {
          const future = loop.createFuture<void>();
          const setter = createTask(async () => future.setResult());
          await future;
          await setter;
        }
      });
      const text = await ask();
      spinning = false;
      await spinner;
      return text;
    }, options);
    expect(answer).toBe("served");
  });
});

test("the host's own timers and immediates fire while tasks spin", async () => {
  const order: string[] = [];
  await run(async () => {
    setTimeout(() => order.push("timeout"), 1);
    setImmediate(() => order.push("immediate"));
    while (order.length < 2) {
      await sleep(0);
    }
  });
  expect(order.sort()).toEqual(["immediate", "timeout"]);
});
