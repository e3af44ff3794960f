import { afterEach, beforeEach, expect, test } from "@jest/globals";
import {
  CancellationTokenSource,
  CodeActionRequest,
  DocumentDiagnosticRequest,
  LSPErrorCodes,
} from "vscode-languageserver/node";
import type { RunningAnalysis } from "./analysis/analysis-client.js";
import { AnalysisService } from "./analysis/analysis-service.js";
import type { FromAnalysis, ToAnalysis } from "./analysis/messages.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

const text = "async function f(): Promise<number> {\n  return 1;\n}\nf();\n";

let project: FixtureProject;
let client: TestClient;

beforeEach(async () => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": text });
  client = await TestClient.start(project);
});
afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test("a request is cancelled although the analysis never comes to answer it", async () => {
  const posted: ToAnalysis[] = [];
  const silent: RunningAnalysis = {
    post: (message) => posted.push(message),
    listen: () => {},
    onExit: () => {},
    stop: () => {},
  };
  const busy = new TestClient(project, {}, () => silent);
  await busy.initialize();
  const cancel = new CancellationTokenSource();
  const answer = busy.connection.sendRequest(
    DocumentDiagnosticRequest.type,
    { textDocument: { uri: project.uri("a.ts") } },
    cancel.token,
  );
  await busy.connection.sendRequest("awaitwise/unknown", {}).catch(() => {});
  cancel.cancel();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  expect(posted.map(({ kind }) => kind)).toEqual(["setup", "request", "cancel"]);
  await busy.stop();
});

test("of many edits that come at once, only the last is checked", async () => {
  const sent: FromAnalysis[] = [];
  let tell: (message: ToAnalysis) => void = () => {};
  const settled = new Promise<void>((resolve) => {
    new AnalysisService({
      post: (message) => {
        sent.push(message);
        if (message.kind === "response") resolve();
      },
      listen: (listener) => {
        tell = listener;
      },
    });
  });
  const file = project.path("a.ts");
  tell({ kind: "open", file, uri: project.uri("a.ts"), version: 1, text, edited: false });
  for (let version = 2; version <= 10_000; version += 1) {
    tell({ kind: "change", file, version, edits: [{ start: 0, end: 0, text: "\n" }] });
  }
  tell({ kind: "request", id: 1, name: "settle", params: {} });
  await settled;
  expect(
    sent.flatMap((message) =>
      message.kind === "report"
        ? [[message.report.version, message.report.diagnostics[0]?.range.start.line]]
        : [],
    ),
  ).toEqual([[10_000, 10_002]]);
});

test("a request after an edit is answered from the edited text", async () => {
  client.open("a.ts", text);
  client.edit("a.ts", "f();", "\n\nf();");
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: project.uri("a.ts") },
    range: client.rangeOf("a.ts", "f();\n"),
    context: { diagnostics: [] },
  });
  expect(actions?.length).toBeGreaterThan(0);
});

test("a text longer than the limit is left alone, and a shorter one checked again", async () => {
  const long = `${text}${"// padding\n".repeat(500_000)}`;
  client.open("a.ts", long);
  expect(await client.findings("a.ts")).toEqual([]);
  client.change("a.ts", [{ text }]);
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
});
