import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { OwnProcess } from "./own-process.js";

let own: OwnProcess;

beforeAll(() => {
  own = new OwnProcess();
});

afterAll(() => {
  own[Symbol.dispose]();
});

/** The server and its clients are two processes, each of which needs so many descriptors and some. */
const CONNECTIONS = 10_000;

/** Of the server's heap, with a task and its streams for each: 9 KiB were measured on Node 20. */
const BYTES_OF_EACH = 16 * 1_024;

/** What may stay of each when all are gone: one that is kept weighs thirty times this. */
const BYTES_LEFT_OF_EACH = 300;

const SERVER = `
  import { allTasks, getRunningLoop, run, sleep } from "@awaitwise/runtime";
  import { startServer } from "@awaitwise/runtime/node";

  const settled = async () => {
    for (let i = 0; i < 5; i++) {
      globalThis.gc();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return process.memoryUsage().heapUsed;
  };
  const sockets = () =>
    process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;

  await run(async () => {
    let open = 0, most = 0, ended = 0, lost = 0;
    const server = await startServer(async (reader, writer) => {
      most = Math.max(most, ++open);
      try {
        for await (const line of reader) {
          writer.write(line);
          await writer.drain();
        }
        ended++;
      } catch (error) {
        if (error.code !== "ECONNRESET") throw error;
        lost++;
      } finally {
        writer.close();
        await writer.waitClosed().catch(() => {});
        open--;
      }
    }, "127.0.0.1", 0, { backlog: 4_096 });
    getRunningLoop().setExceptionHandler((_loop, context) => console.log("reported", context));

    // The client speaks over its input and output: one line asks for a count.
    process.stdin.setEncoding("utf8");
    const lines = process.stdin[Symbol.asyncIterator]();
    const before = await settled();
    console.log(JSON.stringify({ port: server.port }));
    await lines.next();
    console.log(JSON.stringify({ open, most, sockets: sockets(), heap: (await settled()) - before }));
    await lines.next();
    while (open > 0) await sleep(1);
    server.close();
    await server.waitClosed();
    const left = { open, sockets: sockets(), tasks: allTasks().size - 1, heap: (await settled()) - before };
    console.log(JSON.stringify({ ended, lost, left }));
  });
`;

const CLIENT = `
  import { writeFileSync } from "node:fs";
  import { run, mapConcurrent } from "@awaitwise/runtime";
  import { createSubprocessExec, openConnection, PIPE } from "@awaitwise/runtime/node";

  const COUNT = ${CONNECTIONS};
  const file = new URL("./server.mjs", import.meta.url);
  writeFileSync(file, ${JSON.stringify(SERVER)});

  // A generator of the minimal standard: the same half is reset every time.
  let seed = 20_241_007;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;

  await run(async () => {
    const server = await createSubprocessExec(
      process.execPath, ["--expose-gc", file.pathname], { stdin: PIPE, stdout: PIPE });
    const answer = async () => JSON.parse(String(await server.stdout.readLine()));
    const { port } = await answer();
    const names = Array.from({ length: COUNT }, (_, i) => i);

    const connections = await mapConcurrent(names, 200, async (i) => {
      const streams = await openConnection("127.0.0.1", port);
      streams[1].write("hello " + i + "\\n");
      return streams;
    });
    let echoed = 0;
    for (const [i, [reader]] of connections.entries()) {
      echoed += String(await reader.readLine()) === "hello " + i + "\\n" ? 1 : 0;
    }
    server.stdin.write("count\\n");
    console.log(JSON.stringify({ echoed, server: await answer() }));

    const shuffled = names.map((i) => [random(), i]).sort((a, b) => a[0] - b[0]).map(([, i]) => i);
    const reset = new Set(shuffled.slice(0, COUNT / 2));
    let closed = 0;
    await mapConcurrent(shuffled, 50, async (i) => {
      const [, writer] = connections[i];
      if (reset.has(i)) writer.getExtraInfo("socket").resetAndDestroy();
      else writer.close();
      await writer.waitClosed();
      closed++;
    });
    server.stdin.write("end\\n");
    server.stdin.close();
    console.log(JSON.stringify({ closed, server: await answer() }));
    console.log(await server.wait(), process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length);
  });
`;

test("an echo server holds 10,000 connections in bounded memory, half of which are reset, and keeps none of them", async () => {
  const { stdout, stderr, code } = await own.run(CLIENT);
  expect([stderr, code]).toEqual(["", 0]);
  const [held, ended, last] = stdout.trim().split("\n") as [string, string, string];
  const during = JSON.parse(held);
  expect(during).toMatchObject({
    echoed: CONNECTIONS,
    server: { open: CONNECTIONS, most: CONNECTIONS, sockets: CONNECTIONS },
  });
  expect(during.server.heap / CONNECTIONS).toBeLessThan(BYTES_OF_EACH);
  const after = JSON.parse(ended);
  expect(after).toMatchObject({
    closed: CONNECTIONS,
    server: {
      ended: CONNECTIONS / 2,
      lost: CONNECTIONS / 2,
      left: { open: 0, sockets: 0, tasks: 0 },
    },
  });
  expect(after.server.left.heap / CONNECTIONS).toBeLessThan(BYTES_LEFT_OF_EACH);
  expect(last).toBe("0 0");
}, 300_000);
