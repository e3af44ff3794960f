import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nativeProcess, whyNoNativeTypes } from "@awaitwise/analyzer";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExecuteCommandRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import type { AnalysisStatus } from "./analysis/messages.js";
import { ResilientMessageReader } from "./message-reader.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient, type TestClientOptions } from "./testing/test-client.js";

// The process is an optional dependency; where it cannot be, there is nothing to ask.
const where = whyNoNativeTypes() === undefined ? describe : describe.skip;

const caller = 'import { save } from "./b.js";\nexport function main(): void {\n  save("a");\n}\n';
const syncSave = "export function save(name: string): number {\n  return name.length;\n}\n";
const asyncSave = syncSave
  .replace("function", "async function")
  .replace("number", "Promise<number>");
const dropped = ["3:3 floating-promise"];

let project: FixtureProject;
let client: TestClient | undefined;

beforeEach(() => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": caller, "b.ts": syncSave });
});
afterEach(async () => {
  await client?.stop();
  client = undefined;
  project[Symbol.dispose]();
});

async function start(options: TestClientOptions = { types: "native" }): Promise<TestClient> {
  client = await TestClient.start(project, options);
  return client;
}

async function projectsOf(one: TestClient): Promise<AnalysisStatus["projects"]> {
  const status: AnalysisStatus = await one.connection.sendRequest(ExecuteCommandRequest.type, {
    command: "awaitwise.status",
  });
  return status.projects;
}

function kill(): void {
  process.kill(nativeProcess() ?? Number.NaN, "SIGKILL");
}

where("native types in an editor", () => {
  test("are those of what is written there and not of what is saved", async () => {
    const editor = await start();
    editor.open("a.ts", caller);
    editor.open("b.ts", syncSave);
    expect(await editor.findings("a.ts")).toEqual([]);
    editor.change("b.ts", [{ text: asyncSave }]);
    expect(await editor.findings("a.ts")).toEqual(dropped);
    editor.open("c.ts", asyncSave);
    editor.edit("b.ts", asyncSave, 'export { save } from "./c.js";\n');
    expect(await editor.findings("a.ts")).toEqual(dropped);
    editor.edit("c.ts", asyncSave, syncSave);
    expect(await editor.findings("a.ts")).toEqual([]);
    editor.close("b.ts");
    expect(await editor.findings("a.ts")).toEqual([]);
    // What was never saved is no configuration's yet.
    expect(await projectsOf(editor)).toMatchObject([{ types: "native" }, { types: "native" }]);
  });

  test("are asked of one process for all projects, and of one again when it has died", async () => {
    project.write("other/tsconfig.json", strictConfig);
    project.write("other/a.ts", caller);
    project.write("other/b.ts", asyncSave);
    const editor = await start();
    editor.open("a.ts", caller);
    expect(await editor.findings("a.ts")).toEqual([]);
    const first = nativeProcess();
    expect(first).toBeDefined();
    editor.open("other/a.ts", caller);
    expect(await editor.findings("other/a.ts")).toEqual(dropped);
    expect(nativeProcess()).toBe(first);
    kill();
    editor.open("b.ts", asyncSave);
    expect(await editor.findings("a.ts")).toEqual(dropped);
    editor.edit("other/a.ts", "  save", "  void save");
    expect(await editor.findings("other/a.ts")).toEqual([]);
    expect(nativeProcess()).not.toBe(first);
    expect(await projectsOf(editor)).toMatchObject([{ types: "native" }, { types: "native" }]);
    expect(editor.logged.filter((line) => line.includes("native"))).toEqual([]);
  });

  test("give way to ts-morph's where the process dies twice, which is said once", async () => {
    const editor = await start();
    editor.open("a.ts", caller);
    editor.open("b.ts", syncSave);
    expect(await editor.findings("a.ts")).toEqual([]);
    kill();
    editor.change("b.ts", [{ text: asyncSave }]);
    expect(await editor.findings("a.ts")).toEqual(dropped);
    kill();
    editor.change("b.ts", [{ text: syncSave }]);
    expect(await editor.findings("a.ts")).toEqual([]);
    editor.change("b.ts", [{ text: asyncSave }]);
    expect(await editor.findings("a.ts")).toEqual(dropped);
    expect(await projectsOf(editor)).toMatchObject([{ types: "ts-morph" }]);
    const said = editor.logged.filter((line) => line.includes("its process ended twice"));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(project.path("tsconfig.json"));
  });

  test("give way to ts-morph's where the project is not for them", async () => {
    const config = JSON.parse(strictConfig);
    config.compilerOptions.target = "ES5";
    project.write("tsconfig.json", JSON.stringify(config));
    const editor = await start();
    editor.open("a.ts", caller);
    editor.open("b.ts", asyncSave);
    expect(await editor.findings("a.ts")).toEqual(dropped);
    expect(await projectsOf(editor)).toMatchObject([{ types: "ts-morph" }]);
    expect(editor.logged.filter((line) => line.includes("the native ones"))).toHaveLength(1);
  });

  test("are asked for by a setting, which can change", async () => {
    let types = "native";
    const editor = await start({
      types: "ts-morph",
      capabilities: { workspace: { configuration: true } },
      configuration: () => ({ types }),
    });
    editor.open("a.ts", caller);
    editor.open("b.ts", asyncSave);
    expect(await editor.findings("a.ts")).toEqual(dropped);
    expect(await projectsOf(editor)).toMatchObject([{ types: "native" }]);
    types = "ts-morph";
    await editor.connection.sendNotification("workspace/didChangeConfiguration", {
      settings: null,
    });
    await editor.settled();
    expect(await editor.findings("a.ts")).toEqual(dropped);
    expect(await projectsOf(editor)).toMatchObject([{ types: "ts-morph" }]);
  });

  test("are not taken by themselves", async () => {
    const editor = await start({ types: "auto" });
    editor.open("a.ts", caller);
    expect(await editor.findings("a.ts")).toEqual([]);
    expect(await projectsOf(editor)).toMatchObject([{ types: "ts-morph" }]);
  });
});

where("the process of a server with native types", () => {
  const program = fileURLToPath(new URL("../bin/awaitwise-language-server.js", import.meta.url));
  let server: ChildProcessWithoutNullStreams;
  const isAlive = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  async function startProgram(...args: string[]) {
    server = spawn(process.execPath, [program, ...args]);
    const connection = createProtocolConnection(
      new ResilientMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.listen();
    await connection.sendRequest(InitializeRequest.type, {
      processId: null,
      rootUri: project.uri(""),
      capabilities: {},
    });
    await connection.sendNotification(InitializedNotification.type, {});
    const arrived = new Promise((resolve) => {
      connection.onNotification(PublishDiagnosticsNotification.type, resolve);
    });
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: {
        uri: project.uri("a.ts"),
        languageId: "typescript",
        version: 1,
        text: caller,
      },
    });
    await arrived;
    const status: AnalysisStatus = await connection.sendRequest(ExecuteCommandRequest.type, {
      command: "awaitwise.status",
    });
    return { connection, status };
  }

  test("ends with it, however that ends", async () => {
    for (const how of ["exit", "kill"] as const) {
      const { connection, status } = await startProgram("--stdio", "--types=native");
      expect(status.projects).toMatchObject([{ types: "native" }]);
      const { compiler } = status;
      expect(compiler !== undefined && isAlive(compiler)).toBe(true);
      if (how === "exit") {
        await connection.sendRequest(ShutdownRequest.type);
        await connection.sendNotification(ExitNotification.type);
      } else server.kill("SIGKILL");
      await once(server, "exit");
      connection.dispose();
      while (isAlive(compiler as number)) await new Promise((resolve) => setImmediate(resolve));
    }
  });

  test("is not there where nobody asks for it", async () => {
    const { connection, status } = await startProgram("--stdio", "--types", "ts-morph");
    expect(status.projects).toMatchObject([{ types: "ts-morph" }]);
    expect(status.compiler).toBeUndefined();
    server.kill("SIGKILL");
    await once(server, "exit");
    connection.dispose();
  });

  test("is not started where the option is not understood", async () => {
    server = spawn(process.execPath, [program, "--types=none"]);
    const said: string[] = [];
    server.stderr.on("data", (data) => said.push(String(data)));
    const [code] = await once(server, "close");
    expect(code).toBe(2);
    expect(said.join("")).toContain("use auto, native, ts-morph");
  });
});
