import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { errorOf } from "../conformance/error-of.js";
import {
  CancelledError,
  ContextVar,
  createTask,
  currentTask,
  type ExceptionContext,
  gather,
  getRunningLoop,
  RuntimeError,
  sleep,
} from "../index.js";
import {
  ConnectionResetError,
  openConnection,
  openUnixConnection,
  type StreamReader,
  type Streams,
  type StreamWriter,
  startServer,
  startUnixServer,
} from "../node.js";
import {
  answer,
  type Certificate,
  codeOf,
  makeCertificate,
  Peer,
  TemporaryFolder,
  untilQuiet,
} from "../proofs/peers.js";
import { runVirtual } from "../testing.js";

let certificate: Certificate;
let folder: TemporaryFolder;

beforeAll(async () => {
  certificate = await makeCertificate();
  folder = new TemporaryFolder();
});

afterAll(() => {
  folder[Symbol.dispose]();
});

/** Runs a test, in which the loop must have nothing to report. */
function quietly(body: () => Promise<void>): () => Promise<void> {
  return async () => {
    expect(await reportsOf(body)).toEqual([]);
  };
}

/** What the loop reported while the body ran, and after it. */
async function reportsOf(body: () => Promise<void>): Promise<ExceptionContext[]> {
  const reports: ExceptionContext[] = [];
  await runVirtual(async () => {
    const loop = getRunningLoop();
    loop.setExceptionHandler((_loop, context) => reports.push(context));
    await body();
    expect(await untilQuiet(loop)).toBe(0);
  });
  return reports;
}

/** The ways to reach a peer: by an address, and by a path. */
const ways: [
  name: string,
  where: () => string | null,
  open: (peer: Peer, tls?: Certificate) => Promise<Streams>,
][] = [
  [
    "an address",
    () => null,
    (peer, tls) =>
      openConnection("127.0.0.1", peer.port, tls === undefined ? {} : { tls: { ca: tls.cert } }),
  ],
  [
    "a unix socket",
    () => folder.at("peer"),
    (_peer, tls) =>
      openUnixConnection(
        folder.at("peer"),
        tls === undefined ? {} : { tls: { ca: tls.cert, servername: "localhost" } },
      ),
  ],
];

describe.each(ways)("a connection to %s", (_name, where, open) => {
  test(
    "sends, and reads what is answered [test_streams.StreamTests.test_open_connection] [test_streams.StreamTests.test_open_unix_connection]",
    quietly(async () => {
      await using peer = await Peer.listen(where(), answer);
      const [reader, writer] = await open(peer);
      writer.write("GET / HTTP/1.0\r\n\r\n");
      expect(String(await reader.readLine())).toBe("HTTP/1.0 200 OK\r\n");
      expect(String(await reader.read())).toMatch(/\r\n\r\nTest message$/);
      writer.close();
      await writer.waitClosed();
    }),
  );

  test(
    "with TLS does the same [test_streams.StreamTests.test_open_connection_no_loop_ssl] [test_streams.StreamTests.test_open_unix_connection_no_loop_ssl]",
    quietly(async () => {
      await using peer = await Peer.listen(where(), answer, certificate);
      const [reader, writer] = await open(peer, certificate);
      writer.write("GET / HTTP/1.0\r\n\r\n");
      expect(String(await reader.read())).toMatch(/\r\n\r\nTest message$/);
      writer.close();
      await writer.waitClosed();
    }),
  );

  test(
    "that is lost throws the error at who reads [test_streams.StreamTests.test_open_connection_error] [test_streams.StreamTests.test_open_unix_connection_error]",
    quietly(async () => {
      await using peer = await Peer.listen(where(), () => {});
      const [reader, writer] = await open(peer);
      const error = new RangeError("lost");
      writer.getExtraInfo("socket").destroy(error);
      expect(await errorOf(reader.read())).toBe(error);
      writer.close();
      expect(await errorOf(writer.waitClosed())).toBe(error);
    }),
  );
});

describe("closing a connection", () => {
  async function opened(): Promise<[Peer, StreamReader, StreamWriter]> {
    const peer = await Peer.listen(null, answer);
    const [reader, writer] = await openConnection("127.0.0.1", peer.port);
    writer.write("GET / HTTP/1.0\r\n\r\n");
    expect(String(await reader.readLine())).toBe("HTTP/1.0 200 OK\r\n");
    return [peer, reader, writer];
  }

  test(
    "is waited for [test_streams.StreamTests.test_wait_closed_on_close] [test_streams.StreamTests.test_async_writer_api]",
    quietly(async () => {
      const [peer, reader, writer] = await opened();
      expect(String(await reader.read())).toMatch(/Test message$/);
      const before = [writer.isClosing()];
      writer.close();
      expect([...before, writer.isClosing()]).toEqual([false, true]);
      await writer.waitClosed();
      await writer.waitClosed();
      expect(String(writer)).toBe("<StreamWriter <connection closed>>");
      await peer[Symbol.asyncDispose]();
    }),
  );

  test(
    "needs not everything to be read [test_streams.StreamTests.test_wait_closed_on_close_with_unread_data]",
    quietly(async () => {
      const [peer, , writer] = await opened();
      writer.close();
      await writer.waitClosed();
      await peer[Symbol.asyncDispose]();
    }),
  );

  test(
    "makes writing fail at the drain [test_streams.StreamTests.test_async_writer_api_exception_after_close]",
    quietly(async () => {
      const [peer, reader, writer] = await opened();
      expect(String(await reader.read())).toMatch(/Test message$/);
      writer.close();
      writer.write("data");
      const error = await errorOf(writer.drain());
      expect(error).toBeInstanceOf(ConnectionResetError);
      expect((error as ConnectionResetError).code).toBe("ECONNRESET");
      await writer.waitClosed();
      await peer[Symbol.asyncDispose]();
    }),
  );

  test(
    "ends its reader [test_streams.StreamTests.test_eof_feed_when_closing_writer]",
    quietly(async () => {
      await using peer = await Peer.listen(null, answer);
      const [reader, writer] = await openConnection("127.0.0.1", peer.port);
      writer.close();
      await writer.waitClosed();
      expect([reader.atEof(), String(await reader.read())]).toEqual([true, ""]);
    }),
  );

  test(
    "is what the end of its block does",
    quietly(async () => {
      await using peer = await Peer.listen(null, (socket) => socket.resume());
      const [, writer] = await openConnection("127.0.0.1", peer.port);
      {
        await using held = writer;
        held.write("x");
      }
      expect(String(writer)).toBe("<StreamWriter <connection closed>>");
    }),
  );

  test(
    "can be waited for in vain: the task is cancelled, and the connection stays open",
    quietly(async () => {
      await using peer = await Peer.listen(null, answer);
      const [reader, writer] = await openConnection("127.0.0.1", peer.port);
      const task = createTask(() => writer.waitClosed());
      await sleep(0);
      task.cancel();
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      writer.write("GET / HTTP/1.0\r\n\r\n");
      expect(String(await reader.read())).toMatch(/Test message$/);
      writer.close();
      await writer.waitClosed();
    }),
  );

  test("is what the end of the loop does to a connection that was forgotten", async () => {
    let closed: (() => void) | undefined;
    const gone = new Promise<void>((resolve) => {
      closed = resolve;
    });
    let peer: Peer | undefined;
    await runVirtual(async () => {
      peer = await Peer.listen(
        null,
        (socket) => void socket.resume().on("close", () => closed?.()),
      );
      await openConnection("127.0.0.1", peer.port);
    });
    await gone;
    await peer?.[Symbol.asyncDispose]();
  });
});

/** Two kinds of handler: one that is the connection's task, and one that makes a task. */
const handlers: [name: string, handler: (reader: StreamReader, writer: StreamWriter) => unknown][] =
  [
    ["an async function", echoLine],
    [
      "a function that makes a task",
      (reader, writer) => {
        createTask(() => echoLine(reader, writer));
      },
    ],
  ];

async function echoLine(reader: StreamReader, writer: StreamWriter): Promise<void> {
  writer.write(await reader.readLine());
  await writer.drain();
  writer.close();
  await writer.waitClosed();
}

async function sayHello([reader, writer]: Streams): Promise<string> {
  writer.write("hello world!\n");
  const line = await reader.readLine();
  writer.close();
  await writer.waitClosed();
  return String(line);
}

describe.each(handlers)("a server whose handler is %s", (_name, handler) => {
  test(
    "serves an address [test_streams.StreamTests.test_start_server]",
    quietly(async () => {
      const server = await startServer(handler, "127.0.0.1", 0);
      expect(await sayHello(await openConnection("127.0.0.1", server.port))).toBe("hello world!\n");
      server.close();
      await server.waitClosed();
    }),
  );

  test(
    "serves a unix socket [test_streams.StreamTests.test_start_unix_server]",
    quietly(async () => {
      const path = folder.at("served");
      const server = await startUnixServer(handler, path);
      expect(await sayHello(await openUnixConnection(path))).toBe("hello world!\n");
      server.close();
      await server.waitClosed();
    }),
  );

  test(
    "serves by TLS",
    quietly(async () => {
      await using server = await startServer(handler, "127.0.0.1", 0, { tls: certificate });
      const tls = { ca: certificate.cert };
      const streams = await openConnection("localhost", server.port, { tls, family: 4 });
      expect(streams[1].getExtraInfo("peercert")?.subject.CN).toBe("localhost");
      expect(streams[1].getExtraInfo("cipher")?.name).toMatch(/^\w+$/);
      expect(streams[1].canWriteEof()).toBe(false);
      expect(() => streams[1].writeEof()).toThrow(RuntimeError);
      expect(await sayHello(streams)).toBe("hello world!\n");
    }),
  );
});

/** The reports of a loop on which a client meets a server with this handler. */
function reportsOfMeeting(
  handler: (reader: StreamReader, writer: StreamWriter) => unknown,
): Promise<ExceptionContext[]> {
  return reportsOf(async () => {
    const server = await startServer(handler, "127.0.0.1", 0);
    const [, writer] = await openConnection("127.0.0.1", server.port);
    writer.write("test msg");
    await writer.drain();
    writer.close();
    await writer.waitClosed();
    server.close();
    await server.waitClosed();
  });
}

describe("a handler", () => {
  test("that fails is reported, and its connection closed [test_streams.StreamTests.test_unhandled_exception]", async () => {
    const error = new Error("test");
    const reports = await reportsOfMeeting(async () => {
      throw error;
    });
    expect(reports).toMatchObject([
      { message: "The handler of a connection failed", exception: error },
    ]);
  });

  test("that is cancelled is not, and its connection closed [test_streams.StreamTests.test_unhandled_cancel]", async () => {
    expect(
      await reportsOfMeeting(async (_reader, writer) => {
        writer.close();
        currentTask()?.cancel();
        await sleep(0);
      }),
    ).toEqual([]);
    expect(
      await reportsOfMeeting(async () => {
        currentTask()?.cancel();
        await sleep(0);
      }),
    ).toEqual([]);
  });

  test(
    "sees the context variables of who started the server, and what it sets is its own",
    quietly(async () => {
      const name = new ContextVar<string>("name");
      name.set("at the start");
      const seen: string[] = [];
      await using server = await startServer(
        async (reader, writer) => {
          seen.push(name.get());
          name.set("in the handler");
          await echoLine(reader, writer);
        },
        "127.0.0.1",
        0,
      );
      name.set("later");
      await sayHello(await openConnection("127.0.0.1", server.port));
      await sayHello(await openConnection("127.0.0.1", server.port));
      expect([...seen, name.get()]).toEqual(["at the start", "at the start", "later"]);
    }),
  );

  test("must be a function", () => {
    expect(() => startServer({} as never, "127.0.0.1", 0)).toThrow(TypeError);
  });
});

describe("TLS", () => {
  test(
    "starts where the client's first words of it have come already [test_streams.StreamTests.test_start_tls_buffered_data]",
    quietly(async () => {
      await using server = await startServer(
        async (reader, writer) => {
          // Whatever has come by now is the client's hello, in the clear.
          while (!/\d+ bytes/.test(String(reader))) {
            await sleep(0);
          }
          await writer.startTls(certificate);
          writer.write(`${await reader.readLine()}pong\n`);
          writer.close();
          await writer.waitClosed();
        },
        "127.0.0.1",
        0,
      );
      const [reader, writer] = await openConnection("127.0.0.1", server.port);
      await writer.startTls({ ca: certificate.cert, servername: "localhost" });
      writer.write("ping\n");
      expect(String(await reader.read())).toBe("ping\npong\n");
      writer.close();
      await writer.waitClosed();
    }),
  );

  test(
    "takes nothing that came in the clear for what was said in secret",
    quietly(async () => {
      const answer = getRunningLoop().createFuture<unknown>();
      await using server = await startServer(
        async (reader, writer) => {
          await reader.readLine();
          answer.setResult(await codeOf(writer.startTls(certificate)));
        },
        "127.0.0.1",
        0,
      );
      const [, writer] = await openConnection("127.0.0.1", server.port);
      writer.write("STARTTLS\nDELETE everything\n");
      expect(await answer).toMatch(/^ERR_SSL_/);
      writer.close();
    }),
  );

  test(
    "starts on a connection that is open [test_streams.StreamTests.test_start_tls]",
    quietly(async () => {
      await using server = await startServer(
        async (reader, writer) => {
          writer.write(await reader.readLine());
          await writer.drain();
          expect(writer.getExtraInfo("sslObject")).toBe(null);
          await writer.startTls(certificate);
          expect(writer.getExtraInfo("sslObject")).not.toBe(null);
          writer.write(await reader.readLine());
          await writer.drain();
          writer.close();
          await writer.waitClosed();
        },
        "127.0.0.1",
        0,
      );
      const [reader, writer] = await openConnection("127.0.0.1", server.port);
      writer.write("hello world 1!\n");
      const first = String(await reader.readLine());
      await writer.startTls({ ca: certificate.cert, servername: "localhost" });
      expect(writer.getExtraInfo("sslObject")).not.toBe(null);
      writer.write("hello world 2!\n");
      const second = String(await reader.readLine());
      writer.close();
      await writer.waitClosed();
      expect([first, second]).toEqual(["hello world 1!\n", "hello world 2!\n"]);
    }),
  );

  test(
    "starts once",
    quietly(async () => {
      await using server = await startServer(echoLine, "127.0.0.1", 0, { tls: certificate });
      const streams = await openConnection("127.0.0.1", server.port, {
        tls: { ca: certificate.cert },
      });
      expect(await errorOf(streams[1].startTls())).toEqual(
        new RuntimeError("The connection is a TLS connection already"),
      );
      await sayHello(streams);
      expect(await errorOf(streams[1].startTls())).toBeInstanceOf(RuntimeError);
    }),
  );

  test(
    "with a certificate that nobody vouches for is refused, and leaves nothing open",
    quietly(async () => {
      const served: string[] = [];
      await using server = await startServer(() => served.push("served"), "127.0.0.1", 0, {
        tls: certificate,
      });
      expect(await codeOf(openConnection("127.0.0.1", server.port, { tls: true }))).toBe(
        "DEPTH_ZERO_SELF_SIGNED_CERT",
      );
    }),
  );

  test(
    "that fails to start closes the connection on both sides",
    quietly(async () => {
      const failure = getRunningLoop().createFuture<unknown>();
      await using server = await startServer(
        async (_reader, writer) => failure.setResult(await codeOf(writer.startTls(certificate))),
        "127.0.0.1",
        0,
      );
      const [, writer] = await openConnection("127.0.0.1", server.port);
      expect(await codeOf(writer.startTls({ servername: "localhost" }))).toBe(
        "DEPTH_ZERO_SELF_SIGNED_CERT",
      );
      expect(writer.isClosing()).toBe(true);
      expect(await failure).toBe("ECONNRESET");
    }),
  );
});

describe("opening a connection", () => {
  test(
    "that nobody takes throws the system's error",
    quietly(async () => {
      const peer = await Peer.listen(null, () => {});
      const { port } = peer;
      await peer[Symbol.asyncDispose]();
      expect(await codeOf(openConnection("127.0.0.1", port))).toBe("ECONNREFUSED");
      expect(await codeOf(openUnixConnection(folder.at("missing")))).toBe("ENOENT");
    }),
  );

  test(
    "is given up where the task is cancelled",
    quietly(async () => {
      let closed: (() => void) | undefined;
      const gone = new Promise<void>((resolve) => {
        closed = resolve;
      });
      // A handshake that never comes to an end.
      await using peer = await Peer.listen(null, (socket) => {
        socket.resume().on("close", () => closed?.());
      });
      const task = createTask(() => openConnection("127.0.0.1", peer.port, { tls: true }));
      await sleep(0);
      await new Promise(setImmediate);
      task.cancel();
      expect(await errorOf(task)).toBeInstanceOf(CancelledError);
      await gone;
    }),
  );

  test(
    "from an address of this side's is what the server sees",
    quietly(async () => {
      const peers: unknown[] = [];
      await using server = await startServer(
        async (reader, writer) => {
          peers.push(writer.getExtraInfo("peername")?.address);
          await echoLine(reader, writer);
        },
        "127.0.0.1",
        0,
      );
      const streams = await openConnection("127.0.0.1", server.port, {
        localAddress: "127.0.0.2",
      });
      expect(streams[1].getExtraInfo("sockname")?.address).toBe("127.0.0.2");
      expect(streams[1].getExtraInfo("peername")).toEqual({
        address: "127.0.0.1",
        port: server.port,
        family: "IPv4",
      });
      expect(streams[1].getExtraInfo("nothing", "a fallback")).toBe("a fallback");
      await sayHello(streams);
      expect(peers).toEqual(["127.0.0.2"]);
    }),
  );
});

describe("a reader of a connection", () => {
  test(
    "tells of its connection [test_streams.StreamTests.test___repr__transport]",
    quietly(async () => {
      await using server = await startServer(echoLine, "127.0.0.1", 0);
      const streams = await openConnection("127.0.0.1", server.port);
      expect(String(streams[0])).toBe("<StreamReader source=<connection open>>");
      expect(String(streams[1])).toBe("<StreamWriter <connection open>>");
      await sayHello(streams);
    }),
  );
});

describe("many connections at once", () => {
  test(
    "each get their own answers",
    quietly(async () => {
      await using server = await startServer(echoLine, "127.0.0.1", 0);
      const one = async (text: string): Promise<string> => {
        const [reader, writer] = await openConnection("127.0.0.1", server.port);
        writer.write(`${text}\n`);
        const line = await reader.readLine();
        writer.close();
        await writer.waitClosed();
        return String(line);
      };
      const names = Array.from({ length: 100 }, (_, i) => `client ${i}`);
      expect(await gather(names.map((name) => createTask(() => one(name))))).toEqual(
        names.map((name) => `${name}\n`),
      );
    }),
  );
});
