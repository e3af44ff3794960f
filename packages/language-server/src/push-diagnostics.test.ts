import { afterEach, describe, expect, test } from "@jest/globals";
import {
  type ClientCapabilities,
  DiagnosticSeverity,
  DiagnosticTag,
} from "vscode-languageserver/node";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { inShort, TestClient } from "./testing/test-client.js";

const dropping = "async function f(): Promise<number> {\n  return 1;\n}\nf();\n";

let project: FixtureProject;
let client: TestClient;

const begin = async (
  files: Readonly<Record<string, string>> = {},
  capabilities: ClientCapabilities = {},
): Promise<void> => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": dropping, ...files });
  client = await TestClient.start(project, { capabilities });
};

afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test("a finding says where, how bad, which rule, and what to do", async () => {
  await begin({}, { textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } });
  client.open("a.ts", dropping);
  expect(await client.shown("a.ts")).toEqual([
    {
      range: { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } },
      severity: DiagnosticSeverity.Error,
      code: "floating-promise",
      codeDescription: { href: expect.stringMatching(/^file:.*\/floating-promise\.md$/) },
      source: "awaitwise",
      message: expect.stringMatching(/^This promise is dropped: .* Await it/),
      data: { fingerprint: "floating-promise:52:56" },
    },
  ]);
});

test("what a fix would only take away is faded, and nothing else", async () => {
  project = new FixtureProject({ "tsconfig.json": strictConfig });
  client = await TestClient.start(project, { initializationOptions: { preset: "strict" } });
  client.open("b.ts", "export async function main(): Promise<number> {\n  return await 1;\n}\n");
  const [first] = await client.shown("b.ts");
  expect([first?.code, first?.tags, first?.range]).toEqual([
    "await-non-promise",
    [DiagnosticTag.Unnecessary],
    { start: { line: 1, character: 9 }, end: { line: 1, character: 15 } },
  ]);
});

test("evidence is shown as related information to a client that knows it", async () => {
  const serial =
    'const load = (name: string) => fetch("https://example.org/?" + name);\n' +
    "export async function main() {\n" +
    '  const one = await load("1");\n' +
    '  const two = await load("2");\n' +
    "  return [one, two];\n" +
    "}\n";
  const dom = { "tsconfig.json": strictConfig.replace('"ES2022"]', '"ES2022","DOM"]') };
  await begin(dom, { textDocument: { publishDiagnostics: { relatedInformation: true } } });
  client.open("a.ts", serial);
  const [finding] = await client.shown("a.ts");
  expect(finding?.code).toBe("serial-await");
  const places = finding?.relatedInformation?.map(({ location }) => [
    location.uri,
    location.range.start.line,
  ]);
  expect(places).toEqual([
    [project.uri("a.ts"), 0],
    [project.uri("a.ts"), 0],
  ]);
});

test("findings carry the version of the text they are about, where the client asks for it", async () => {
  await begin({}, { textDocument: { publishDiagnostics: { versionSupport: true } } });
  client.open("a.ts", dropping, 7);
  client.edit("a.ts", "f();", "\nf();");
  await client.shown("a.ts");
  const last = client.published.at(-1);
  expect([last?.version, last?.diagnostics.map(inShort)]).toEqual([8, ["5:1 floating-promise"]]);
});

test("what a request brought to light is pushed all the same", async () => {
  await begin();
  client.open("a.ts", dropping);
  await client.pull("a.ts");
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
});

test("a closed document shows nothing any more", async () => {
  await begin();
  client.open("a.ts", dropping);
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
  client.close("a.ts");
  expect(await client.findings("a.ts")).toEqual([]);
});

test("all files of the workspace are shown where the setting says so", async () => {
  project = new FixtureProject({
    "tsconfig.json": strictConfig,
    "a.ts": dropping,
    "b.ts": "export {};\n",
  });
  client = await TestClient.start(project, { initializationOptions: { scope: "workspace" } });
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
  client.open("a.ts", dropping);
  client.edit("a.ts", "f();", "void f();");
  expect(await client.findings("a.ts")).toEqual([]);
  client.close("a.ts");
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
});

test("a text with syntax errors keeps the findings outside of them", async () => {
  await begin();
  client.open("a.ts", `${dropping}const = ;\n`);
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
});

test("a document with another scheme than file is left alone", async () => {
  await begin();
  await client.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri: "untitled:Untitled-1", languageId: "typescript", version: 1, text: "f()" },
  });
  await client.settled();
  expect(client.published).toEqual([]);
});

describe("columns", () => {
  const text = `async function f(): Promise<number> {\n  return 1;\n}\n/* é😀 */ f();\n`;

  test.each([
    ["utf-8", 13],
    ["utf-16", 10],
    ["utf-32", 9],
  ])("are counted as the client asked, in %s", async (encoding, column) => {
    await begin({}, { general: { positionEncodings: [encoding] } });
    expect(client.result?.capabilities.positionEncoding).toBe(encoding);
    client.open("a.ts", text);
    expect((await client.shown("a.ts")).map(({ range }) => range)).toEqual([
      { start: { line: 3, character: column }, end: { line: 3, character: column + 4 } },
    ]);
  });

  test.each([
    ["utf-8", 13],
    ["utf-16", 10],
    ["utf-32", 9],
  ])("of an edit are understood as the client asked, in %s", async (encoding, column) => {
    await begin({}, { general: { positionEncodings: [encoding] } });
    client.open("a.ts", text);
    const at = { line: 3, character: column };
    // The client's own copy counts in UTF-16, so this goes past it.
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: project.uri("a.ts"), version: 2 },
      contentChanges: [{ range: { start: at, end: at }, text: "void " }],
    });
    expect(await client.findings("a.ts")).toEqual([]);
    expect(client.session.documents.get(project.uri("a.ts"))?.text).toBe(
      text.replace("f();", "void f();"),
    );
  });

  test("are in UTF-16 where the client names only what nobody knows", async () => {
    await begin({}, { general: { positionEncodings: ["ebcdic"] } });
    expect(client.result?.capabilities.positionEncoding).toBe("utf-16");
  });
});
