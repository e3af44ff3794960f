import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  createProtocolConnection,
  ExitNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { FixtureProject } from "./testing/fixture-project.js";
import { chooseTransport } from "./transport.js";

const program = fileURLToPath(new URL("../bin/awaitwise-language-server.js", import.meta.url));

describe("the server is reached", () => {
  let server: ChildProcess | undefined;
  let door: Server | undefined;
  let folder: FixtureProject;

  beforeEach(() => {
    folder = new FixtureProject({});
  });

  afterEach(() => {
    server?.kill();
    door?.close();
    folder[Symbol.dispose]();
  });

  /** Greets the server and lets it go, and answers who it said it is and how it ended. */
  async function visit(connection: ProtocolConnection): Promise<unknown> {
    connection.listen();
    const { serverInfo } = await connection.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: null,
      capabilities: {},
    });
    await connection.sendRequest(ShutdownRequest.type);
    const ended = once(server as ChildProcess, "exit");
    await connection.sendNotification(ExitNotification.type);
    const [code] = await ended;
    return { name: serverInfo?.name, code };
  }
  const over = (socket: Socket): ProtocolConnection =>
    createProtocolConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
  const start = (...args: string[]): ChildProcess => {
    server = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "ignore", "pipe"] });
    return server;
  };
  const listening = async (at: number | string): Promise<Server> => {
    door = createServer().listen(at);
    await once(door, "listening");
    return door;
  };

  test("over the channel of the process that started it", async () => {
    server = fork(program, ["--node-ipc"], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const channel = createProtocolConnection(
      new IPCMessageReader(server),
      new IPCMessageWriter(server),
    );
    expect(await visit(channel)).toEqual({ name: "awaitwise", code: 0 });
  });

  test("over a socket at which the client listens", async () => {
    const door = await listening(0);
    const { port } = door.address() as { port: number };
    start(`--socket=${port}`);
    const [socket] = await once(door, "connection");
    expect(await visit(over(socket))).toEqual({ name: "awaitwise", code: 0 });
  });

  test("over a pipe at which the client listens", async () => {
    const name = `${folder.root}/pipe`;
    const door = await listening(name);
    start("--pipe", name);
    const [socket] = await once(door, "connection");
    expect(await visit(over(socket))).toEqual({ name: "awaitwise", code: 0 });
  });

  test("over a port at which it listens itself, and which it names", async () => {
    const { stderr } = start("--listen=0");
    const [line] = await once(stderr as NonNullable<typeof stderr>, "data");
    const port = Number(/^Listening on port (\d+)\n$/.exec(String(line))?.[1]);
    const socket = createConnection(port, "127.0.0.1");
    await once(socket, "connect");
    expect(await visit(over(socket))).toEqual({ name: "awaitwise", code: 0 });
  });
});

test.each([
  [[], { kind: "stdio" }],
  [["--stdio"], { kind: "stdio" }],
  [["--node-ipc"], { kind: "node-ipc" }],
  [["--socket", "4000"], { kind: "socket", port: 4000 }],
  [["--listen=0"], { kind: "listen", port: 0 }],
  [["--pipe=/run/awaitwise"], { kind: "pipe", name: "/run/awaitwise" }],
  [["--stdio", "--clientProcessId=7"], { kind: "stdio", clientProcessId: 7 }],
  [["--stdio", "--log-level", "4"], { kind: "stdio" }],
])("%j is understood", (args, expected) => {
  expect(chooseTransport(args)).toEqual(expected);
});

test.each([
  [["--socket=http"], '--socket is "http": use a port from 0 to 65535'],
  [["--listen"], '--listen is "": use a port from 0 to 65535'],
  [["--socket=70000"], '--socket is "70000": use a port from 0 to 65535'],
  [["--pipe"], "--pipe has no name: use --pipe=NAME"],
])("%j is refused", (args, message) => {
  expect(() => chooseTransport(args)).toThrow(new RangeError(message));
});
