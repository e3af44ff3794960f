import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import {
  createProtocolConnection,
  type Diagnostic,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { cacheFiles, pretendRemembered } from "./testing/remembered-project.js";

// Both are run as they are built: what one of them keeps is the other's where they bring the same analyser.
const server = fileURLToPath(new URL("../bin/awaitwise-language-server.js", import.meta.url));
const commandLine = fileURLToPath(new URL("../../cli/bin/awaitwise.js", import.meta.url));
const text = "async function f(): Promise<number> {\n  return 1;\n}\nf();\n";

const build = fileURLToPath(new URL("../../cli", import.meta.url));

let project: FixtureProject;
const running = new Set<ChildProcess>();

beforeAll(() => {
  spawnSync("npx", ["tsc", "-b", build]);
});
beforeEach(() => {
  project = new FixtureProject({
    "tsconfig.json": strictConfig,
    "a.ts": text,
    "node_modules/pkg/package.json": "{}",
  });
});
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
  project[Symbol.dispose]();
});

/** What a server shows of `a.ts` the first times, before its client closes it. */
async function session(times: number): Promise<readonly (readonly Diagnostic[])[]> {
  const child = spawn(process.execPath, [server, "--stdio"]);
  running.add(child);
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const shown: Diagnostic[][] = [];
  const enough = new Promise<void>((resolve) => {
    connection.onNotification(PublishDiagnosticsNotification.type, ({ diagnostics }) => {
      if (shown.push(diagnostics) === times) resolve();
    });
  });
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: project.uri(""),
    capabilities: {},
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri: project.uri("a.ts"), languageId: "typescript", version: 1, text },
  });
  await enough;
  const gone = once(child, "exit");
  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  await gone;
  connection.dispose();
  return shown;
}

function check(...options: readonly string[]): string {
  const args = [commandLine, "check", "--format", "compact", ...options];
  return spawnSync(process.execPath, args, { cwd: project.root, encoding: "utf8" }).stdout;
}

test("a server shows what the command line found, and then what it finds itself", async () => {
  expect(check()).toContain("a.ts:4:1");
  pretendRemembered(project, "a.ts");
  const [first, second] = await session(2);
  expect(first?.map(({ message }) => message)).toEqual(["Remembered"]);
  expect(second?.map(({ code }) => code)).toEqual(["floating-promise"]);
  expect(second?.[0]?.message).not.toBe("Remembered");
});

test("the command line need not check what a server has found with the same source of types", async () => {
  const [found] = await session(1);
  expect(found).toHaveLength(1);
  expect(cacheFiles(project)).toHaveLength(1);
  pretendRemembered(project, "a.ts");
  // A server's findings come from ts-morph's types; those of the native ones are kept apart.
  expect(check("--types", "ts-morph")).toContain("Remembered");
});
