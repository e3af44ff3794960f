import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  InlayHintRefreshRequest,
} from "vscode-languageserver/node";
import { FixtureProject, strictConfig } from "../testing/fixture-project.js";
import { TestClient } from "../testing/test-client.js";

let project: FixtureProject;
let client: TestClient;
/** What the server had the client ask for again, in order. */
let asked: string[];

const saved = "export function save(id: string): number { return id.length; }\n";
const main = 'import { save } from "./b.js";\nsave("x");\n';

async function begin(workspace: object): Promise<void> {
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": main, "b.ts": saved });
  client = await TestClient.start(project, { capabilities: { workspace } });
  client.connection.onRequest(CodeLensRefreshRequest.method, () => {
    asked.push("lenses");
    return null;
  });
  client.connection.onRequest(InlayHintRefreshRequest.method, () => {
    asked.push("hints");
    return null;
  });
  client.open("a.ts", main);
  client.open("b.ts", saved);
  await client.settled();
  asked = [];
}

beforeEach(() => {
  asked = [];
});
afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

const both = { codeLens: { refreshSupport: true }, inlayHint: { refreshSupport: true } };

describe("lenses and hints are asked for again", () => {
  test("when settings change, as far as the client knows how", async () => {
    const settings = { awaitwise: { inlayHints: { notAwaited: true } } };
    await begin(both);
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
    await client.settled();
    expect(asked.sort()).toEqual(["hints", "lenses"]);
    await client.stop();
    project[Symbol.dispose]();

    await begin({ inlayHint: { refreshSupport: true } });
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
    await client.settled();
    expect(asked).toEqual(["hints"]);
  });

  test("when a configuration or a trace changes on disk", async () => {
    await begin(both);
    project.write("awaitwise.config.json", "{}");
    client.changedOnDisk({ "awaitwise.config.json": "Created" });
    await client.settled();
    expect(asked.sort()).toEqual(["hints", "lenses"]);
  });

  test("when an edit of one file changes what is found in another, but not for the file itself", async () => {
    await begin(both);
    client.change("b.ts", [{ text: saved.replace("length;", "length + 1;") }]);
    await client.settled();
    expect(asked).toEqual([]);
    client.change("b.ts", [
      { text: "export async function save(id: string): Promise<number> { return id.length; }\n" },
    ]);
    await client.settled();
    expect(asked.sort()).toEqual(["hints", "lenses"]);
  });
});
