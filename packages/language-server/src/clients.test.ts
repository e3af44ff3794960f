import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { ClientCapabilities, CodeAction, WorkspaceEdit } from "vscode-languageserver/node";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

/** What a client declares, as far as it decides how it is served. */
interface Client {
  readonly pulls: boolean;
  readonly refreshes: boolean;
  readonly bytes: boolean;
  readonly related: boolean;
  readonly resolves: boolean;
  readonly documentChanges: boolean;
  readonly watches: boolean;
}

const declares = (...features: readonly (keyof Client)[]): Client => ({
  pulls: features.includes("pulls"),
  refreshes: features.includes("refreshes"),
  bytes: features.includes("bytes"),
  related: features.includes("related"),
  resolves: features.includes("resolves"),
  documentChanges: features.includes("documentChanges"),
  watches: features.includes("watches"),
});

const clients: readonly [string, Client][] = [
  ["Neovim 0.7", declares("related", "resolves")],
  ["Neovim 0.10", declares("pulls", "related", "resolves")],
  ["Neovim 0.12", declares("pulls", "refreshes", "bytes", "related", "resolves")],
  ["eglot 1.9", declares("documentChanges", "watches")],
  ["Emacs 30", declares("bytes", "resolves", "documentChanges", "watches")],
  ["Helix 25.01", declares("bytes", "resolves", "documentChanges", "watches")],
  ["Helix 25.07", declares("pulls", "bytes", "resolves", "documentChanges", "watches")],
  ["ALE", declares("related")],
  ["VS Code", declares("pulls", "refreshes", "related", "resolves", "documentChanges", "watches")],
];

function capabilitiesOf(client: Client): ClientCapabilities {
  return {
    ...(client.bytes ? { general: { positionEncodings: ["utf-8", "utf-32", "utf-16"] } } : {}),
    textDocument: {
      ...(client.pulls ? { diagnostic: {} } : {}),
      publishDiagnostics: { relatedInformation: client.related },
      codeAction: {
        codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } },
        ...(client.resolves ? { dataSupport: true, resolveSupport: { properties: ["edit"] } } : {}),
      },
    },
    workspace: {
      ...(client.refreshes ? { diagnostics: { refreshSupport: true } } : {}),
      workspaceEdit: { documentChanges: client.documentChanges },
      ...(client.watches ? { didChangeWatchedFiles: { dynamicRegistration: true } } : {}),
    },
  };
}

const text = [
  'const load = (name: string) => fetch("https://example.org/?" + name);',
  "export async function main() {",
  '  const one = await load("1");',
  '  const two = await load("2");',
  "  return [one, two];",
  "}",
  '/* é */ load("3");',
  "",
].join("\n");
const dropped = text.split("\n").findIndex((line) => line.includes("é"));

let project: FixtureProject;
let client: TestClient;

beforeEach(() => {
  project = new FixtureProject({
    "tsconfig.json": strictConfig.replace('"ES2022"]', '"ES2022","DOM"]'),
    "a.ts": text,
  });
});
afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test.each(clients)("%s is served by what it declares", async (_, declared) => {
  let watchesEverything: boolean | undefined;
  client = await TestClient.start(project, {
    capabilities: capabilitiesOf(declared),
    watchDisk: (_folders, everything) => {
      watchesEverything = everything;
      return { setFolders: () => {}, ready: () => Promise.resolve(), close: () => {} };
    },
  });
  client.open("a.ts", text);
  await client.settled();

  // Findings are pulled only by a client that can be told to pull again.
  const isPulled = declared.pulls && declared.refreshes;
  expect(client.result?.capabilities.diagnosticProvider !== undefined).toBe(isPulled);
  const pulled = isPulled ? await client.pull("a.ts") : undefined;
  const shown = pulled?.kind === "full" ? pulled.items : client.published.at(-1)?.diagnostics;
  expect(client.published.length).toBe(isPulled ? 0 : 1);
  expect(shown?.map(({ code, range }) => [code, range.start.character])).toEqual([
    ["serial-await", 2],
    ["floating-promise", declared.bytes ? 9 : 8],
  ]);
  expect(shown?.some((one) => one.relatedInformation !== undefined)).toBe(declared.related);

  // What a client would not watch is watched here.
  expect(watchesEverything).toBe(!declared.watches);

  // An edit comes late where the client resolves, and in the form that it takes.
  const position = { line: dropped, character: declared.bytes ? 9 : 8 };
  const actions = ((await client.connection.sendRequest("textDocument/codeAction", {
    textDocument: { uri: project.uri("a.ts") },
    range: { start: position, end: position },
    context: { diagnostics: [] },
  })) ?? []) as CodeAction[];
  const [first] = actions;
  expect(first?.edit !== undefined).toBe(!declared.resolves);
  const { edit } = declared.resolves
    ? ((await client.connection.sendRequest("codeAction/resolve", first)) as CodeAction)
    : (first as CodeAction);
  expect(formOf(edit)).toBe(declared.documentChanges ? "documentChanges" : "changes");
});

function formOf(edit: WorkspaceEdit | undefined): string | undefined {
  return Object.keys(edit ?? {})[0];
}
