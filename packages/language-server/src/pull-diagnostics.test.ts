import { afterEach, expect, test } from "@jest/globals";
import {
  CancellationTokenSource,
  type ClientCapabilities,
  LSPErrorCodes,
  WorkDoneProgress,
  type WorkspaceDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
  WorkspaceDiagnosticRequest,
} from "vscode-languageserver/node";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { inShort, TestClient } from "./testing/test-client.js";

const pulling: ClientCapabilities = {
  textDocument: { diagnostic: { relatedDocumentSupport: true } },
  workspace: { diagnostics: { refreshSupport: true } },
};
const syncSave = "export function save(name: string): number {\n  return name.length;\n}\n";
const asyncSave =
  "export async function save(name: string): Promise<number> {\n  return name.length;\n}\n";
const caller =
  'import { save } from "./b.js";\n\nexport function main(): void {\n  save("a");\n}\n';

let project: FixtureProject;
let client: TestClient;

const begin = async (
  files: Readonly<Record<string, string>>,
  capabilities: ClientCapabilities = pulling,
): Promise<void> => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, ...files });
  client = await TestClient.start(project, { capabilities });
};
const pullWorkspace = (
  previousResultIds: { uri: string; value: string }[] = [],
): Promise<WorkspaceDiagnosticReport> =>
  client.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds });

afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test("a client that can be told to pull again is pulled by, for files that depend on each other", async () => {
  await begin({});
  expect(client.result?.capabilities.diagnosticProvider).toEqual({
    identifier: "awaitwise",
    interFileDependencies: true,
    workspaceDiagnostics: true,
    workDoneProgress: true,
  });
});

test("a client that cannot be told to pull again is pushed to, and still answered when it pulls", async () => {
  await begin({ "a.ts": caller, "b.ts": asyncSave }, { textDocument: { diagnostic: {} } });
  expect(client.result?.capabilities.diagnosticProvider).toBeUndefined();
  client.open("a.ts", caller);
  const report = await client.pull("a.ts");
  expect(report.kind === "full" && report.items.map(inShort)).toEqual(["4:3 floating-promise"]);
  expect(await client.findings("a.ts")).toEqual(["4:3 floating-promise"]);
});

test("a pull answers with the findings of the text as it is, and says when they are the same as before", async () => {
  await begin({ "a.ts": caller, "b.ts": asyncSave });
  client.open("a.ts", caller);
  const first = await client.pull("a.ts");
  expect(first.kind === "full" && first.items.map(inShort)).toEqual(["4:3 floating-promise"]);
  expect(await client.pull("a.ts", first.resultId)).toEqual({
    kind: "unchanged",
    resultId: first.resultId,
  });
  client.edit("a.ts", "  save", "\n  save");
  const second = await client.pull("a.ts", first.resultId);
  expect(second.kind === "full" && second.items.map(inShort)).toEqual(["5:3 floating-promise"]);
  expect(client.published).toEqual([]);
});

test("a client is told to pull again when an edit changes what another open file means", async () => {
  await begin({ "a.ts": caller, "b.ts": syncSave });
  client.open("a.ts", caller);
  client.open("b.ts", syncSave);
  expect(await client.pull("a.ts")).toMatchObject({ kind: "full", items: [] });
  await client.pull("b.ts");
  await client.settled();
  expect(client.refreshes).toBe(0);
  client.change("b.ts", [{ text: asyncSave }]);
  await client.settled();
  await client.until(() => client.refreshes > 0);
  const report = await client.pull("a.ts");
  expect(report.kind === "full" && report.items.map(inShort)).toEqual(["4:3 floating-promise"]);
  expect(client.refreshes).toBe(1);
});

test("a closed file that an unsaved text concerns comes along as a related document", async () => {
  await begin({ "a.ts": caller, "b.ts": syncSave });
  client.open("b.ts", syncSave);
  client.change("b.ts", [{ text: asyncSave }]);
  await client.settled();
  const report = await client.pull("b.ts");
  const related = report.relatedDocuments?.[project.uri("a.ts")];
  expect(related?.kind === "full" && related.items.map(inShort)).toEqual(["4:3 floating-promise"]);
});

test("the workspace's files are reported though they are closed, those that are open first", async () => {
  await begin({ "a.ts": caller, "b.ts": asyncSave, "c.ts": caller, "d.ts": "export {};\n" });
  client.open("c.ts", caller);
  const { items } = await pullWorkspace();
  expect(
    items.map((item) => [item.uri, item.version, item.kind === "full" && item.items.map(inShort)]),
  ).toEqual([
    [project.uri("c.ts"), 1, ["4:3 floating-promise"]],
    [project.uri("a.ts"), null, ["4:3 floating-promise"]],
  ]);
});

test("a workspace pull sends only what changed since the last, and empties what was mended or deleted", async () => {
  await begin({ "a.ts": caller, "b.ts": asyncSave, "c.ts": caller });
  const first = await pullWorkspace();
  const ids = first.items.map(({ uri, resultId }) => ({ uri, value: resultId ?? "" }));
  project.write("a.ts", caller.replace("save(", "void save("));
  project.remove("c.ts");
  client.changedOnDisk({ "a.ts": "Changed", "c.ts": "Deleted" });
  const { items } = await pullWorkspace(ids);
  expect(items).toEqual([
    { kind: "full", uri: project.uri("a.ts"), version: null, resultId: "none", items: [] },
    { kind: "full", uri: project.uri("c.ts"), version: null, resultId: "none", items: [] },
  ]);
  expect(await pullWorkspace([{ uri: project.uri("a.ts"), value: "none" }])).toEqual({
    items: [{ kind: "unchanged", uri: project.uri("a.ts"), version: null, resultId: "none" }],
  });
});

test("a workspace pull streams its results to a client that takes them in parts", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`file-${index}.ts`, caller]),
  );
  await begin({ ...files, "b.ts": asyncSave });
  const parts: number[] = [];
  client.connection.onProgress(
    WorkspaceDiagnosticRequest.partialResult,
    "parts",
    ({ items }: WorkspaceDiagnosticReportPartialResult) => {
      parts.push(items.length);
    },
  );
  const answer = await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, {
    previousResultIds: [],
    partialResultToken: "parts",
  });
  expect([answer.items, parts]).toEqual([[], [25, 25, 10]]);
});

test("a workspace pull shows its progress to a client that asked for it", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`file-${index}.ts`, caller]),
  );
  await begin({ ...files, "b.ts": asyncSave });
  const shown: unknown[] = [];
  client.connection.onProgress(WorkDoneProgress.type, "work", (value) => {
    shown.push(value);
  });
  await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, {
    previousResultIds: [],
    partialResultToken: "parts",
    workDoneToken: "work",
  });
  await client.settled();
  expect(shown).toEqual([
    { kind: "begin", title: expect.any(String), cancellable: true },
    { kind: "report", message: "25 files" },
    { kind: "report", message: "50 files" },
    { kind: "report", message: "60 files" },
    { kind: "end" },
  ]);
});

test("a workspace pull that is cancelled is answered at once, and the server goes on", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`file-${index}.ts`, caller]),
  );
  await begin({ ...files, "b.ts": asyncSave });
  const cancel = new CancellationTokenSource();
  const answer = client.connection.sendRequest(
    WorkspaceDiagnosticRequest.type,
    { previousResultIds: [] },
    cancel.token,
  );
  cancel.cancel();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  client.open("a.ts", caller);
  const report = await client.pull("a.ts");
  expect(report.kind === "full" && report.items.map(inShort)).toEqual(["4:3 floating-promise"]);
});
