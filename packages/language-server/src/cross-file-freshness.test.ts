import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { AnalysisStatus } from "./analysis/messages.js";
import { ProjectPool } from "./analysis/project-pool.js";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { TestClient } from "./testing/test-client.js";

const syncSave = "export function save(name: string): number {\n  return name.length;\n}\n";
const asyncSave =
  "export async function save(name: string): Promise<number> {\n  return name.length;\n}\n";
const caller =
  'import { save } from "./b.js";\n\nexport function main(): void {\n  save("a");\n}\n';
const dropped = ["4:3 floating-promise"];

let project: FixtureProject;
let client: TestClient;

const begin = async (files: Readonly<Record<string, string>>): Promise<void> => {
  project = new FixtureProject({ "tsconfig.json": strictConfig, ...files });
  client = await TestClient.start(project);
};

afterEach(async () => {
  await client.stop();
  project[Symbol.dispose]();
});

describe("a callee made async in an unsaved file", () => {
  beforeEach(() => begin({ "a.ts": caller, "b.ts": syncSave }));

  test("is reported in an open caller, and no longer once it is sync again", async () => {
    client.open("a.ts", caller);
    client.open("b.ts", syncSave);
    expect(await client.findings("a.ts")).toEqual([]);
    client.change("b.ts", [{ text: asyncSave }]);
    expect(await client.findings("a.ts")).toEqual(dropped);
    client.change("b.ts", [{ text: syncSave }]);
    expect(await client.findings("a.ts")).toEqual([]);
  });

  test("is reported in a closed caller, and forgotten when the buffer is thrown away", async () => {
    client.open("b.ts", syncSave);
    client.change("b.ts", [{ text: asyncSave }]);
    expect(await client.findings("a.ts")).toEqual(dropped);
    client.close("b.ts");
    expect(await client.findings("a.ts")).toEqual([]);
  });

  test("stays reported in a closed caller after it is saved", async () => {
    client.open("b.ts", syncSave);
    client.change("b.ts", [{ text: asyncSave }]);
    project.write("b.ts", asyncSave);
    client.changedOnDisk({ "b.ts": "Changed" });
    expect(await client.findings("a.ts")).toEqual(dropped);
  });
});

test("a callee made async reaches its caller through a file that only passes it on", async () => {
  const passing = 'export { save } from "./c.js";\n';
  await begin({ "a.ts": caller, "b.ts": passing, "c.ts": syncSave });
  client.open("a.ts", caller);
  client.open("c.ts", syncSave);
  expect(await client.findings("a.ts")).toEqual([]);
  client.change("c.ts", [{ text: asyncSave }]);
  expect(await client.findings("a.ts")).toEqual(dropped);
});

describe("an edit inside a function's body", () => {
  const status = (): Promise<AnalysisStatus> => client.session.analysis.request("status", {});
  const checkedBy = async (work: () => void): Promise<readonly string[]> => {
    await client.settled();
    const before = (await status()).checks.length;
    work();
    await client.settled();
    const { checks } = await status();
    return checks.slice(0, checks.length - before).map(({ file }) => file);
  };

  beforeEach(async () => {
    await begin({ "a.ts": caller, "b.ts": syncSave });
    client.open("a.ts", caller);
    client.open("b.ts", syncSave);
  });

  test("has only its own file checked again", async () => {
    const first = await checkedBy(() => client.edit("b.ts", "  return", "  // Counted.\n  return"));
    const second = await checkedBy(() => client.edit("b.ts", "Counted.", "Counted, not measured."));
    expect([first, second]).toEqual([[project.path("b.ts")], [project.path("b.ts")]]);
  });

  test("has dependants checked again when it changes what they can see", async () => {
    const edit = (): void => client.change("b.ts", [{ text: asyncSave }]);
    expect((await checkedBy(edit)).slice().sort()).toEqual([
      project.path("a.ts"),
      project.path("b.ts"),
    ]);
    expect(await client.findings("a.ts")).toEqual(dropped);
  });

  test("has dependants checked again when a function between them changed meanwhile", async () => {
    const through =
      'import { save as inner } from "./b.js";\nexport const save = (name: string) => inner(name);\n';
    client.open("c.ts", through);
    client.change("a.ts", [{ text: caller.replace("./b.js", "./c.js") }]);
    expect(await client.findings("a.ts")).toEqual([]);
    client.change("b.ts", [{ text: asyncSave }]);
    expect(await client.findings("a.ts")).toEqual(dropped);
    client.change("c.ts", [{ text: through.replace("inner(name)", "void inner(name)") }]);
    expect(await client.findings("a.ts")).toEqual([]);
    client.change("c.ts", [{ text: through }]);
    expect(await client.findings("a.ts")).toEqual(dropped);
  });
});

test("of a file that nobody imports, what others could see is looked at only once somebody does", async () => {
  const looked = jest.spyOn(ProjectPool.prototype, "signature");
  const files = () => new Set(looked.mock.calls.map(([file]) => file));
  await begin({ "a.ts": "export {};\n", "b.ts": syncSave });
  client.open("a.ts", "export {};\n");
  client.open("b.ts", syncSave);
  client.edit("b.ts", "  return", "  // Counted.\n  return");
  await client.settled();
  expect(files()).toEqual(new Set());
  client.change("a.ts", [{ text: caller }]);
  await client.settled();
  expect(files()).toEqual(new Set([project.path("b.ts")]));
  client.change("b.ts", [{ text: asyncSave }]);
  expect(await client.findings("a.ts")).toEqual(dropped);
  looked.mockRestore();
});

test("what a class does is believed by those that know only the interface that it implements", async () => {
  const store =
    "export interface Store {\n  load(key: string): Promise<number>;\n}\nexport const found: { store: Store } = { store: undefined! };\n";
  const kept = (body: string): string =>
    `import type { Store } from "./store.js";\nexport let hits = 0;\nexport class Kept implements Store {\n  async load(key: string): Promise<number> {\n    ${body}\n  }\n}\n`;
  const reading = kept("return (await wait(key)).length;").replace(
    "export let",
    "/** @effects reads db latency io */\ndeclare function wait(key: string): Promise<string>;\nexport let",
  );
  const user =
    'import { found } from "./store.js";\n\nexport async function both(): Promise<number> {\n  const a = await found.store.load("a");\n  const b = await found.store.load("b");\n  return a + b;\n}\n';
  await begin({ "store.ts": store, "kept.ts": reading, "user.ts": user });
  client.open("user.ts", user);
  client.open("kept.ts", reading);
  expect(await client.findings("user.ts")).toEqual(["4:3 serial-await"]);
  client.edit("kept.ts", "return (await", "hits = key.length; return hits + (await");
  expect(await client.findings("user.ts")).toEqual([]);
  client.edit("kept.ts", "hits = key.length; return hits + (await", "return (await");
  expect(await client.findings("user.ts")).toEqual(["4:3 serial-await"]);
});

test("importers hear of an edit though an import of theirs resolves to nothing", async () => {
  const user = `import "not-installed";\n${caller}`;
  await begin({ "a.ts": user, "b.ts": syncSave, "c.ts": "export const n = 1;\n" });
  client.open("a.ts", user);
  client.open("b.ts", syncSave);
  client.open("c.ts", "export const n = 1;\n");
  expect(await client.findings("a.ts")).toEqual([]);
  client.edit("c.ts", "1", "2");
  expect(await client.findings("a.ts")).toEqual([]);
  client.change("b.ts", [{ text: asyncSave }]);
  expect(await client.findings("a.ts")).toEqual(["5:3 floating-promise"]);
});

test("a type changed in an unsaved file is believed where it is used", async () => {
  const plain = "export interface Store {\n  save(name: string): void;\n}\n";
  const user =
    'import type { Store } from "./b.js";\n\nexport function main(store: Store): void {\n  store.save("a");\n}\n';
  await begin({ "a.ts": user, "b.ts": plain });
  client.open("a.ts", user);
  client.open("b.ts", plain);
  expect(await client.findings("a.ts")).toEqual([]);
  client.edit("b.ts", "): void", "): Promise<void>");
  expect(await client.findings("a.ts")).toEqual(dropped);
  client.edit("b.ts", "): Promise<void>", "): void");
  expect(await client.findings("a.ts")).toEqual([]);
});

test("what a callee does, changed in an unsaved file, decides whether awaits can be gathered", async () => {
  const reads =
    "let count = 0;\n" +
    "export const counted = () => count;\n" +
    'export async function one() {\n  return (await fetch("https://example.org/1")).json();\n}\n' +
    'export async function two() {\n  return (await fetch("https://example.org/2")).json();\n}\n';
  const writes = reads.replace("one() {", "one() {\n  count += 1;");
  const user =
    'import { one, two } from "./b.js";\n\nexport async function main(): Promise<number> {\n  const first = await one();\n  const second = await two();\n  return first + second;\n}\n';
  await begin({
    "tsconfig.json": strictConfig.replace('"ES2022"]', '"ES2022","DOM"]'),
    "a.ts": user,
    "b.ts": reads,
  });
  client.open("a.ts", user);
  client.open("b.ts", reads);
  const gatherable = await client.findings("a.ts");
  client.change("b.ts", [{ text: writes }]);
  const afterWrite = await client.findings("a.ts");
  client.change("b.ts", [{ text: reads }]);
  expect([gatherable, afterWrite, await client.findings("a.ts")]).toEqual([
    ["4:3 serial-await"],
    [],
    ["4:3 serial-await"],
  ]);
});

describe("what happens on disk", () => {
  test("a file that comes to be is found by those that import it", async () => {
    await begin({ "a.ts": caller });
    client.open("a.ts", caller);
    expect(await client.findings("a.ts")).toEqual([]);
    project.write("b.ts", asyncSave);
    client.changedOnDisk({ "b.ts": "Created" });
    expect(await client.findings("a.ts")).toEqual(dropped);
  });

  test("a file that goes away takes findings about it along", async () => {
    await begin({ "a.ts": caller, "b.ts": asyncSave });
    client.open("a.ts", caller);
    expect(await client.findings("a.ts")).toEqual(dropped);
    project.remove("b.ts");
    client.changedOnDisk({ "b.ts": "Deleted" });
    expect(await client.findings("a.ts")).toEqual([]);
  });

  test("a file that is renamed is found under its new name", async () => {
    await begin({ "a.ts": caller, "c.ts": asyncSave });
    client.open("a.ts", caller);
    expect(await client.findings("a.ts")).toEqual([]);
    project.rename("c.ts", "b.ts");
    client.changedOnDisk({ "c.ts": "Deleted", "b.ts": "Created" });
    expect(await client.findings("a.ts")).toEqual(dropped);
  });

  test("a new file that exists in the editor alone is found by those that import it", async () => {
    await begin({ "a.ts": caller });
    client.open("a.ts", caller);
    client.open("b.ts", asyncSave);
    expect(await client.findings("a.ts")).toEqual(dropped);
    client.close("b.ts");
    expect(await client.findings("a.ts")).toEqual([]);
  });

  test("a new file that exists in the editor alone is checked as it is edited, and after it is saved", async () => {
    await begin({ "b.ts": asyncSave, "keep.ts": "export {};\n" });
    await client.pull("b.ts");
    const main = 'import { save } from "./b.js";\n\nexport function main(): void {\n  void 0;\n}\n';
    client.open("a.ts", main);
    expect(await client.findings("a.ts")).toEqual([]);
    client.edit("a.ts", "void 0", 'save("a")');
    expect(await client.findings("a.ts")).toEqual(dropped);
    project.write("a.ts", main);
    client.changedOnDisk({ "a.ts": "Created" });
    expect(await client.findings("a.ts")).toEqual(dropped);
    client.edit("a.ts", 'save("a")', "save");
    expect(await client.findings("a.ts")).toEqual([]);
  });

  test("a branch that is switched changes many files at once", async () => {
    const other = caller.replace("./b.js", "./d.js");
    await begin({ "a.ts": caller, "b.ts": syncSave, "c.ts": other, "d.ts": syncSave });
    client.open("a.ts", caller);
    client.open("c.ts", other);
    expect([await client.findings("a.ts"), await client.findings("c.ts")]).toEqual([[], []]);
    project.write("b.ts", asyncSave);
    project.remove("d.ts");
    project.write("d/index.ts", asyncSave);
    project.write("d.ts", asyncSave);
    client.changedOnDisk({ "b.ts": "Changed", "d.ts": "Changed", "d/index.ts": "Created" });
    expect([await client.findings("a.ts"), await client.findings("c.ts")]).toEqual([
      dropped,
      dropped,
    ]);
  });

  test("an edited tsconfig.json decides anew what an import means", async () => {
    const user = caller.replace("./b.js", "#lib");
    await begin({ "a.ts": user, "b.ts": asyncSave });
    client.open("a.ts", user);
    expect(await client.findings("a.ts")).toEqual([]);
    const config = JSON.parse(strictConfig);
    config.compilerOptions.paths = { "#lib": ["./b.ts"] };
    project.write("tsconfig.json", JSON.stringify(config));
    client.changedOnDisk({ "tsconfig.json": "Changed" });
    expect(await client.findings("a.ts")).toEqual(dropped);
  });

  test("an edited configuration that a tsconfig.json extends counts like the tsconfig.json itself", async () => {
    const user = caller.replace("./b.js", "#lib");
    await begin({ "a.ts": user, "b.ts": asyncSave, "base.json": "{}" });
    const config = JSON.parse(strictConfig);
    project.write("tsconfig.json", JSON.stringify({ ...config, extends: "./base.json" }));
    client.open("a.ts", user);
    expect(await client.findings("a.ts")).toEqual([]);
    project.write(
      "base.json",
      JSON.stringify({ compilerOptions: { paths: { "#lib": ["./b.ts"] } } }),
    );
    client.changedOnDisk({ "base.json": "Changed" });
    expect(await client.findings("a.ts")).toEqual(dropped);
  });

  test("an edited package.json decides anew what an import of its own names means", async () => {
    const user = caller.replace("./b.js", "#lib");
    await begin({ "a.ts": user, "b.ts": asyncSave, "package.json": '{"name":"x"}' });
    client.open("a.ts", user);
    expect(await client.findings("a.ts")).toEqual([]);
    project.write("package.json", '{"name":"x","imports":{"#lib":"./b.ts"}}');
    client.changedOnDisk({ "package.json": "Changed" });
    expect(await client.findings("a.ts")).toEqual(dropped);
  });

  test("a package that is installed is known without a restart", async () => {
    const user = caller.replace("./b.js", "saver");
    await begin({ "a.ts": user });
    client.open("a.ts", user);
    expect(await client.findings("a.ts")).toEqual([]);
    project.write("node_modules/saver/package.json", '{"name":"saver","types":"index.d.ts"}');
    project.write(
      "node_modules/saver/index.d.ts",
      "export declare function save(name: string): Promise<number>;\n",
    );
    client.changedOnDisk({ "node_modules/saver": "Created" });
    expect(await client.findings("a.ts")).toEqual(dropped);
  });

  test("an edited awaitwise.config.json switches rules off and on again", async () => {
    await begin({ "a.ts": caller, "b.ts": asyncSave });
    client.open("a.ts", caller);
    expect(await client.findings("a.ts")).toEqual(dropped);
    project.write("awaitwise.config.json", '{"rules":{"floating-promise":"off"}}');
    client.changedOnDisk({ "awaitwise.config.json": "Created" });
    expect(await client.findings("a.ts")).toEqual([]);
    project.write("awaitwise.config.json", '{"rules":{"floating-promise":"suggestion"}}');
    client.changedOnDisk({ "awaitwise.config.json": "Changed" });
    expect((await client.shown("a.ts")).map(({ severity }) => severity)).toEqual([3]);
    project.remove("awaitwise.config.json");
    client.changedOnDisk({ "awaitwise.config.json": "Deleted" });
    expect((await client.shown("a.ts")).map(({ severity }) => severity)).toEqual([1]);
  });
});

test("a project that imports another's sources hears of edits there", async () => {
  const app = caller.replace("./b.js", "../lib/b.js");
  project = new FixtureProject({
    "app/tsconfig.json": strictConfig,
    "app/a.ts": app,
    "lib/tsconfig.json": strictConfig,
    "lib/b.ts": syncSave,
  });
  client = await TestClient.start(project, { folders: ["app", "lib"] });
  client.open("app/a.ts", app);
  client.open("lib/b.ts", syncSave);
  expect(await client.findings("app/a.ts")).toEqual([]);
  client.change("lib/b.ts", [{ text: asyncSave }]);
  expect(await client.findings("app/a.ts")).toEqual(dropped);
});

test("files that no configuration includes know each other all the same", async () => {
  project = new FixtureProject({ "a.ts": caller, "b.ts": syncSave });
  client = await TestClient.start(project);
  client.open("a.ts", caller);
  client.open("b.ts", syncSave);
  expect(await client.findings("a.ts")).toEqual([]);
  client.change("b.ts", [{ text: asyncSave }]);
  expect(await client.findings("a.ts")).toEqual(dropped);
});
