import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { ResilientMessageReader } from "./message-reader.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";

const program = fileURLToPath(new URL("../bin/awaitwise-language-server.js", import.meta.url));
const text = "async function f(): Promise<number> {\n  return 1;\n}\nf();\n";

describe("the program", () => {
  let project: FixtureProject;
  let server: ChildProcessWithoutNullStreams;
  let connection: ProtocolConnection;

  const start = (...args: string[]): void => {
    server = spawn(process.execPath, [program, ...args]);
    connection = createProtocolConnection(
      new ResilientMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.listen();
  };
  const initialize = async (processId: number | null = null): Promise<void> => {
    await connection.sendRequest(InitializeRequest.type, {
      processId,
      rootUri: project.uri(""),
      capabilities: {},
    });
    await connection.sendNotification(InitializedNotification.type, {});
  };
  const firstDiagnostics = async (): Promise<PublishDiagnosticsParams> => {
    const arrived = new Promise<PublishDiagnosticsParams>((resolve) => {
      connection.onNotification(PublishDiagnosticsNotification.type, resolve);
    });
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: project.uri("a.ts"), languageId: "typescript", version: 1, text },
    });
    return arrived;
  };
  const exitCode = async (): Promise<number | null> => {
    if (server.exitCode !== null) return server.exitCode;
    const [code] = await once(server, "exit");
    return code;
  };

  beforeEach(() => {
    project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": text });
  });
  afterEach(() => {
    connection.dispose();
    server.kill("SIGKILL");
    project[Symbol.dispose]();
  });

  test("serves over standard input and output, ignores unknown flags, and ends with 0 after shutdown and exit", async () => {
    start("--stdio", "--clientVersion=9", "--frobnicate");
    await initialize();
    const { diagnostics } = await firstDiagnostics();
    expect(diagnostics.map(({ code }) => code)).toEqual(["floating-promise"]);
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    expect(await exitCode()).toBe(0);
  }, 60_000);

  test("ends with 1 on exit without shutdown", async () => {
    start("--stdio");
    await initialize();
    await connection.sendNotification(ExitNotification.type);
    expect(await exitCode()).toBe(1);
  }, 60_000);

  test("ends with 1 when its input ends", async () => {
    start("--stdio");
    await initialize();
    server.stdin.end();
    expect(await exitCode()).toBe(1);
  }, 60_000);

  test("ends when the process that started it has gone", async () => {
    const parent = spawn(process.execPath, ["-e", ""]);
    await once(parent, "exit");
    start("--stdio");
    await initialize(parent.pid);
    expect(await exitCode()).toBe(1);
  }, 60_000);

  test("goes on after bytes that are no message", async () => {
    start("--stdio");
    await initialize();
    server.stdin.write("Content-Length: 7\r\n\r\n{broken");
    server.stdin.write("what is this\r\n\r\n");
    server.stdin.write("Content-Length: minus one\r\n\r\n{}");
    const { diagnostics } = await firstDiagnostics();
    expect(diagnostics.map(({ code }) => code)).toEqual(["floating-promise"]);
  }, 60_000);

  test("prints its version, and says what a wrong port should be", async () => {
    start("--version");
    let printed = "";
    server.stdout.on("data", (chunk) => {
      printed += chunk;
    });
    await once(server, "close");
    expect(printed).toMatch(/^\d+\.\d+\.\d+\n$/);
    start("--socket=high");
    let complaint = "";
    server.stderr.on("data", (chunk) => {
      complaint += chunk;
    });
    await once(server, "close");
    expect([complaint, server.exitCode]).toEqual([
      '--socket is "high": use a port from 0 to 65535\n',
      2,
    ]);
  }, 60_000);
});
