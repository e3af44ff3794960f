import { renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { runCli } from "../testkit/run-cli.js";
import { droppedPromise, plainTsconfig, scratchFolder } from "../testkit/scratch-folder.js";

const other = droppedPromise.replaceAll("save", "store");

describe("a baseline", () => {
  test("lets be what is found today, and reports what comes after", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    expect(await runCli(["baseline", "create"], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: '1 finding taken into "awaitwise-baseline.json"\n',
      stderr: "",
    });
    expect(await runCli([], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: "No findings, 1 file checked in 0 ms\nNot shown: 1 in the baseline\n",
      stderr: "",
    });
    folder.write("src/b.ts", other);
    const { code, stdout } = await runCli(["--format", "compact"], { cwd: folder.path });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^src\/b\.ts:2:3: error floating-promise: .*\n$/);
    expect((await runCli(["--no-baseline", "src/a.ts"], { cwd: folder.path })).code).toBe(1);
  });

  test("survives moved lines and a renamed file", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    await runCli(["baseline", "create"], { cwd: folder.path });
    folder.write("src/a.ts", `// moved\n\n${droppedPromise}`);
    renameSync(join(folder.path, "src/a.ts"), join(folder.path, "src/renamed.ts"));
    expect((await runCli([], { cwd: folder.path })).code).toBe(0);
  });

  test("does not hide a new finding behind one that was repaired", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    await runCli(["baseline", "create"], { cwd: folder.path });
    folder.write("src/a.ts", other);
    expect((await runCli([], { cwd: folder.path })).code).toBe(1);
  });

  test("is pruned of what was repaired, and takes nothing new in", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "src/b.ts": droppedPromise,
    });
    await runCli(["baseline", "create"], { cwd: folder.path });
    folder.write("src/a.ts", "export {};\n");
    folder.write("src/c.ts", other);
    expect((await runCli(["baseline", "prune"], { cwd: folder.path })).stdout).toBe(
      '1 finding repaired, 1 left in "awaitwise-baseline.json"\n',
    );
    const { findings } = JSON.parse(folder.read("awaitwise-baseline.json"));
    expect(findings.map(({ file }: { file: string }) => file)).toEqual(["src/b.ts"]);
  });

  test("keeps what a pruning of some paths or rules did not look for", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "lib/b.ts": droppedPromise,
    });
    await runCli(["baseline", "create"], { cwd: folder.path });
    folder.write("src/a.ts", "export {};\n");
    folder.write("lib/b.ts", "export {};\n");
    const prune = async (...args: string[]) =>
      (await runCli(["baseline", "prune", ...args], { cwd: folder.path })).stdout;
    expect(await prune("--rule", "serial-await")).toMatch(/^0 findings repaired, 2 left /);
    expect(await prune("src")).toMatch(/^1 finding repaired, 1 left /);
  });

  test("is where the configuration says", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "awaitwise.config.json": '{ "baseline": "config/known.json" }',
      "config/x.txt": "",
      "src/a.ts": droppedPromise,
    });
    await runCli(["baseline", "create"], { cwd: folder.path });
    expect(JSON.parse(folder.read("config/known.json")).findings[0].file).toBe("../src/a.ts");
    expect((await runCli([], { cwd: folder.path })).code).toBe(0);
  });

  test("that is missing, broken or asked for something else is one line", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "broken.json": "{",
    });
    const stderr = async (...args: string[]) => {
      const result = await runCli(args, { cwd: folder.path });
      expect(result.code).toBe(2);
      return result.stderr;
    };
    expect(await stderr("--baseline", "nowhere.json")).toMatch(
      /^error: The baseline "nowhere\.json" cannot be read: .*; make it with "awaitwise baseline create"\n$/,
    );
    expect(await stderr("--baseline", "broken.json")).toMatch(
      /^error: The baseline "broken\.json" does not parse: /,
    );
    expect(await stderr("baseline", "creat")).toBe(
      'error: A baseline has no "creat"; did you mean "create"?\n',
    );
  });
});
