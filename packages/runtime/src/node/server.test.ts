import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import { CancelledError, createTask, getRunningLoop, RuntimeError, sleep } from "../index.js";
import {
  openConnection,
  openUnixConnection,
  type Server,
  type StreamReader,
  type StreamWriter,
  startServer,
  startUnixServer,
} from "../node.js";
import { codeOf, TemporaryFolder, untilQuiet } from "../proofs/peers.js";
import { runVirtual } from "../testing.js";

let folder: TemporaryFolder;

beforeAll(() => {
  folder = new TemporaryFolder();
});

afterAll(() => {
  folder[Symbol.dispose]();
});

/** Runs a test on virtual time, and waits until nothing of the host's is left. */
function inLoop(body: () => Promise<void>): () => Promise<void> {
  return () =>
    runVirtual(async () => {
      await body();
      expect(await untilQuiet(getRunningLoop())).toBe(0);
    });
}

/** Reads to the end, then closes. */
async function readAll(reader: StreamReader, writer: StreamWriter): Promise<void> {
  try {
    await reader.read();
  } finally {
    writer.close();
    await writer.waitClosed();
  }
}

const start = (): PromiseLike<Server> => startServer(readAll, "127.0.0.1", 0);

describe("serving forever", () => {
  test.each([
    [
      "an address",
      (handler: (reader: StreamReader, writer: StreamWriter) => unknown) =>
        startServer(handler, "127.0.0.1", 0, { startServing: false }),
      (server: Server) => openConnection("127.0.0.1", server.port),
    ],
    [
      "a unix socket",
      (handler: (reader: StreamReader, writer: StreamWriter) => unknown) =>
        startUnixServer(handler, folder.at("forever"), { startServing: false }),
      () => openUnixConnection(folder.at("forever")),
    ],
  ])(
    "at %s ends by cancellation, which closes the server [test_server.BaseStartServer.test_start_server_1] [test_server.SelectorStartServerTests.test_start_unix_server_1]",
    (_name, make, open) =>
      inLoop(async () => {
        const server = await make(async (reader, writer) => {
          await reader.readLine();
          main.cancel();
          writer.write("1");
          writer.close();
          await writer.waitClosed();
        });
        const before = [server.isServing(), server.sockets.length];
        const main = createTask(() => server.serveForever());
        while (!server.isServing()) {
          await sleep(1);
        }
        const [reader, writer] = await open(server);
        writer.write(`${"1".repeat(5 * 1_024)}\n`);
        expect(String(await reader.read())).toBe("1");
        writer.close();
        expect(await errorOf(main)).toBeInstanceOf(CancelledError);
        expect([...before, server.isServing(), server.sockets.length]).toEqual([
          false,
          0,
          false,
          0,
        ]);
        expect(String(server)).toBe("<Server closed>");
        expect(await errorOf(server.serveForever())).toEqual(
          new RuntimeError("The server is closed: start a new one"),
        );
        expect(() => server.port).toThrow(RuntimeError);
      })(),
  );

  test(
    "ends where the server is closed, and is for one task",
    inLoop(async () => {
      const server = await start();
      const main = createTask(() => server.serveForever());
      await sleep(1);
      expect(await errorOf(server.serveForever())).toBeInstanceOf(RuntimeError);
      server.close();
      expect(await errorOf(main)).toBeInstanceOf(CancelledError);
    }),
  );
});

describe("waitClosed", () => {
  test(
    "waits until the server is closed and no connection is left [test_server.TestServer2.test_wait_closed_basic]",
    inLoop(async () => {
      const server = await start();
      const waiters = [createTask(() => server.waitClosed())];
      await sleep(1);
      const [, writer] = await openConnection("127.0.0.1", server.port);
      waiters.push(createTask(() => server.waitClosed()));
      await sleep(1);
      server.close();
      await sleep(1);
      waiters.push(createTask(() => server.waitClosed()));
      await sleep(1);
      expect(waiters.map((task) => task.done())).toEqual([false, false, false]);
      writer.close();
      await writer.waitClosed();
      for (const task of waiters) {
        await task;
      }
      await server.waitClosed();
    }),
  );

  test(
    "ends however the end of the server and of its connection fall together [test_server.TestServer2.test_wait_closed_race]",
    inLoop(async () => {
      const server = await start();
      const task = createTask(() => server.waitClosed());
      await sleep(1);
      expect(task.done()).toBe(false);
      const [, writer] = await openConnection("127.0.0.1", server.port);
      getRunningLoop().callSoon(() => server.close());
      getRunningLoop().callSoon(() => writer.close());
      await server.waitClosed();
      await task;
    }),
  );

  test(
    "can be cancelled",
    inLoop(async () => {
      await using server = await start();
      const task = createTask(() => server.waitClosed());
      await sleep(1);
      task.cancel();
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      expect(server.isServing()).toBe(true);
    }),
  );
});

describe("the connections of a server", () => {
  test(
    "are closed by closeClients [test_server.TestServer2.test_close_clients]",
    inLoop(async () => {
      const server = await start();
      const [reader, writer] = await openConnection("127.0.0.1", server.port);
      const task = createTask(() => server.waitClosed());
      await sleep(1);
      expect(task.done()).toBe(false);
      server.close();
      server.closeClients();
      await task;
      expect(String(await reader.read())).toBe("");
      writer.close();
    }),
  );

  test(
    "are dropped by abortClients, whatever is still to be sent [test_server.TestServer2.test_abort_clients]",
    inLoop(async () => {
      const served = getRunningLoop().createFuture<StreamWriter>();
      const server = await startServer(
        async (_reader, writer) => {
          served.setResult(writer);
          await writer.waitClosed();
        },
        "127.0.0.1",
        0,
      );
      const [, writer] = await openConnection("127.0.0.1", server.port, { limit: 4_096 });
      const other = await served;
      while (other.getWriteBufferSize() === 0) {
        other.write(Buffer.alloc(2 ** 20));
        await sleep(1);
      }
      const task = createTask(() => server.waitClosed());
      await sleep(1);
      server.close();
      await sleep(1);
      expect(task.done()).toBe(false);
      server.abortClients();
      await task;
      writer.abort();
    }),
  );
});

describe("starting a server", () => {
  test(
    "where one listens already throws the system's error, and leaves nothing open",
    inLoop(async () => {
      await using server = await start();
      expect(await codeOf(startServer(readAll, "127.0.0.1", server.port))).toBe("EADDRINUSE");
      // The first place is free, the second is not.
      expect(await codeOf(startServer(readAll, ["127.0.0.2", "127.0.0.1"], server.port))).toBe(
        "EADDRINUSE",
      );
      await using again = await startServer(readAll, "127.0.0.2", server.port);
      expect(again.port).toBe(server.port);
    }),
  );

  test(
    "at several places listens at each",
    inLoop(async () => {
      await using server = await startServer(readAll, ["127.0.0.1", "127.0.0.2"], 0);
      expect(server.sockets.map(({ address, family }) => [address, family])).toEqual([
        ["127.0.0.1", "IPv4"],
        ["127.0.0.2", "IPv4"],
      ]);
      for (const { address, port } of server.sockets) {
        const [reader, writer] = await openConnection(address, port);
        writer.writeEof();
        expect(String(await reader.read())).toBe("");
        writer.close();
      }
      expect(server.getLoop()).toBe(getRunningLoop());
    }),
  );

  test(
    "twice starts it once",
    inLoop(async () => {
      await using server = await start();
      await server.startServing();
      expect(server.sockets).toHaveLength(1);
    }),
  );
});

describe("the path of a unix server", () => {
  test(
    "is removed when it is closed [test_server.UnixServerCleanupTests.test_unix_server_addr_cleanup]",
    inLoop(async () => {
      const path = folder.at("cleanup");
      const server = await startUnixServer(readAll, path);
      expect([existsSync(path), server.sockets]).toEqual([
        true,
        [{ address: path, port: 0, family: "unix" }],
      ]);
      server.close();
      await server.waitClosed();
      expect(existsSync(path)).toBe(false);
    }),
  );

  test(
    "is taken over where a server before has left it",
    inLoop(async () => {
      const path = folder.at("left");
      const first = await startUnixServer(readAll, path);
      await using second = await startUnixServer(readAll, path);
      const [, writer] = await openUnixConnection(path);
      writer.close();
      await writer.waitClosed();
      expect(second.isServing()).toBe(true);
      first.close();
      await first.waitClosed();
    }),
  );
});

describe("a server on virtual time", () => {
  test(
    "does not hold the clock, nor do tasks that wait for each other through it",
    inLoop(async () => {
      const loop = getRunningLoop();
      await using server = await startServer(
        async (reader, writer) => {
          for await (const line of reader) {
            await sleep(60_000);
            writer.write(line);
          }
          writer.close();
        },
        "127.0.0.1",
        0,
      );
      const [reader, writer] = await openConnection("127.0.0.1", server.port);
      const times: number[] = [];
      for (let i = 0; i < 3; i++) {
        await sleep(1_000);
        writer.write("tick\n");
        await reader.readLine();
        times.push(loop.time());
      }
      writer.close();
      await writer.waitClosed();
      expect(times).toEqual([61_000, 122_000, 183_000]);
    }),
  );

  test(
    "by a unix socket does the same",
    inLoop(async () => {
      const loop = getRunningLoop();
      await using _server = await startUnixServer(async (reader, writer) => {
        await reader.readLine();
        await sleep(60_000);
        writer.write("tock\n");
        writer.close();
      }, folder.at("clock"));
      const [reader, writer] = await openUnixConnection(folder.at("clock"));
      await sleep(1_000);
      writer.write("tick\n");
      await reader.readLine();
      writer.close();
      await writer.waitClosed();
      expect(loop.time()).toBe(61_000);
    }),
  );
});
