import { afterEach, describe, expect, test } from "@jest/globals";
import {
  DidChangeConfigurationNotification,
  DidChangeWorkspaceFoldersNotification,
  ExecuteCommandRequest,
  SetTraceNotification,
} from "vscode-languageserver/node";
import type { AnalysisStatus } from "./analysis/messages.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient, type TestClientOptions, typesOfTests } from "./testing/test-client.js";

const text = "async function f(): Promise<number> {\n  return 1;\n}\nf();\n";
const dropped = ["4:1 floating-promise"];

let project: FixtureProject;
let client: TestClient;

const begin = async (options: TestClientOptions = {}): Promise<void> => {
  project = new FixtureProject({
    "one/tsconfig.json": strictConfig,
    "one/a.ts": text,
    "two/tsconfig.json": strictConfig,
    "two/a.ts": text,
  });
  client = await TestClient.start(project, { folders: ["one", "two"], ...options });
};
const run = (command: string, ...given: unknown[]): Promise<unknown> =>
  client.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: given });

afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

describe("settings", () => {
  test("are taken from the initialization options, and replaced by a notification", async () => {
    await begin({ initializationOptions: { enable: false } });
    client.open("one/a.ts", text);
    expect(await client.findings("one/a.ts")).toEqual([]);
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { awaitwise: { enable: true } },
    });
    expect(await client.findings("one/a.ts")).toEqual(dropped);
  });

  test("are asked for, for each folder its own", async () => {
    await begin({
      capabilities: { workspace: { configuration: true } },
      configuration: (scopeUri) => ({ enable: scopeUri?.endsWith("/one") !== true }),
    });
    client.open("one/a.ts", text);
    client.open("two/a.ts", text);
    await client.until(() => Object.keys(client.session.folderSettings).length > 0);
    expect(await client.findings("two/a.ts")).toEqual(dropped);
    expect(await client.findings("one/a.ts")).toEqual([]);
  });

  test("of the wrong type are named in the log, and the others hold", async () => {
    await begin({ initializationOptions: { enable: false, scope: "everywhere" } });
    client.open("one/a.ts", text);
    expect(await client.findings("one/a.ts")).toEqual([]);
    expect(client.logged).toContain(
      'The setting "awaitwise.scope" is "everywhere": use one of open, workspace',
    );
  });

  test("that are nothing at all leave the defaults in force", async () => {
    await begin({
      capabilities: { workspace: { configuration: true } },
      initializationOptions: null,
    });
    client.open("one/a.ts", text);
    expect(await client.findings("one/a.ts")).toEqual(dropped);
  });

  test("in a broken configuration file are told to the user, and the defaults hold", async () => {
    await begin();
    project.write("one/awaitwise.config.json", "{ nonsense");
    client.open("one/a.ts", text);
    expect(await client.findings("one/a.ts")).toEqual(dropped);
    expect(client.logged.some((line) => line.includes("awaitwise.config.json"))).toBe(true);
  });
});

test("a folder that is added is served with its own configuration", async () => {
  await begin({ folders: ["one"] });
  project.write("two/awaitwise.config.json", '{"rules":{"floating-promise":"off"}}');
  await client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
    event: { added: [{ uri: project.uri("two"), name: "two" }], removed: [] },
  });
  client.open("one/a.ts", text);
  client.open("two/a.ts", text);
  expect([await client.findings("one/a.ts"), await client.findings("two/a.ts")]).toEqual([
    dropped,
    [],
  ]);
  expect(client.session.folders.map(({ file }) => file)).toEqual([
    project.path("one"),
    project.path("two"),
  ]);
});

describe("commands", () => {
  test("awaitwise.status tells which configurations serve a document", async () => {
    await begin();
    project.write("one/awaitwise.config.json", "{}");
    client.open("one/a.ts", text);
    await client.settled();
    const status = (await run("awaitwise.status", project.uri("one/a.ts"))) as AnalysisStatus;
    expect(status.file).toEqual({
      path: project.path("one/a.ts"),
      project: project.path("one/tsconfig.json"),
      configFile: project.path("one/tsconfig.json"),
      settingsFile: project.path("one/awaitwise.config.json"),
    });
    expect(status.projects).toEqual([
      {
        key: project.path("one/tsconfig.json"),
        configFile: project.path("one/tsconfig.json"),
        files: 1,
        openFiles: 1,
        types: typesOfTests === "native" ? "native" : "ts-morph",
        problems: [],
      },
    ]);
    expect(status.checks.map(({ file }) => file)).toEqual([project.path("one/a.ts")]);
  });

  test("awaitwise.explain answers with the rule's page", async () => {
    await begin();
    expect(await run("awaitwise.explain", "floating-promise")).toMatch(/^# floating-promise\n/);
    expect(await run("awaitwise.explain", "levitation")).toMatch(/^There is no rule "levitation"/);
  });

  test("awaitwise.restart opens projects anew", async () => {
    await begin();
    client.open("one/a.ts", text);
    expect(await client.findings("one/a.ts")).toEqual(dropped);
    project.write("one/awaitwise.config.json", '{"rules":{"floating-promise":"off"}}');
    await run("awaitwise.restart", project.uri("one/a.ts"));
    expect(await client.findings("one/a.ts")).toEqual([]);
  });

  test("awaitwise.report holds what a maintainer needs, and no source text", async () => {
    await begin();
    client.open("one/a.ts", `${text}const secret = "xyzzy";\n`);
    await client.settled();
    const report = String(await run("awaitwise.report"));
    expect(report).toContain("1 files, 1 open");
    expect(report).not.toContain("xyzzy");
  });
});

test("a trace names requests and times, and no source text", async () => {
  await begin();
  const traced: string[] = [];
  client.connection.onNotification("$/logTrace", ({ message }: { message: string }) => {
    traced.push(message);
  });
  await client.connection.sendNotification(SetTraceNotification.type, { value: "verbose" });
  client.open("one/a.ts", `${text}const secret = "xyzzy";\n`);
  await client.pull("one/a.ts");
  await client.settled();
  expect(traced.map((line) => line.replace(/ took .*/, ""))).toEqual([
    "$/setTrace",
    "textDocument/didOpen",
    "textDocument/diagnostic",
  ]);
  expect([...traced, ...client.logged].join()).not.toContain("xyzzy");
});
