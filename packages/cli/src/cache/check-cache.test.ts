import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { runCli, spawnCli } from "../testkit/run-cli.js";
import {
  cleanSource,
  droppedPromise,
  plainTsconfig,
  type ScratchFolder,
  scratchFolder,
} from "../testkit/scratch-folder.js";

const caller = 'import { write } from "./b.js";\nexport function save(): void {\n  write();\n}\n';
const sync = "export function write(): void {}\n";
const turnedAsync = "export declare function write(): Promise<void>;\n";

async function check(folder: ScratchFolder, ...args: string[]): Promise<string[]> {
  const { stdout } = await runCli(["--format", "compact", ...args], { cwd: folder.path });
  return stdout.split("\n").flatMap((line) => line.split(": ")[0] || []);
}

/** Files of the cache, without its .gitignore. */
function cacheFiles(folder: ScratchFolder, at = ".awaitwise-cache"): string[] {
  return readdirSync(join(folder.path, at))
    .filter((name) => name !== ".gitignore")
    .map((name) => join(folder.path, at, name));
}

/** Changes what the cache remembers of a file, so that a test sees whether it is used. */
function forge(folder: ScratchFolder, file: string): void {
  change(folder, "project-", (entry) => {
    entry.results[join(folder.path, file)] = {
      ...entry.results[join(folder.path, file)],
      fingerprints: ["f"],
      findings: [
        {
          rule: "forged",
          severity: "error",
          confidence: "high",
          message: "From the cache",
          file: join(folder.path, file),
          start: 0,
          end: 1,
          related: [],
          fixes: [],
        },
      ],
    };
  });
}

interface CacheEntry {
  readonly results: Record<string, object>;
  outcome: { findings: readonly { message: string }[] };
}

/** Changes what a file of the cache holds. */
function change(folder: ScratchFolder, prefix: string, work: (entry: CacheEntry) => void): void {
  const path = cacheFiles(folder).find((file) => basename(file).startsWith(prefix)) ?? "";
  const text = readFileSync(path, "utf8");
  const entry = JSON.parse(text.slice(text.indexOf("\n") + 1)) as CacheEntry;
  work(entry);
  const body = JSON.stringify(entry);
  const checksum = createHash("sha256").update(body).digest("hex");
  writeFileSync(path, `${text.slice(0, "awaitwise cache 1".length)} ${checksum}\n${body}`);
}

describe("the cache", () => {
  test("answers without checking again where nothing changed", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    expect(await check(folder)).toEqual(["src/a.ts:2:3"]);
    expect(await check(folder)).toEqual(["src/a.ts:2:3"]);
    forge(folder, "src/a.ts");
    // Another format or level is the same run; one over other paths has the same project.
    expect(await check(folder, "--severity", "error")).toEqual(["src/a.ts:2:3"]);
    expect(await check(folder, "src")).toEqual(["src/a.ts:1:1"]);
    expect(await check(folder, "--no-cache")).toEqual(["src/a.ts:2:3"]);
  });

  test("tells by content what only looks changed", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "src/b.ts": cleanSource,
    });
    expect(await check(folder)).toEqual(["src/a.ts:2:3"]);
    const now = new Date();
    utimesSync(join(folder.path, "src/a.ts"), now, now);
    folder.write("notes.md", "No source");
    change(folder, "run-", ({ outcome }) => {
      outcome.findings = outcome.findings.map((one) => ({ ...one, message: "Remembered" }));
    });
    const { stdout } = await runCli([], { cwd: folder.path });
    expect(stdout).toContain("Remembered");
  });

  test("needs no compiler where nothing changed", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    using coverage = scratchFolder({});
    const run = async (env = {}) => await spawnCli(["-f", "sarif"], { cwd: folder.path, env });
    const first = await run();
    // Node writes down there which scripts a process has loaded.
    expect(await run({ NODE_V8_COVERAGE: coverage.path })).toEqual(first);
    const loaded = readdirSync(coverage.path)
      .map((name) => coverage.read(name))
      .join("");
    expect(loaded).toContain("/packages/cli/dist/cache/run-memory.js");
    expect(loaded).not.toMatch(/ts-morph|packages\/analyzer\/dist\/index\.js/);
  });

  test("has an edit inside a body checked in its own file only, and a new signature in its dependants", async () => {
    const dependency = (body: string, type = "void") =>
      `export function write(): ${type} {\n  ${body}\n}\nexport async function other() {}\n`;
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": caller,
      "src/b.ts": 'export * from "./c.js";\n',
      "src/c.ts": dependency("console;"),
    });
    expect(await check(folder)).toEqual([]);
    forge(folder, "src/a.ts");
    forge(folder, "src/b.ts");
    folder.write("src/c.ts", dependency("other();"));
    expect(await check(folder)).toEqual(["src/a.ts:1:1", "src/b.ts:1:1", "src/c.ts:2:3"]);
    folder.write("src/c.ts", dependency("console; // again"));
    expect(await check(folder)).toEqual(["src/a.ts:1:1", "src/b.ts:1:1"]);
    folder.write("src/c.ts", dependency("return other();", "Promise<void>"));
    expect(await check(folder)).toEqual(["src/a.ts:3:3"]);
  });

  test("has an edit that moves the functions of a file checked in that file only", async () => {
    const dependency = (body: string) =>
      `import { readFile } from "node:fs/promises";\nexport async function write(): Promise<void> {${body}}\nexport const read = async (name: string): Promise<string> => await readFile(name, "utf8");\n`;
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts":
        'import { read } from "./b.js";\nexport async function save(): Promise<string> {\n  return await read("a");\n}\n',
      "src/b.ts": dependency(""),
    });
    expect(await check(folder)).toEqual([]);
    forge(folder, "src/a.ts");
    folder.write("src/b.ts", dependency("\n  console;\n  write();\n"));
    expect(await check(folder)).toEqual(["src/a.ts:1:1", "src/b.ts:4:3"]);
  });

  test("keeps to what results rest on that an earlier run left, when a later one knows less of it", async () => {
    const storage = (write: string) =>
      `import { readFile, writeFile } from "node:fs/promises";\nexport async function load(name: string): Promise<string> {\n  ${write}return await readFile(name, "utf8");\n}\nexport const unused = writeFile;\n`;
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig.replace('"types":[]', '"types":["node"]'),
      "src/page.ts": [
        'import { load } from "./storage.js";',
        "export async function page(): Promise<string> {",
        '  const head = await load("head");',
        '  const body = await load("body");',
        "  return head + body;",
        "}",
        "",
      ].join("\n"),
      "src/storage.ts": storage(""),
      "src/other.ts": cleanSource,
      "node_modules/@types/node/package.json": '{ "name": "@types/node", "types": "index.d.ts" }',
      "node_modules/@types/node/index.d.ts": [
        'declare module "node:fs/promises" {',
        '  export function readFile(path: string, encoding: "utf8"): Promise<string>;',
        "  export function writeFile(path: string, text: string): Promise<void>;",
        "}",
        "",
      ].join("\n"),
    });
    expect(await check(folder)).toEqual(["src/page.ts:3:3"]);
    // These runs ask nothing of what `load` does.
    folder.write("src/other.ts", `${cleanSource}// again\n`);
    expect(await check(folder)).toEqual(["src/page.ts:3:3"]);
    expect(await check(folder, "src/other.ts")).toEqual([]);
    folder.write("src/storage.ts", storage("await writeFile(name, name);\n  "));
    expect(await check(folder)).toEqual([]);
  });

  test("sees that a dependency turned async, directly or through others", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": caller,
      "src/b.ts": 'export * from "./c.js";\n',
      "src/c.ts": sync,
      "src/d.ts": cleanSource,
    });
    expect(await check(folder)).toEqual([]);
    forge(folder, "src/d.ts");
    folder.write("src/c.ts", turnedAsync);
    expect(await check(folder)).toEqual(["src/a.ts:3:3", "src/d.ts:1:1"]);
    folder.write("src/c.ts", sync);
    expect(await check(folder)).toEqual(["src/d.ts:1:1"]);
  });

  test("sees what a class does that stands behind an interface, though the caller imports only that", async () => {
    const shelf = (body: string) =>
      [
        'import { readFile, writeFile } from "node:fs/promises";',
        'import type { Store } from "./store.js";',
        "export class Shelf implements Store {",
        "  async load(name: string): Promise<string> {",
        `    ${body}`,
        "  }",
        "}",
        "export const unused = writeFile;",
        "",
      ].join("\n");
    const reading = 'return await readFile(name, "utf8");';
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/store.ts": "export interface Store {\n  load(name: string): Promise<string>;\n}\n",
      "src/shelf.ts": shelf(`await writeFile("log", name);\n    ${reading}`),
      "src/page.ts": [
        'import type { Store } from "./store.js";',
        "export async function page(store: Store): Promise<string> {",
        '  const head = await store.load("head");',
        '  const body = await store.load("body");',
        "  return head + body;",
        "}",
        "",
      ].join("\n"),
      "node_modules/@types/node/package.json": '{ "name": "@types/node", "types": "index.d.ts" }',
      "node_modules/@types/node/index.d.ts": [
        'declare module "node:fs/promises" {',
        '  export function readFile(path: string, encoding: "utf8"): Promise<string>;',
        "  export function writeFile(path: string, text: string): Promise<void>;",
        "}",
        "",
      ].join("\n"),
    });
    const withTypes = { ...JSON.parse(plainTsconfig) };
    withTypes.compilerOptions.types = ["node"];
    folder.write("tsconfig.json", JSON.stringify(withTypes));
    expect(await check(folder)).toEqual([]);
    folder.write("src/shelf.ts", shelf(reading));
    expect(await check(folder)).toEqual(["src/page.ts:3:3"]);
    folder.write("src/shelf.ts", shelf(`await writeFile("log", name);\n    ${reading}`));
    expect(await check(folder)).toEqual([]);
  });

  test("sees a change that keeps the size and the time of a file", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": caller,
      "src/b.ts": `export declare function write(): void; ${" ".repeat(9)}\n`,
    });
    const then = new Date(2020, 1, 1);
    utimesSync(join(folder.path, "src/b.ts"), then, then);
    expect(await check(folder)).toEqual([]);
    folder.write("src/b.ts", turnedAsync);
    utimesSync(join(folder.path, "src/b.ts"), then, then);
    expect(await check(folder)).toEqual(["src/a.ts:3:3"]);
  });

  test("sees ambient declarations, new files, compiler options and configurations change", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": "export function save(): void {\n  write();\n}\n",
      "types/write.d.ts": "declare function write(): void;\n",
    });
    expect(await check(folder)).toEqual([]);
    folder.write("types/write.d.ts", "declare function write(): Promise<void>;\n");
    expect(await check(folder)).toEqual(["src/a.ts:2:3"]);
    folder.write("src/b.ts", droppedPromise);
    expect(await check(folder)).toEqual(["src/a.ts:2:3", "src/b.ts:2:3"]);
    folder.write("tsconfig.json", plainTsconfig.replace("}}", '},"exclude":["types"]}'));
    expect(await check(folder)).toEqual(["src/b.ts:2:3"]);
    folder.write("awaitwise.config.json", '{ "preset": "none" }');
    expect(await check(folder)).toEqual([]);
  });

  test("sees a file that comes to stand before the one an import resolved to", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig.replace("}}", '},"include":["src"]}'),
      "src/a.ts": caller.replace("./b.js", "../lib/b.js"),
      "lib/b.d.ts": sync.replace("{}", ";").replace("export", "export declare").replace(" ;", ";"),
    });
    expect(await check(folder)).toEqual([]);
    folder.write("lib/b.ts", turnedAsync);
    expect(await check(folder)).toEqual(["src/a.ts:3:3"]);
  });

  test("keeps the rules that were asked for apart", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    expect(await check(folder, "--rule", "serial-await")).toEqual([]);
    expect(await check(folder)).toEqual(["src/a.ts:2:3"]);
    expect(await check(folder, "--rule", "serial-await")).toEqual([]);
  });

  test("keeps what it knows of the other files when some are checked", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "lib/b.ts": droppedPromise,
    });
    expect(await check(folder, "lib")).toEqual(["lib/b.ts:2:3"]);
    forge(folder, "lib/b.ts");
    expect(await check(folder)).toEqual(["lib/b.ts:1:1", "src/a.ts:2:3"]);
  });

  test("that is damaged, cut short or foreign is discarded with a note", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    await check(folder);
    const [path = "", run = ""] = cacheFiles(folder);
    const whole = readFileSync(path, "utf8");
    for (const [text, damage] of [
      [whole.slice(0, whole.length / 2), "it is damaged"],
      [whole.replace("floating", "floatinG"), "it is damaged"],
      ['{"not":"ours"}\n', "it is no cache of this version"],
      ["", "it is no cache of this version"],
    ] as const) {
      writeFileSync(path, text);
      writeFileSync(run, text);
      const { code, stderr } = await runCli(["--format", "compact"], { cwd: folder.path });
      expect(code).toBe(1);
      const notes = stderr.replaceAll("\n  ", " ").split(`is discarded: ${damage}`);
      expect(notes).toHaveLength(3);
      expect(remembered(readFileSync(path, "utf8"))).toEqual(remembered(whole));
    }
  });

  test("that cannot be written is a note, and the run is as good as without", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "no-folder": "",
    });
    const { code, stdout, stderr } = await runCli(
      ["--format", "compact", "--cache-location", "no-folder/cache"],
      { cwd: folder.path },
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^src\/a\.ts:2:3: error/);
    expect(stderr).toContain("note: The cache was not written: ");
  });

  test("is in its own folder where git does not see it, or where it is asked to be", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": cleanSource,
      "node_modules/x/index.js": "",
    });
    await check(folder);
    expect(cacheFiles(folder, "node_modules/.cache/awaitwise")).toHaveLength(2);
    expect(folder.read("node_modules/.cache/awaitwise/.gitignore")).toBe("*\n");
    await check(folder, "--cache", "--cache-location", "elsewhere");
    expect(cacheFiles(folder, "elsewhere")).toHaveLength(2);
    rmSync(join(folder.path, "elsewhere"), { recursive: true });
    await check(folder, "--no-cache", "--cache-location", "elsewhere");
    expect(() => cacheFiles(folder, "elsewhere")).toThrow("ENOENT");
  });

  test("is not harmed by two processes at once", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    const args = ["--format", "compact"];
    const both = await Promise.all([
      spawnCli(args, { cwd: folder.path }),
      spawnCli(args, { cwd: folder.path }),
    ]);
    expect(both.map(({ code, stderr }) => [code, stderr])).toEqual([
      [1, ""],
      [1, ""],
    ]);
    expect(cacheFiles(folder)).toHaveLength(2);
    expect(await spawnCli(args, { cwd: folder.path })).toEqual(both[0]);
  });
});

/** What a cache file holds, but for the stamps: a file that was only just written has none yet. */
function remembered(text: string): unknown {
  const [, content = ""] = text.split("\n");
  return JSON.parse(content, (key, value) => (key === "stamp" ? undefined : value));
}
