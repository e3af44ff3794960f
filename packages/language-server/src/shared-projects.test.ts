import { afterEach, expect, test } from "@jest/globals";
import { ExecuteCommandRequest } from "vscode-languageserver/node";
import type { AnalysisStatus } from "./analysis/messages.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

const text = "async function f(): Promise<number> {\n  return 1;\n}\nf();\n";
const dropped = ["4:1 floating-promise"];

let project: FixtureProject;
let client: TestClient;

const status = (): Promise<AnalysisStatus> =>
  client.connection.sendRequest(ExecuteCommandRequest.type, {
    command: "awaitwise.status",
    arguments: [],
  });
const openProjects = async (): Promise<readonly string[]> =>
  (await status()).projects.map(({ key }) => key);

afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test("folders that lead to the same configuration share one project", async () => {
  project = new FixtureProject({
    "tsconfig.json": strictConfig,
    "src/one/a.ts": text,
    "src/two/a.ts": text,
  });
  client = await TestClient.start(project, { folders: ["", "src/one", "src/two"] });
  client.open("src/one/a.ts", text);
  client.open("src/two/a.ts", text);
  expect(await client.findings("src/one/a.ts")).toEqual(dropped);
  expect(await client.findings("src/two/a.ts")).toEqual(dropped);
  expect(await openProjects()).toEqual([project.path("tsconfig.json")]);
});

test("of projects in which nothing is open any more, the two used last are kept", async () => {
  const names = ["a", "b", "c", "d", "e"];
  project = new FixtureProject(
    Object.fromEntries(
      names.flatMap((name) => [
        [`${name}/tsconfig.json`, strictConfig],
        [`${name}/a.ts`, text],
      ]),
    ),
  );
  client = await TestClient.start(project, { folders: names });
  for (const name of names) {
    client.open(`${name}/a.ts`, text);
    expect(await client.findings(`${name}/a.ts`)).toEqual(dropped);
  }
  expect(await openProjects()).toHaveLength(5);
  for (const name of names.slice(0, 4)) client.close(`${name}/a.ts`);
  await client.settled();
  expect(await openProjects()).toEqual(
    ["c", "d", "e"].map((name) => project.path(`${name}/tsconfig.json`)),
  );
  // What was let go is read anew when it is wanted.
  client.open("a/a.ts", text);
  expect(await client.findings("a/a.ts")).toEqual(dropped);
});

test("the status says what the server holds in memory, and how long the last checks took", async () => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": text });
  client = await TestClient.start(project);
  client.open("a.ts", text);
  await client.settled();
  client.edit("a.ts", "return 1", "return 2");
  await client.settled();
  const { memory, checks } = await status();
  expect([memory.heapUsed > 0, memory.rss > memory.heapUsed]).toEqual([true, true]);
  expect(checks.map(({ file, ms }) => [file, ms > 0])).toEqual([
    [project.path("a.ts"), true],
    [project.path("a.ts"), true],
  ]);
});
