import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { WorkDoneProgress, WorkDoneProgressCreateRequest } from "vscode-languageserver/node";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

const text = "async function f(): Promise<number> {\n  return 1;\n}\nf();\n";

let project: FixtureProject;
let client: TestClient;
/** What the client was shown, in order. */
let shown: unknown[];

const begin = async (window: object, agrees = true): Promise<void> => {
  client = await TestClient.start(project, { capabilities: { window } });
  client.connection.onRequest(WorkDoneProgressCreateRequest.method, ({ token }) => {
    if (!agrees) throw new Error("No more progress, please");
    client.connection.onProgress(WorkDoneProgress.type, token, (value) => {
      shown.push(value);
    });
    return null;
  });
};

beforeEach(() => {
  shown = [];
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": text });
});
afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test("a project that is read is shown while it lasts, once, to a client that shows progress", async () => {
  await begin({ workDoneProgress: true });
  client.open("a.ts", text);
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
  client.edit("a.ts", "return 1", "return 2");
  await client.settled();
  expect(shown).toEqual([
    {
      kind: "begin",
      title: "awaitwise",
      message: `Reading ${project.path("tsconfig.json")}`,
      cancellable: false,
    },
    { kind: "end" },
  ]);
});

test("a client that does not show progress, or refuses, is spared it and still served", async () => {
  await begin({});
  client.open("a.ts", text);
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
  await client.stop();
  await begin({ workDoneProgress: true }, false);
  client.open("a.ts", text);
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise"]);
  expect(shown).toEqual([]);
});
