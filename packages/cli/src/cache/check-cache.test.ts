import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { runCli, spawnCli } from "../testkit/run-cli.js";
import {
  cleanSource,
  droppedPromise,
  plainTsconfig,
  type ScratchFolder,
  scratchFolder,
} from "../testkit/scratch-folder.js";

// A process of its own starts slowly where others are at work.
jest.setTimeout(60_000);

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
  const [path = ""] = cacheFiles(folder);
  const text = readFileSync(path, "utf8");
  const entry = JSON.parse(text.slice(text.indexOf("\n") + 1));
  entry.results[join(folder.path, file)].findings = [
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
  ];
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
    expect(await check(folder)).toEqual(["src/a.ts:1:1"]);
    expect(await check(folder, "--no-cache")).toEqual(["src/a.ts:2:3"]);
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
    const [path = ""] = cacheFiles(folder);
    const whole = readFileSync(path, "utf8");
    for (const [text, damage] of [
      [whole.slice(0, whole.length / 2), "it is damaged"],
      [whole.replace("floating", "floatinG"), "it is damaged"],
      ['{"not":"ours"}\n', "it is no cache of this version"],
      ["", "it is no cache of this version"],
    ] as const) {
      writeFileSync(path, text);
      const { code, stderr } = await runCli(["--format", "compact"], { cwd: folder.path });
      expect(code).toBe(1);
      expect(stderr.replaceAll("\n  ", " ")).toContain(`is discarded: ${damage}`);
      expect(readFileSync(path, "utf8")).toBe(whole);
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
    expect(cacheFiles(folder, "node_modules/.cache/awaitwise")).toHaveLength(1);
    expect(folder.read("node_modules/.cache/awaitwise/.gitignore")).toBe("*\n");
    await check(folder, "--cache-location", "elsewhere");
    expect(cacheFiles(folder, "elsewhere")).toHaveLength(1);
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
    expect(cacheFiles(folder)).toHaveLength(1);
    expect(await spawnCli(args, { cwd: folder.path })).toEqual(both[0]);
  });
});
