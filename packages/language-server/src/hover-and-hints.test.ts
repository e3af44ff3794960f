import { afterEach, expect, test } from "@jest/globals";
import {
  CodeLensRequest,
  ExecuteCommandRequest,
  HoverRequest,
  InlayHintRequest,
} from "vscode-languageserver/node";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient, type TestClientOptions } from "./testing/test-client.js";

const dropping = "async function f(): Promise<number> {\n  return 1;\n}\nf();\n";
const serial =
  "const load = (name: string) => fetch(name);\n" +
  "export async function main() {\n" +
  '  const one = await load("https://example.org/1");\n' +
  '  const two = await load("https://example.org/2");\n' +
  "  return [one, two];\n" +
  "}\n";

let project: FixtureProject;
let client: TestClient;

const begin = async (text: string, options: TestClientOptions = {}): Promise<void> => {
  project = new FixtureProject({
    "tsconfig.json": strictConfig.replace('"ES2022"]', '"ES2022","DOM"]'),
    "a.ts": text,
  });
  client = await TestClient.start(project, options);
  client.open("a.ts", text);
};
const textDocument = () => ({ uri: project.uri("a.ts") });

afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test("hovering over a finding explains it, in Markdown where the client reads that", async () => {
  await begin(dropping, {
    capabilities: { textDocument: { hover: { contentFormat: ["markdown", "plaintext"] } } },
  });
  const hover = (line: number) =>
    client.connection.sendRequest(HoverRequest.type, {
      textDocument: textDocument(),
      position: { line, character: 0 },
    });
  expect(await hover(3)).toEqual({
    contents: {
      kind: "markdown",
      value: expect.stringMatching(
        /^\*\*awaitwise\*\* `floating-promise`\n\nThis promise is dropped/,
      ),
    },
    range: { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } },
  });
  expect(await hover(0)).toBeNull();
});

test("hovering over any await of a serial group names the evidence", async () => {
  await begin(serial);
  const hover = await client.connection.sendRequest(HoverRequest.type, {
    textDocument: textDocument(),
    position: client.rangeOf("a.ts", 'load("https://example.org/2")').start,
  });
  const value = JSON.stringify(hover?.contents);
  expect(value).toContain("serial-await");
  expect(value).toContain("(a.ts:1)");
});

test("hovering over an await says what it does and why it is not gathered, finding or not", async () => {
  const ordered = serial.replace('load("https://example.org/2")', "load(await one.text())");
  await begin(ordered);
  const hoverAt = async (text: string): Promise<string> => {
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: textDocument(),
      position: client.rangeOf("a.ts", text).start,
    });
    return JSON.stringify(hover?.contents ?? null);
  };
  expect(await hoverAt("await load(await")).toMatch(
    /a\.ts:4 awaits load.*It waits for the network/,
  );
  expect(await hoverAt("await load(await")).toContain("line 3");
  expect(await hoverAt("one.text()")).toBe("null");
});

test("awaitwise.explain answers for the await at a position", async () => {
  await begin(serial);
  const explain = (position: unknown) =>
    client.connection.sendRequest(ExecuteCommandRequest.type, {
      command: "awaitwise.explain",
      arguments: [textDocument().uri, position],
    });
  expect(await explain(client.rangeOf("a.ts", "await load").start)).toMatch(
    /a\.ts:3 awaits `load`\n/,
  );
  expect(await explain({ line: 0, character: 0 })).toBeNull();
});

test("a lens above a function says how many of its awaits can be gathered, unless it is turned off", async () => {
  const text = `${serial.replace("return [one, two]", "const text = await one.text();\n  return [text, two]")}export const both = async () => {
  const [first] = [await load("https://example.org/3")];
  const second = await load("https://example.org/4");
  return [first, second];
};
`;
  await begin(text);
  const lenses = () =>
    client.connection.sendRequest(CodeLensRequest.type, { textDocument: textDocument() });
  const all = (await lenses()) ?? [];
  expect(all.map(({ range, command }) => [range.start.line, command?.title])).toEqual([
    [1, "2 of 3 awaits can be gathered"],
    [7, "2 awaits can be gathered"],
  ]);
  // Choosing it leads to what there is to say about the first of the awaits.
  const { command = "", arguments: given = [] } = all[0]?.command ?? {};
  expect(
    await client.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: given }),
  ).toMatch(/a\.ts:3 awaits `load`\n/);
  await client.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { awaitwise: { codeLens: false } },
  });
  expect(await lenses()).toEqual([]);
});

test("a lens of awaits at the top level of a module stands above them", async () => {
  await begin(
    'const one = await fetch("https://example.org/1");\nconst two = await fetch("https://example.org/2");\nexport { one, two };\n',
  );
  const lenses = await client.connection.sendRequest(CodeLensRequest.type, {
    textDocument: textDocument(),
  });
  expect(lenses?.map(({ range, command }) => [range.start.line, command?.title])).toEqual([
    [0, "2 awaits can be gathered"],
  ]);
});

test("calls whose promise is dropped are marked where the user wants that", async () => {
  await begin(dropping);
  const hints = () =>
    client.connection.sendRequest(InlayHintRequest.type, {
      textDocument: textDocument(),
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    });
  expect(await hints()).toEqual([]);
  await client.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { awaitwise: { inlayHints: { notAwaited: true } } },
  });
  expect((await hints())?.map(({ position, label }) => [position, label])).toEqual([
    [{ line: 3, character: 0 }, "not awaited"],
  ]);
});

test("what traces measured stands beside the line, in the hover and in the finding, and follows the file", async () => {
  const trace = (...times: readonly [number, number]) =>
    [
      '{"awaitwise":{"version":1},"traceEvents":[',
      ...times.map((dur, index) =>
        JSON.stringify({
          name: "await",
          cat: "await",
          args: { at: `file://${project.path("a.ts")}:${index + 3}:21`, in: "main", call: 1 },
          ph: "X",
          ts: index * 1e6,
          dur: dur * 1000,
        }).concat(index + 1 < times.length ? "," : ""),
      ),
      '],"otherData":{}}',
    ].join("\n");
  await begin(serial);
  await client.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { awaitwise: { traceFiles: ["t.json"], inlayHints: { measured: true } } },
  });
  const hints = async () =>
    (
      await client.connection.sendRequest(InlayHintRequest.type, {
        textDocument: textDocument(),
        range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
      })
    )?.map(({ position: { line }, label }) => [line, label]);
  expect(await hints()).toEqual([]);
  project.write("t.json", trace(30, 20));
  const changed = (type: number) =>
    client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: project.uri("t.json"), type }],
    });
  await changed(1);
  expect(await hints()).toEqual([
    [2, "30 ms"],
    [3, "20 ms"],
  ]);
  const hover = await client.connection.sendRequest(HoverRequest.type, {
    textDocument: textDocument(),
    position: client.rangeOf("a.ts", "await load").start,
  });
  const value = JSON.stringify(hover?.contents);
  expect(value).toContain("measured: seen once in traces, 30 ms on average");
  expect(value).toContain("together they would save 20 ms each time");
  project.write("t.json", trace(7, 5));
  await changed(2);
  expect(await hints()).toEqual([
    [2, "7 ms"],
    [3, "5 ms"],
  ]);
});
