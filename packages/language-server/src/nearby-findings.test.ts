import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { Configurations } from "./analysis/configurations.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { inShort, TestClient, type TestClientOptions } from "./testing/test-client.js";

// The second is forgotten by a type that is inferred three files away.
const text = `import { near } from "./near.js";
import { far } from "./far.js";
near();
far();
`;
const files = {
  "tsconfig.json": strictConfig,
  "a.ts": text,
  "near.ts": "export async function near(): Promise<number> {\n  return 1;\n}\n",
  "far.ts": 'import { second } from "./second.js";\nexport const far = () => second();\n',
  "second.ts": 'import { third } from "./third.js";\nexport const second = () => third();\n',
  "third.ts": "export async function third() {\n  return 3;\n}\n",
  ...Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`n${index}.ts`, "export const n = 1;\n"]),
  ),
};
const pulling = {
  textDocument: { diagnostic: {} },
  workspace: { diagnostics: { refreshSupport: true } },
};
const early = ["3:1 floating-promise"];
const whole = ["3:1 floating-promise", "4:1 floating-promise"];

let project: FixtureProject;
let client: TestClient;

beforeEach(() => {
  project = new FixtureProject(files);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await client.stop();
  project[Symbol.dispose]();
});

const begin = async (options: TestClientOptions = {}): Promise<void> => {
  client = await TestClient.start(project, options);
};
const published = (): readonly (readonly string[])[] =>
  client.published
    .filter(({ uri }) => uri === project.uri("a.ts"))
    .map(({ diagnostics }) => diagnostics.map(inShort));

test("what a file and its neighbours tell is shown before a large project is read, and then all", async () => {
  await begin();
  client.open("a.ts", text);
  await client.settled();
  expect(published()).toEqual([early, whole]);
  client.close("a.ts");
  client.open("a.ts", text);
  await client.settled();
  // The project has been read by now.
  expect(published().slice(2)).toEqual([whole]);
});

test("a client that pulls is answered with it, and told to ask again", async () => {
  await begin({ capabilities: pulling });
  client.open("a.ts", text);
  const first = await client.pull("a.ts");
  expect(first.kind === "full" && first.items.map(inShort)).toEqual(early);
  await client.until(() => client.refreshes > 0);
  const second = await client.pull("a.ts");
  expect(second.kind === "full" && second.items.map(inShort)).toEqual(whole);
});

test("a text that is edited before anything could be told of it is checked as it is then", async () => {
  await begin({ capabilities: pulling });
  client.open("a.ts", text);
  client.edit("a.ts", "near();", "void near();");
  const first = await client.pull("a.ts");
  expect(first.kind === "full" && first.items.map(inShort)).toEqual(["4:1 floating-promise"]);
});

test("comments hide what is found early, and none is called unused by what is not found yet", async () => {
  const silent = `${text.replace("near();", "near(); // awaitwise-ignore-line -- nobody waits")}// awaitwise-ignore-next-line floating-promise -- nobody waits\nfar();\n`;
  project.write("a.ts", silent);
  await begin();
  client.open("a.ts", silent);
  await client.settled();
  expect(published()).toEqual([[], ["4:1 floating-promise"]]);
});

test.each([
  ["pushed to", {}],
  ["pulls", { capabilities: pulling }],
])(
  "where it fails, a client that is %s is told all the same what is found in the whole project",
  async (_, options) => {
    jest.spyOn(Configurations.prototype, "checkNearby").mockImplementation(() => {
      throw new Error("boom");
    });
    await begin(options);
    client.open("a.ts", text);
    const report = await client.pull("a.ts");
    expect(report.kind === "full" && report.items.map(inShort)).toEqual(whole);
    await client.settled();
    expect(client.logged).toContain("Nothing is told before the project is read: boom");
    expect(client.analysis.started).toBe(1);
  },
);
