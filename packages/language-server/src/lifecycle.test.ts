import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import {
  ErrorCodes,
  ExecuteCommandRequest,
  HoverRequest,
  ShutdownRequest,
} from "vscode-languageserver/node";
import { ProjectPool } from "./analysis/project-pool.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

const text = "async function f(): Promise<number> {\n  return 1;\n}\nf();\n";

let project: FixtureProject;
let client: TestClient;

beforeEach(() => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": text });
});
afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

describe("the order of a session", () => {
  test("requests before initialize are refused, and work after it", async () => {
    client = new TestClient(project);
    await expect(client.pull("a.ts")).rejects.toMatchObject({
      code: ErrorCodes.ServerNotInitialized,
    });
    await client.initialize();
    expect(await client.pull("a.ts")).toMatchObject({ kind: "full" });
  });

  test("a second initialize is refused", async () => {
    client = await TestClient.start(project);
    await expect(client.initialize()).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
  });

  test("requests after shutdown are refused, and exit ends with 0", async () => {
    client = await TestClient.start(project);
    await client.connection.sendRequest(ShutdownRequest.type);
    await expect(client.pull("a.ts")).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
    await client.connection.sendNotification("exit");
    await client.until(() => client.exitCode !== undefined);
    expect(client.exitCode).toBe(0);
  });

  test("the server ends with 1 when its client goes without a word", async () => {
    client = await TestClient.start(project);
    client.toServer.end();
    await client.until(() => client.exitCode !== undefined);
    expect(client.exitCode).toBe(1);
  });

  test("the server ends when the process that started it has gone", async () => {
    client = new TestClient(project);
    await client.initialize({ processId: 4711 });
    expect(client.parent?.processId).toBe(4711);
    client.parent?.gone();
    expect(client.exitCode).toBe(1);
  });
});

describe("what nobody should send", () => {
  const send = (method: string, params: unknown): Promise<unknown> =>
    client.connection.sendRequest(method, params);
  const tell = (method: string, params: unknown): Promise<void> =>
    client.connection.sendNotification(method, params);

  beforeEach(async () => {
    client = await TestClient.start(project);
  });
  afterEach(async () => {
    // Whatever was sent, the server still does its work.
    client.open("a.ts", text, 50);
    expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
  });

  test("an unknown method is refused by name", async () => {
    await expect(send("textDocument/levitate", {})).rejects.toMatchObject({
      code: ErrorCodes.MethodNotFound,
    });
  });

  test.each([
    ["textDocument/diagnostic", {}],
    ["textDocument/codeAction", { textDocument: { uri: "file:///a.ts" } }],
    ["textDocument/hover", { textDocument: null }],
    ["textDocument/codeLens", {}],
    ["textDocument/inlayHint", { range: 5 }],
    ["workspace/diagnostic", { previousResultIds: 3 }],
  ])("%s with parameters of the wrong shape is refused", async (method, params) => {
    await expect(send(method, params)).rejects.toMatchObject({ message: expect.any(String) });
  });

  test.each([
    ["textDocument/didOpen", {}],
    ["textDocument/didOpen", { textDocument: { uri: "file:///b.ts", version: 1 } }],
    [
      "textDocument/didChange",
      { textDocument: { uri: "file:///not-open.ts", version: 2 }, contentChanges: [] },
    ],
    ["textDocument/didClose", { textDocument: { uri: "file:///not-open.ts" } }],
    ["workspace/didChangeWatchedFiles", { changes: null }],
    ["workspace/didChangeConfiguration", null],
    ["workspace/didChangeWorkspaceFolders", { event: {} }],
    ["$/setTrace", {}],
    ["$/levitate", { up: true }],
  ])("%s with %j is passed over", async (method, params) => {
    await tell(method, params);
  });

  test("a change with a broken part is not applied at all", async () => {
    client.open("a.ts", "f\n");
    await tell("textDocument/didChange", {
      textDocument: { uri: project.uri("a.ts"), version: 2 },
      contentChanges: [{ text: "g\n" }, { range: { start: { line: "x" } }, text: "h" }],
    });
    await client.settled();
    expect(client.session.documents.get(project.uri("a.ts"))?.text).toBe("f\n");
  });

  test("versions that go backwards and ranges outside of the text do no harm", async () => {
    client.open("a.ts", "f\n", 9);
    const far = { line: 1e9, character: 1e9 };
    await tell("textDocument/didChange", {
      textDocument: { uri: project.uri("a.ts"), version: 3 },
      contentChanges: [{ range: { start: far, end: { line: -4, character: -4 } }, text: "h" }],
    });
    await client.settled();
    expect(client.session.documents.get(project.uri("a.ts"))?.text).toBe("h");
  });

  test("an unknown command is refused with the names of those there are", async () => {
    await expect(
      client.connection.sendRequest(ExecuteCommandRequest.type, { command: "levitate" }),
    ).rejects.toMatchObject({ message: expect.stringContaining("awaitwise.status") });
  });
});

describe("an analysis that dies", () => {
  test("is started again with all that was open and unsaved", async () => {
    client = await TestClient.start(project);
    client.open("a.ts", "export {};\n");
    client.change("a.ts", [{ text: `\n${text}` }]);
    expect(await client.findings("a.ts")).toEqual(["5:1 floating-promise"]);
    client.analysis.kill("out of memory");
    client.edit("a.ts", "f();", "\nf();");
    expect(await client.findings("a.ts")).toEqual(["6:1 floating-promise"]);
    expect(client.analysis.started).toBe(2);
    expect(client.logged).toContain("The analysis ended (out of memory) and was started again");
  });

  test("is asked again what it had not answered", async () => {
    client = await TestClient.start(project);
    client.open("a.ts", text);
    await client.settled();
    const answer = client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: project.uri("a.ts") },
      position: { line: 3, character: 0 },
    });
    client.analysis.kill("out of memory");
    expect(await answer).toMatchObject({ range: { start: { line: 3, character: 0 } } });
  });

  test("is given up after it died four times before it had done all there was to do", async () => {
    client = await TestClient.start(project);
    client.open("a.ts", text);
    await client.settled();
    // What it is told of next is more than it can bear, each time anew.
    jest.spyOn(ProjectPool.prototype, "dependants").mockImplementation(() => {
      client.analysis.kill("out of memory");
      return new Set();
    });
    client.edit("a.ts", "f();", "\nf();");
    await client.until(() => client.logged.some((line) => line.includes("keeps ending")));
    expect(client.analysis.started).toBe(4);
    await expect(client.pull("a.ts")).rejects.toMatchObject({
      message:
        'The analysis keeps ending (out of memory): run "awaitwise.restart" when that is mended',
    });
    jest.restoreAllMocks();
    await client.connection.sendRequest(ExecuteCommandRequest.type, {
      command: "awaitwise.restart",
    });
    expect(await client.findings("a.ts")).toEqual(["5:1 floating-promise"]);
  });

  test("is given up after it died four times without a word", async () => {
    client = await TestClient.start(project);
    client.open("a.ts", text);
    await client.settled();
    client.analysis.stillborn = true;
    client.analysis.kill("no such module");
    await client.until(() => client.logged.some((line) => line.includes("cannot be started")));
    client.analysis.stillborn = false;
    expect(client.analysis.started).toBe(4);
    const answer = client.pull("a.ts");
    await expect(answer).rejects.toMatchObject({
      message: expect.stringContaining("cannot be started"),
    });
    await client.connection.sendRequest(ExecuteCommandRequest.type, {
      command: "awaitwise.restart",
    });
  });
});
