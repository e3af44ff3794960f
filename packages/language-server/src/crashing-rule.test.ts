import { afterEach, expect, jest, test } from "@jest/globals";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

// No rule crashes when it is wanted to: one is made to, in the analyser that the server runs here.
const { floatingPromise } = jest.requireActual<{ floatingPromise: { visit(): void } }>(
  "../../analyzer/src/rules/floating-promise/floating-promise",
);

const text =
  'async function f(): Promise<number> {\n  return 1;\n}\nf();\nexport const g = (): string => "" + f();\n';

let project: FixtureProject;
let client: TestClient;

afterEach(async () => {
  jest.restoreAllMocks();
  await client.stop();
  project[Symbol.dispose]();
});

test("a rule that crashes reports itself, the others go on, and it is back once it works again", async () => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, "a.ts": text });
  client = await TestClient.start(project);
  jest.spyOn(floatingPromise, "visit").mockImplementation(() => {
    throw new Error("boom");
  });
  client.open("a.ts", text);
  const [crash, ...others] = await client.shown("a.ts");
  expect(crash).toMatchObject({
    code: "internal-error",
    message: expect.stringMatching(/"floating-promise" failed on ".*a\.ts".*: boom\./),
  });
  expect(others.map(({ code, range }) => [code, range.start.line])).toEqual([
    ["promise-as-value", 4],
  ]);
  jest.restoreAllMocks();
  client.edit("a.ts", "return 1", "return 2");
  expect(await client.findings("a.ts")).toEqual(["4:1 floating-promise", "5:37 promise-as-value"]);
});
