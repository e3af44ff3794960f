import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, expect, test } from "@jest/globals";
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { ResilientMessageReader } from "./message-reader.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

/**
 * What is held in memory does not grow with edits. `AWAITWISE_DAY_OF_EDITS` says how many the long
 * form makes, over 200 files, in a server of its own; without it, a short form runs.
 */
const long = Number(process.env.AWAITWISE_DAY_OF_EDITS ?? 0);

let project: FixtureProject;
let server: ChildProcessWithoutNullStreams | undefined;
let connection: ProtocolConnection | undefined;

afterEach(() => {
  connection?.dispose();
  server?.kill("SIGKILL");
  project[Symbol.dispose]();
});

test("what is held after 120 edits over 8 files is what was held after 40", async () => {
  project = new FixtureProject(filesOf(8));
  const client = await TestClient.start(project);
  for (let index = 0; index < 8; index += 1) client.open(nameOf(index), textOf(index, 8, 0));
  const edit = async (from: number, to: number): Promise<void> => {
    for (let turn = from; turn < to; turn += 1) {
      const index = turn % 8;
      client.change(nameOf(index), [{ text: textOf(index, 8, turn) }]);
      await client.settled();
      client.published.length = 0;
    }
  };
  await edit(0, 40);
  const before = heapUsed();
  await edit(40, 120);
  // The tree of one file takes several times as much, and one state of the project a hundred times.
  expect((heapUsed() - before) / 80).toBeLessThan(20_000);
  await client.stop();
}, 600_000);

const day = long > 0 ? test : test.skip;

day(
  `after ${long || "10000"} edits over 200 files, the server holds no more than a fifth more than after 100`,
  async () => {
    project = new FixtureProject(filesOf(200));
    const program = fileURLToPath(new URL("../bin/awaitwise-language-server.js", import.meta.url));
    server = spawn(process.execPath, [program, "--stdio"]);
    connection = createProtocolConnection(
      new ResilientMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.listen();
    await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: project.uri(""),
      capabilities: {},
    });
    await connection.sendNotification(InitializedNotification.type, {});
    for (let index = 0; index < 200; index += 1) {
      await connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: {
          uri: project.uri(nameOf(index)),
          languageId: "typescript",
          version: 1,
          text: textOf(index, 200, 0),
        },
      });
    }
    const edit = async (from: number, to: number): Promise<void> => {
      for (let turn = from; turn < to; turn += 1) {
        const index = turn % 200;
        const textDocument = { uri: project.uri(nameOf(index)), version: turn + 2 };
        await connection?.sendNotification(DidChangeTextDocumentNotification.type, {
          textDocument,
          contentChanges: [{ text: textOf(index, 200, turn) }],
        });
        await connection?.sendRequest("textDocument/diagnostic", {
          textDocument: { uri: textDocument.uri },
        });
      }
    };
    await edit(0, 100);
    const before = residentOf(server.pid ?? 0);
    await edit(100, long);
    expect(residentOf(server.pid ?? 0) / before).toBeLessThan(1.2);
  },
  10 * 3_600_000,
);

function filesOf(count: number): Record<string, string> {
  const files = Array.from({ length: count }, (_, index) => [
    nameOf(index),
    textOf(index, count, 0),
  ]);
  return { "tsconfig.json": strictConfig, ...Object.fromEntries(files) };
}

function nameOf(index: number): string {
  return `m${index}.ts`;
}

// Every file calls into the next; what an edit changes is what a function does and what is found.
function textOf(index: number, count: number, turn: number): string {
  const next = (index + 1) % count;
  const functions = Array.from(
    { length: 10 },
    (_, one) =>
      `export async function load${one}(id: string): Promise<number> {\n  const size = id.length + ${one === 0 ? turn : one};\n  return size + (await next${one % 2}(id));\n}\n`,
  );
  const dropped = turn % 2 === 0 ? "" : 'load0("dropped");\n';
  const imports = `import { load0 as next0, load1 as next1 } from "./m${next}.js";\n`;
  return `${imports}${functions.join("")}${dropped}`;
}

function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

// In bytes, as Linux says.
function residentOf(pid: number): number {
  const pages = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1];
  return Number(pages) * 4_096;
}
