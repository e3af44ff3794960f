import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Diagnostic } from "vscode-languageserver/node";
import { FixtureProject, strictConfig } from "./testing/fixture-project.js";
import { cacheFiles, changeRemembered, pretendRemembered } from "./testing/remembered-project.js";
import { inShort, TestClient, type TestClientOptions } from "./testing/test-client.js";

const caller = [
  'import { save } from "./b.js";',
  'import { other } from "pkg";',
  "",
  "export function main(): void {",
  '  save("é");',
  "  other();",
  "}",
  "",
].join("\n");
const asyncSave = "export async function save(name: string): Promise<void> {\n  name;\n}\n";
const syncSave = "export function save(name: string): void {\n  name;\n}\n";
const files = {
  "tsconfig.json": strictConfig,
  "a.ts": caller,
  "b.ts": asyncSave,
  "aside.ts": "export const aside = 1;\n",
  "node_modules/pkg/package.json": '{ "name": "pkg", "version": "1.0.0", "types": "index.d.ts" }',
  "node_modules/pkg/index.d.ts": "export function other(): void;\n",
};
const isPretended = ({ message }: Diagnostic): boolean => message === "Remembered";

let project: FixtureProject;

beforeEach(() => {
  project = new FixtureProject(files);
});
afterEach(() => {
  project[Symbol.dispose]();
});

/** One session of an editor; what is shown of `a.ts`, each time that it is. */
async function session(
  work: (client: TestClient) => Promise<void> | void = (client) => client.open("a.ts", caller),
  options: TestClientOptions = {},
): Promise<readonly (readonly Diagnostic[])[]> {
  const client = await TestClient.start(project, { remembers: true, ...options });
  try {
    await work(client);
    await client.settled();
    return client.published
      .filter(({ uri }) => uri === project.uri("a.ts"))
      .map(({ diagnostics }) => diagnostics);
  } finally {
    await client.stop();
  }
}

const pretend = (): void => pretendRemembered(project, "a.ts");

test("what the last session found is shown before the project is read, and is what is found then", async () => {
  const capabilities = { textDocument: { publishDiagnostics: { relatedInformation: true } } };
  const [found] = await session(undefined, { capabilities });
  expect(found?.map(inShort)).toEqual(["5:3 floating-promise"]);
  expect(await session(undefined, { capabilities })).toEqual([found, found]);
  pretend();
  const [first, second, ...others] = await session();
  expect(first?.map(({ message, range }) => ({ message, range }))).toEqual([
    { message: "Remembered", range: found?.[0]?.range },
  ]);
  expect(second?.map(inShort)).toEqual(["5:3 floating-promise"]);
  expect(second?.some(isPretended)).toBe(false);
  expect(others).toEqual([]);
});

test("a client that pulls is answered with what is remembered, and told to ask again where that is old", async () => {
  await session();
  pretend();
  await session(
    async (client) => {
      client.open("a.ts", caller);
      const first = await client.pull("a.ts");
      expect(first.kind === "full" && first.items.every(isPretended)).toBe(true);
      await client.until(() => client.refreshes > 0);
      await client.settled();
      const second = await client.pull("a.ts");
      expect(second.kind === "full" && second.items.map(inShort)).toEqual(["5:3 floating-promise"]);
      expect(second.kind === "full" && second.items.some(isPretended)).toBe(false);
    },
    {
      capabilities: {
        textDocument: { diagnostic: {} },
        workspace: { diagnostics: { refreshSupport: true } },
      },
    },
  );
});

test("a client that pulls is told nothing where what is remembered is what is found", async () => {
  await session();
  await session(
    async (client) => {
      client.open("a.ts", caller);
      const first = await client.pull("a.ts");
      await client.settled();
      expect(client.refreshes).toBe(0);
      expect(await client.pull("a.ts")).toEqual(first);
    },
    {
      capabilities: {
        textDocument: { diagnostic: {} },
        workspace: { diagnostics: { refreshSupport: true } },
      },
    },
  );
});

// With the native types it is not known which names of modules lead nowhere: less is kept, and nothing wrong.
const ofReference = { types: "ts-morph" } as const;

test("other files' findings are kept from session to session", async () => {
  await session(undefined, ofReference);
  await session((client) => client.open("aside.ts", files["aside.ts"]), ofReference);
  pretend();
  const [first] = await session(undefined, ofReference);
  expect(first?.some(isPretended)).toBe(true);
});

describe("what is remembered is used", () => {
  const stillUsed: [string, () => void][] = [
    [
      "a file changed that nobody imports",
      () => project.write("aside.ts", "export const b = 2;\n"),
    ],
    ["a file was written anew as it was", () => project.write("b.ts", asyncSave)],
    ["a file came that is no source", () => project.write("notes.md", "notes\n")],
  ];
  test.each(stillUsed)("where %s", async (_, meanwhile) => {
    await session(undefined, ofReference);
    pretend();
    meanwhile();
    const [first, second] = await session(undefined, ofReference);
    expect(first?.some(isPretended)).toBe(true);
    expect(second?.some(isPretended)).toBe(false);
  });
});

describe("what is remembered is not used", () => {
  const outdated: [string, () => void][] = [
    ["the file changed", () => project.write("a.ts", `${caller}// more\n`)],
    ["a file that it imports changed", () => project.write("b.ts", syncSave)],
    ["a file that it imports went", () => project.remove("b.ts")],
    [
      "a file came that an import leads to instead",
      () => project.write("b.js", "export {};\n") ?? project.write("b.tsx", syncSave),
    ],
    [
      "a file declares something for all",
      () =>
        project.write("aside.ts", "export const aside = 1;\ndeclare global {\n  let x: 1;\n}\n"),
    ],
    ["a file is no module any more", () => project.write("aside.ts", "const aside = 1;\n")],
    [
      "a file may stand behind what others call",
      () => project.write("aside.ts", "export class Aside {}\n"),
    ],
    [
      "a file imports what nobody imported",
      () => project.write("aside.ts", 'import "./b.js";\nexport const aside = 1;\n'),
    ],
    ["a source came", () => project.write("new.ts", "export {};\n")],
    [
      "tsconfig.json changed",
      () => project.write("tsconfig.json", strictConfig.replace('"strict":true', '"strict":false')),
    ],
    [
      "the configuration came",
      () =>
        project.write("awaitwise.config.json", '{ "rules": { "floating-promise": "warning" } }'),
    ],
    [
      "a package was installed anew",
      () => project.write("node_modules/pkg/index.d.ts", "export function other(): Promise<1>;\n"),
    ],
    [
      "a package has another entry",
      () =>
        project.write(
          "node_modules/pkg/package.json",
          '{ "name": "pkg", "version": "1.0.1", "types": "other.d.ts" }',
        ),
    ],
    [
      "another version has written it",
      () => changeRemembered(project, (entry) => (entry.tool = "another")),
    ],
    [
      "it is damaged",
      () => {
        const [path = ""] = cacheFiles(project);
        writeFileSync(path, readFileSync(path, "utf8").slice(0, -9));
      },
    ],
  ];
  test.each(outdated)("where %s", async (_, meanwhile) => {
    await session();
    pretend();
    meanwhile();
    const shown = await session((client) =>
      client.open("a.ts", readFileSync(project.path("a.ts"), "utf8")),
    );
    expect(shown.flat().some(isPretended)).toBe(false);
    const fresh = await session(
      (client) => client.open("a.ts", readFileSync(project.path("a.ts"), "utf8")),
      { remembers: false },
    );
    expect(shown.at(-1)).toEqual(fresh.at(-1));
  });

  test("where the text in the editor is another than the disk's", async () => {
    await session();
    pretend();
    const shown = await session((client) => client.open("a.ts", caller.replace("other();", "")));
    expect(shown.flat().some(isPretended)).toBe(false);
  });

  test("where a file that it imports is open with another text than the disk's", async () => {
    await session();
    pretend();
    const shown = await session((client) => {
      client.open("b.ts", syncSave);
      client.open("a.ts", caller);
    });
    expect(shown.flat().some(isPretended)).toBe(false);
    expect(shown.at(-1)).toEqual([]);
  });

  test("where a file that it may import is open that is not on the disk", async () => {
    await session();
    pretend();
    const shown = await session((client) => {
      client.open("b.tsx", syncSave);
      client.open("a.ts", caller);
    });
    expect(shown.flat().some(isPretended)).toBe(false);
  });

  test("where the settings choose another preset", async () => {
    await session();
    pretend();
    const shown = await session(undefined, { initializationOptions: { preset: "strict" } });
    expect(shown.flat().some(isPretended)).toBe(false);
  });

  test("where the settings say that nothing is to be kept", async () => {
    await session();
    pretend();
    const shown = await session(undefined, { initializationOptions: { cache: false } });
    expect(shown.flat().some(isPretended)).toBe(false);
  });
});

describe("nothing is written", () => {
  test("where the settings say so", async () => {
    await session(undefined, { initializationOptions: { cache: false } });
    expect(cacheFiles(project)).toEqual([]);
  });

  test("of a project that is not as it is on the disk", async () => {
    await session((client) => {
      client.open("a.ts", caller);
      client.open("b.ts", syncSave);
    });
    expect(cacheFiles(project)).toEqual([]);
  });

  test("in a folder where neither packages are installed nor the command line has kept anything", async () => {
    project.remove("node_modules");
    await session();
    expect(readdirSync(project.root).sort()).toEqual(["a.ts", "aside.ts", "b.ts", "tsconfig.json"]);
  });
});

test("what was edited and saved is remembered as it was saved", async () => {
  await session(async (client) => {
    client.open("a.ts", caller);
    client.open("b.ts", asyncSave);
    await client.settled();
    client.change("b.ts", [{ text: syncSave }]);
    client.change("a.ts", [{ text: `\n${caller}` }]);
    await client.settled();
    client.change("b.ts", [{ text: asyncSave }]);
    project.write("a.ts", `\n${caller}`);
    client.changedOnDisk({ "a.ts": "Changed" });
  });
  pretend();
  const [first] = await session((client) => client.open("a.ts", `\n${caller}`));
  expect(first?.map(inShort)).toEqual(["6:3 floating-promise"]);
  expect(first?.every(isPretended)).toBe(true);
});

test("what was found is written down when nothing has happened for a while", async () => {
  // Time passes for what waits for it, and nothing else.
  jest.useFakeTimers({
    doNotFake: [
      ...(["Date", "hrtime", "nextTick", "performance", "queueMicrotask"] as const),
      ...(["setImmediate", "clearImmediate", "setInterval", "clearInterval"] as const),
    ],
  });
  try {
    const client = await TestClient.start(project, { remembers: true });
    client.open("a.ts", caller);
    await client.settled();
    jest.advanceTimersByTime(9_999);
    client.open("b.ts", asyncSave);
    await client.settled();
    jest.advanceTimersByTime(9_999);
    await client.settled();
    expect(cacheFiles(project)).toEqual([]);
    jest.advanceTimersByTime(10_000);
    while (cacheFiles(project).length === 0) await new Promise(setImmediate);
    client.analysis.kill("out of memory");
    client.session.shutDown();
    client.connection.dispose();
  } finally {
    jest.useRealTimers();
  }
  pretend();
  const [first] = await session();
  expect(first?.some(isPretended)).toBe(true);
});

test("what is edited while it is written down is not", async () => {
  const client = await TestClient.start(project, { remembers: true });
  client.open("a.ts", caller);
  await client.settled();
  const written = client.session.analysis.request("remember", {});
  client.edit("a.ts", "other();", "");
  await client.settled();
  await written;
  expect(cacheFiles(project)).toEqual([]);
  await client.stop();
  expect(cacheFiles(project)).toEqual([]);
});

test("sessions that end at once leave what can be read", async () => {
  await Promise.all([session(), session(), session()]);
  pretend();
  const [first] = await session();
  expect(first?.some(isPretended)).toBe(true);
});

test("what is kept in caches says nothing of installed packages", async () => {
  await session(async (client) => {
    client.open("a.ts", caller);
    await client.settled();
    client.changedOnDisk({
      "node_modules/.cache/awaitwise/project-1.json": "Created",
      ".awaitwise-cache/project-2.json": "Created",
    });
    await client.settled();
    expect(client.published.length).toBe(1);
  });
});
