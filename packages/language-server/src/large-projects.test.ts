import { afterEach, expect, test } from "@jest/globals";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

const files = 5_000;
let project: FixtureProject;
let client: TestClient;

afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

test("in a project of 5,000 files, an edit is followed to its caller", async () => {
  const module = (index: number): string => `export const n${index}: number = ${index};\n`;
  const first = "export function save0(): number {\n  return 1;\n}\n";
  const user = 'import { save0 } from "./m0.js";\nsave0();\n';
  const all = Array.from({ length: files - 2 }, (_, at) => [`m${at + 1}.ts`, module(at + 1)]);
  project = new FixtureProject({
    "tsconfig.json": strictConfig,
    "m0.ts": first,
    "user.ts": user,
    ...Object.fromEntries(all),
  });
  client = await TestClient.start(project);
  client.open("user.ts", user);
  client.open("m0.ts", first);
  expect(await client.findings("user.ts")).toEqual([]);
  const { projects } = await client.session.analysis.request("status", {});
  expect(projects.map((one) => one.files)).toEqual([files]);
  client.change("m0.ts", [
    { text: "export async function save0(): Promise<number> {\n  return 1;\n}\n" },
  ]);
  expect(await client.findings("user.ts")).toEqual(["2:1 floating-promise"]);
}, 600_000);
