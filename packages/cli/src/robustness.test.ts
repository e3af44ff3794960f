import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, jest, test } from "@jest/globals";
import { runCli, spawnCli } from "./testkit/run-cli.js";
import {
  cleanSource,
  droppedPromise,
  plainTsconfig,
  scratchFolder,
} from "./testkit/scratch-folder.js";

// A process of its own starts slowly where others are at work.
jest.setTimeout(180_000);

const compact = ["--format", "compact", "--rule", "floating-promise"];
const bin = join(__dirname, "../bin/awaitwise.js");
const places = (stdout: string): string[] =>
  stdout.split("\n").flatMap((line) => line.split(": ")[0] || []);

describe("the sources of a project", () => {
  test("may be linked in circles, and each is read once", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    symlinkSync(".", join(folder.path, "src/again"));
    symlinkSync("..", join(folder.path, "src/up"));
    symlinkSync("nowhere", join(folder.path, "src/broken.ts"));
    const { code, stdout, stderr } = await runCli(compact, { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(places(stdout)).toEqual(["src/a.ts:2:3"]);
  });

  test("may lie beside folders that nobody may read", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "src/secret/b.ts": droppedPromise,
    });
    const secret = join(folder.path, "src/secret");
    chmodSync(secret, 0o000);
    try {
      const { code, stdout, stderr } = await runCli(compact, { cwd: folder.path });
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      // The superuser may read everything.
      const all =
        process.getuid?.() === 0 ? ["src/a.ts:2:3", "src/secret/b.ts:2:3"] : ["src/a.ts:2:3"];
      expect(places(stdout)).toEqual(all);
    } finally {
      chmodSync(secret, 0o755);
    }
  });

  test("may be many, in folders that nest deep, with names in any script", async () => {
    const deep = Array.from({ length: 60 }, (_, depth) => `d${depth}`).join("/");
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      [`src/${deep}/a.ts`]: droppedPromise,
      "src/наша папка/файл 文件 👍.ts": droppedPromise,
      "src/with 'quotes' & $(signs).ts": droppedPromise,
      ...Object.fromEntries(
        Array.from({ length: 500 }, (_, index) => [`src/many/${index}.ts`, cleanSource]),
      ),
    });
    const { code, stdout, stderr } = await runCli(compact, { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(places(stdout)).toEqual([
      `src/${deep}/a.ts:2:3`,
      "src/with 'quotes' & $(signs).ts:2:3",
      "src/наша папка/файл 文件 👍.ts:2:3",
    ]);
  });

  test("may hold 5 MB in one file, and code that nests deep", async () => {
    const line = "export const value = { text: 'some generated text', list: [1, 2, 3] };\n";
    const lines = Math.ceil((5 * 1024 * 1024) / line.length);
    const large = Array.from({ length: lines }, (_, at) => line.replace("value", `v${at}`)).join(
      "",
    );
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/large.ts": `${large}${droppedPromise}`,
      "src/deep.ts": `export const deep = ${"(".repeat(400)}1${")".repeat(400)};\n${droppedPromise}`,
      "src/endless.ts": `export const endless = ${"[".repeat(50_000)}${"]".repeat(50_000)};\n`,
    });
    const { code, stdout, stderr } = await runCli(compact, { cwd: folder.path });
    expect(code).toBe(1);
    expect(places(stdout)).toEqual(["src/deep.ts:3:3", `src/large.ts:${lines + 2}:3`]);
    expect(stderr.replaceAll("\n  ", " ")).toBe(
      'problem: "src/endless.ts" nests too deep to be parsed: exclude it from the configuration\n',
    );
  });

  test("may be named with the backslashes of Windows in a configuration", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "awaitwise.config.json": JSON.stringify({
        extends: ".\\shared\\base.json",
        ignore: "src\\generated\\**",
        overrides: [{ files: "src\\legacy\\*.ts", rules: { "floating-promise": "off" } }],
      }),
      "shared/base.json": "{}",
      "src/a.ts": droppedPromise,
      "src/generated/b.ts": droppedPromise,
      "src/legacy/c.ts": droppedPromise,
    });
    const { stdout, stderr } = await runCli(["--format", "compact"], { cwd: folder.path });
    expect(stderr).toBe("");
    expect(places(stdout)).toEqual(["src/a.ts:2:3"]);
  });
});

/** Runs the built program with `patch` before it: what changes Node's modules for a test. */
async function spawnPatched(patch: string, args: readonly string[], cwd: string) {
  const program = `${patch}
    require("node:module").syncBuiltinESMExports();
    process.argv.splice(1, 1, ${JSON.stringify(bin)}, ...${JSON.stringify(args)});
    import(${JSON.stringify(bin)});`;
  // What started the tests may ask for colours.
  const env = { PATH: process.env.PATH };
  const child = spawn(process.execPath, ["-e", program, "x"], { cwd, env });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return { code, signal, output: output.replaceAll("\n  ", " ") };
}

// Every file that is opened for writing has room for some bytes and no more.
const fullDisk = `
  const { promises } = require("node:fs");
  const { open } = promises;
  promises.open = async (...args) => {
    const handle = await open(...args);
    if (/w/.test(String(args[1]))) handle.writeFile = async (content) => {
      await handle.write(String(content).slice(0, 20));
      throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    };
    return handle;
  };`;

describe("a disk that is full", () => {
  test("leaves every file as it was, and is said of each fix and of the cache", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "src/b.ts": droppedPromise,
    });
    const fixing = ["fix", "--fix-suggested", "--rule", "floating-promise"];
    const fixed = await spawnPatched(fullDisk, fixing, folder.path);
    expect(fixed.code).toBe(1);
    expect(fixed.output).toContain('"src/a.ts" was not fixed: ENOSPC: no space left on device');
    expect(fixed.output).toContain('"src/b.ts" was not fixed: ENOSPC: no space left on device');
    expect(["src/a.ts", "src/b.ts"].map(folder.read)).toEqual([droppedPromise, droppedPromise]);
    expect(readdirSync(join(folder.path, "src"))).toEqual(["a.ts", "b.ts"]);

    const checked = await spawnPatched(fullDisk, ["check", ...compact], folder.path);
    expect(checked.code).toBe(1);
    expect(checked.output).toContain("src/a.ts:2:3: error floating-promise");
    expect(checked.output).toContain("note: The cache was not written: ENOSPC: no space left");
    expect(readdirSync(join(folder.path, ".awaitwise-cache"))).toEqual([".gitignore"]);
  });
});

describe("a process that is killed while it writes the cache", () => {
  test.each([1, 2])("at the file of number %d leaves a cache that the next can use", async (at) => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    mkdirSync(join(folder.path, ".awaitwise-cache"));
    const patch = `
      const { promises } = require("node:fs");
      const { rename } = promises;
      let renamed = 0;
      promises.rename = async (...args) => {
        if (++renamed === ${at}) process.kill(process.pid, "SIGKILL");
        return await rename(...args);
      };`;
    const killed = await spawnPatched(patch, ["check", ...compact], folder.path);
    expect(killed.signal).toBe("SIGKILL");
    const next = await spawnCli(compact, { cwd: folder.path });
    expect(next).toMatchObject({ code: 1, stderr: "" });
    expect(places(next.stdout)).toEqual(["src/a.ts:2:3"]);
    expect(existsSync(join(folder.path, ".awaitwise-cache/.gitignore"))).toBe(true);
  });
});
