import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
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
import { overWorker } from "./analysis/start-worker.js";
import { defaultSettings } from "./settings.js";
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

/** What an analysis says to messages that all come at once, until it has nothing left to do: then it answers `last`. */
function answers(messages: readonly ToAnalysis[], last: number): Promise<readonly FromAnalysis[]> {
  return new Promise((resolve) => {
    const sent: FromAnalysis[] = [];
    let tell: (message: ToAnalysis) => void = () => {};
    new AnalysisService({
      post: (message) => {
        sent.push(message);
        if (message.kind === "response" && message.id === last) resolve(sent);
      },
      listen: (listener) => {
        tell = listener;
      },
    });
    for (const message of messages) tell(message);
    tell({ kind: "request", id: last, name: "settle", params: {} });
  });
}

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

test("a request is cancelled while a check runs that does not end, and the server goes on when it does", async () => {
  // The analysis in its own thread, on a disk that keeps one file until it is allowed to be read.
  const built = new URL("../dist/analysis/analysis-service.js", import.meta.url);
  const analyzer = new URL("../../analyzer/dist/index.js", import.meta.url);
  execFileSync("npx", ["tsc", "-b", fileURLToPath(new URL("..", import.meta.url))]);
  project.write("held.ts", "export async function held(): Promise<void> {}\n");
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(
    `const { parentPort, workerData } = require("node:worker_threads");
    Promise.all([import(${JSON.stringify(built.href)}), import(${JSON.stringify(analyzer.href)})]).then(
      ([{ AnalysisService }, { nodeDisk }]) => {
        const wire = {
          post: (message) => parentPort.postMessage(message),
          listen: (listener) => parentPort.on("message", listener),
        };
        new AnalysisService(wire, {
          ...nodeDisk,
          readFile: (path) => {
            if (path.endsWith("/held.ts")) {
              parentPort.postMessage({ kind: "log", message: "held" });
              Atomics.wait(workerData, 0, 0);
            }
            return nodeDisk.readFile(path);
          },
        });
      },
    );`,
    { eval: true, workerData: gate },
  );
  const busy = new TestClient(project, {}, () => overWorker(thread));
  await busy.initialize();
  const caller = 'import { held } from "./held.js";\nheld();\n';
  busy.open("caller.ts", caller);
  await busy.until(() => busy.logged.includes("held"));
  const cancel = new CancellationTokenSource();
  const answer = busy.connection.sendRequest(
    CodeActionRequest.type,
    {
      textDocument: { uri: project.uri("caller.ts") },
      range: busy.rangeOf("caller.ts", "held();"),
      context: { diagnostics: [] },
    },
    cancel.token,
  );
  cancel.cancel();
  await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  expect(busy.published).toEqual([]);
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
  expect(await busy.findings("caller.ts")).toEqual(["2:1 floating-promise"]);
  await busy.stop();
});

test("what is found in the edited file is told before lenses and hints that were asked for earlier, and before other files'", async () => {
  const two = text.replace("f();", "\nf();");
  const file = project.path("a.ts");
  const other = project.path("b.ts");
  const open = (one: string, uri: string): ToAnalysis => ({
    ...{ kind: "open", file: one, uri, version: 1, text, edited: false },
  });
  const sent = await answers(
    [
      open(other, project.uri("b.ts")),
      open(file, project.uri("a.ts")),
      { kind: "change", file, version: 2, edits: [{ start: 0, end: text.length, text: two }] },
      { kind: "request", id: 1, name: "codeLens", params: { file } },
      {
        kind: "request",
        id: 2,
        name: "inlayHints",
        params: {
          file,
          range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
        },
      },
      { kind: "request", id: 3, name: "diagnose", params: { file } },
    ],
    4,
  );
  expect(
    sent.flatMap((message) => {
      if (message.kind === "response") return [message.id];
      return message.kind === "report" ? [[message.report.file, message.report.version]] : [];
    }),
  ).toEqual([3, [file, 2], 1, 2, [other, 1], 4]);
});

test("of many edits that come at once, only the last is checked", async () => {
  const file = project.path("a.ts");
  const edits = Array.from(
    { length: 9_999 },
    (_, index): ToAnalysis => ({
      ...{ kind: "change", file, version: index + 2, edits: [{ start: 0, end: 0, text: "\n" }] },
    }),
  );
  const sent = await answers(
    [{ kind: "open", file, uri: project.uri("a.ts"), version: 1, text, edited: false }, ...edits],
    1,
  );
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

test("a file of five megabytes is checked, and checked again when it is edited", async () => {
  const line = (index: number): string =>
    `export const n${index} = (size: number): string => "${"x".repeat(920)}".slice(size) + ${index};\n`;
  const lines = Array.from({ length: 5_000 }, (_, index) => line(index));
  const large = `${lines.join("")}${text}`;
  expect(large.length).toBeGreaterThan(4_900_000);
  expect(large.length).toBeLessThanOrEqual(defaultSettings.maxFileLength);
  client.open("a.ts", large);
  expect(await client.findings("a.ts")).toEqual(["5004:1 floating-promise"]);
  client.edit("a.ts", "export const n7 ", "\nexport const n7 ");
  expect(await client.findings("a.ts")).toEqual(["5005:1 floating-promise"]);
}, 600_000);

test("a text longer than the limit is left alone, which the log tells, and a shorter one checked again", async () => {
  const long = `${text}${"// padding\n".repeat(500_000)}`;
  client.open("a.ts", long);
  client.open("b.ts", text);
  expect(await client.findings("a.ts")).toEqual([]);
  expect(await client.findings("b.ts")).toEqual(["4:1 floating-promise"]);
  expect(client.logged).toContain(
    `"${project.path("a.ts")}" is not checked: "awaitwise.maxFileLength" is 5000000 characters, of which it has ${long.length}`,
  );
  client.change("a.ts", [{ text }]);
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
});
