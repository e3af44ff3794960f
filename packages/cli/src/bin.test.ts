import { describe, expect, test } from "@jest/globals";
import { spawnCli } from "./testkit/run-cli.js";
import {
  cleanSource,
  droppedPromise,
  plainTsconfig,
  scratchFolder,
} from "./testkit/scratch-folder.js";

const args = ["check", "--rule", "floating-promise"];

describe("the built program", () => {
  test("prints a plain report to a pipe and exits with 1 on findings", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    const { code, stdout, stderr } = await spawnCli(args, { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout.split("\n")[2]).toBe("  2:3  error  floating-promise");
    expect(stdout).not.toContain("\u001b");
  });

  test("prints colours into a pipe when it is told to", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    const { stdout } = await spawnCli(args, { cwd: folder.path, env: { FORCE_COLOR: "1" } });
    expect(stdout.split("\n")[2]).toContain("\u001b[31merror\u001b[39m");
  });

  test("prints its version and its help on standard output", async () => {
    using folder = scratchFolder({});
    expect(await spawnCli(["--version"], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: "0.1.0\n",
      stderr: "",
    });
    const help = await spawnCli(["--help"], { cwd: folder.path });
    expect({ code: help.code, stderr: help.stderr }).toEqual({ code: 0, stderr: "" });
    expect(help.stdout).toMatch(/^Usage: awaitwise \[command\] \[options\]\n/);
  });

  test("says in one line what it cannot do, and exits with 2", async () => {
    using folder = scratchFolder({ "a.ts": cleanSource });
    expect(await spawnCli(["--project", "tsconfig.build.json"], { cwd: folder.path })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        'error: "tsconfig.build.json" does not exist: name a tsconfig.json, or a folder that holds one\n',
    });
  });
});
