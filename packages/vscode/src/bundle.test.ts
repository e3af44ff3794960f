import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type ProtocolConnection,
} from "vscode-languageserver-protocol/node";

const extension = join(__dirname, "..");
const manifest = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
const properties: Readonly<Record<string, { readonly default: unknown; readonly type: unknown }>> =
  manifest.contributes.configuration.properties;
const serverSettings = Object.keys(properties).filter((name) => !name.includes(".trace."));

let folder: string;
let server: ChildProcess;
let connection: ProtocolConnection;
let logged: string[];
let ended: Promise<number | null>;

beforeAll(() => {
  execFileSync(process.execPath, [join(extension, "scripts/bundle.js")]);
  folder = realpathSync(mkdtempSync(join(tmpdir(), "awaitwise-vscode-")));
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "tsconfig.json"), '{"compilerOptions":{"strict":true,"types":[]}}');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the bundled server as the extension does, and waits until it has read the settings. */
async function begin(initializationOptions: object = {}): Promise<void> {
  const main = join(extension, "dist/server/dist/bundle/language-server.js");
  server = fork(main, ["--node-ipc"], { cwd: folder, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  ended = new Promise((resolve) => {
    server.once("exit", resolve);
  });
  connection = createProtocolConnection(new IPCMessageReader(server), new IPCMessageWriter(server));
  logged = [];
  connection.onNotification("window/logMessage", ({ message }) => {
    logged.push(message);
  });
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
    initializationOptions,
  });
  await connection.sendNotification("initialized", {});
}

afterEach(async () => {
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  expect(await ended).toBe(0);
  connection.dispose();
});

test("the bundled server finds what the server finds, and shows the pages that came with it", async () => {
  await begin();
  const uri = pathToFileURL(join(folder, "src/a.ts")).href;
  const text = "declare function save(): Promise<void>;\nexport function main() {\n  save();\n}\n";
  const published = new Promise<readonly { code: string }[]>((resolve) => {
    connection.onNotification("textDocument/publishDiagnostics", ({ diagnostics }) =>
      resolve(diagnostics),
    );
  });
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "typescript", version: 1, text },
  });
  expect((await published).map(({ code }) => code)).toEqual(["floating-promise"]);
  const page = await connection.sendRequest("workspace/executeCommand", {
    command: "awaitwise.explain",
    arguments: ["floating-promise"],
  });
  expect(page).toMatch(/^# floating-promise\n/);
});

const nested = (values: Readonly<Record<string, unknown>>): object => {
  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const path = name.split(".").slice(1);
    const last = path.pop() as string;
    let at = settings;
    for (const part of path) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    at[last] = value;
  }
  return settings;
};

test("the server takes every setting's default without a complaint", async () => {
  await begin(
    nested(Object.fromEntries(serverSettings.map((name) => [name, properties[name]?.default]))),
  );
  expect(logged).toEqual([]);
});

test("the server knows every setting that the extension offers, and complains of a wrong value", async () => {
  await begin(nested(Object.fromEntries(serverSettings.map((name) => [name, { wrong: true }]))));
  const complained = logged.flatMap((line) => /^The setting "([^"]+)" is/.exec(line)?.[1] ?? []);
  expect(complained.sort()).toEqual([...serverSettings].sort());
});
