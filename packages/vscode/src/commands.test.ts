import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { LogOutputChannel } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommands } from "./commands.js";
import { languages, registered, shown, told, window } from "./testing/vscode.js";

const manifest = JSON.parse(readFileSync(join(__dirname, "../package.json"), "utf8"));
const asked: unknown[] = [];
let logShown = 0;

const client = {
  code2ProtocolConverter: { asUri: (uri: string) => `file:///${uri}` },
  sendRequest: async (_method: string, { command, arguments: given }: Asked) => {
    asked.push([command, ...given]);
    return command === "awaitwise.status" ? { projects: [] } : `${command} ${given.join(" ")}`;
  },
} as unknown as LanguageClient;
interface Asked {
  readonly command: string;
  readonly arguments: readonly unknown[];
}
const log = {
  show: () => {
    logShown += 1;
  },
} as unknown as LogOutputChannel;

const run = (name: string): Promise<unknown> | undefined => registered.get(name)?.();

beforeEach(() => {
  registerCommands(client, log);
});

afterEach(() => {
  for (const list of [asked, shown, told]) list.length = 0;
  registered.clear();
  window.activeTextEditor = undefined;
  languages.getDiagnostics = () => [];
});

test("every command of the palette does something", () => {
  const offered = manifest.contributes.commands.map(({ command }: { command: string }) => command);
  expect([...registered.keys()].sort()).toEqual(offered.sort());
});

test("the status is asked for the open document, and shown as JSON", async () => {
  window.activeTextEditor = { document: { uri: "a.ts" } };
  await run("awaitwise.showStatus");
  expect(asked).toEqual([["awaitwise.status", "file:///a.ts"]]);
  expect(shown).toEqual([{ content: '{\n  "projects": []\n}', language: "json" }]);
});

test("without an open document, all projects are restarted", async () => {
  await run("awaitwise.restartProject");
  expect(asked).toEqual([["awaitwise.restart"]]);
});

test("the report for a bug opens as Markdown", async () => {
  await run("awaitwise.writeReport");
  expect(shown).toEqual([{ content: "awaitwise.report ", language: "markdown" }]);
});

test("the log is shown on demand", async () => {
  await run("awaitwise.showLog");
  expect(logShown).toBe(1);
});

test("the pages of the rules at the cursor are shown, each once, and no other tool's", async () => {
  const here = { intersection: () => ({}) };
  const elsewhere = { intersection: () => undefined };
  window.activeTextEditor = { document: { uri: "a.ts" }, selection: {} };
  languages.getDiagnostics = () => [
    { source: "awaitwise", code: { value: "serial-await" }, range: here },
    { source: "awaitwise", code: "serial-await", range: here },
    { source: "awaitwise", code: "floating-promise", range: elsewhere },
    { source: "ts", code: 2801, range: here },
  ];
  await run("awaitwise.explainHere");
  expect(shown).toEqual([{ content: "awaitwise.explain serial-await", language: "markdown" }]);
});

test("where nothing was found at the cursor, the user is told what to do", async () => {
  window.activeTextEditor = { document: { uri: "a.ts" }, selection: {} };
  await run("awaitwise.explainHere");
  expect([shown, told]).toEqual([
    [],
    ["awaitwise has found nothing here: put the cursor on one of its findings"],
  ]);
});
