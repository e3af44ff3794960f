import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { buildProgram, type Invocation } from "../program/build-program.js";
import { commands } from "../program/commands.js";
import { runCli } from "../testkit/run-cli.js";
import { cleanSource, plainTsconfig, scratchFolder } from "../testkit/scratch-folder.js";

describe("init", () => {
  test("writes a configuration with comments that the linter takes", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": cleanSource });
    expect(await runCli(["init"], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: 'Wrote "awaitwise.config.jsonc"\n',
      stderr: "",
    });
    const { stdout } = await runCli(["--print-config", "src/a.ts"], { cwd: folder.path });
    expect(JSON.parse(stdout)).toMatchObject({
      config: "awaitwise.config.jsonc",
      requireReason: true,
    });
  });

  test("leaves what is there as it is, unless it is forced", async () => {
    using folder = scratchFolder({
      "awaitwise.config.jsonc": "{}",
      ".gitlab-ci.yml": "mine: {}\n",
    });
    const { stdout } = await runCli(["init", "--ci", "gitlab"], { cwd: folder.path });
    expect(stdout).toContain('"awaitwise.config.jsonc" is there already and was left as it is\n');
    expect(stdout).toContain('".gitlab-ci.yml" is there already and was left as it is; add to it:');
    expect(folder.read(".gitlab-ci.yml")).toBe("mine: {}\n");
    await runCli(["init", "--force"], { cwd: folder.path });
    expect(folder.read("awaitwise.config.jsonc")).toContain('"preset": "recommended"');
  });

  test("writes workflows whose commands exist", async () => {
    using folder = scratchFolder({});
    await runCli(["init", "--ci", "github"], { cwd: folder.path });
    await runCli(["init", "--ci", "gitlab"], { cwd: folder.path });
    const texts = [".github/workflows/awaitwise.yml", ".gitlab-ci.yml"].map(folder.read);
    const lines = texts.flatMap((text) => [...text.matchAll(/npx awaitwise (.*)/g)]);
    expect(lines).toHaveLength(2);
    for (const [, line = ""] of lines) {
      const run: Invocation[] = [];
      const program = buildProgram(commands, "0", async (invocation) => {
        run.push(invocation);
      });
      await program.parseAsync(line.split(" "), { from: "user" });
      expect(run.map(({ command }) => command.name)).toEqual(["check"]);
    }
  });

  test("adds a target to an Nx workspace, and keeps what is in its files", async () => {
    using folder = scratchFolder({
      "nx.json": '{ "targetDefaults": { "build": { "cache": true } } }',
      "package.json": '{ "name": "x", "scripts": { "build": "tsc" } }',
    });
    await runCli(["init", "--nx"], { cwd: folder.path });
    expect(JSON.parse(folder.read("nx.json")).targetDefaults).toEqual({
      build: { cache: true },
      awaitwise: {
        cache: true,
        inputs: ["default", "^default", "{workspaceRoot}/awaitwise.config.*"],
        outputs: [],
      },
    });
    expect(JSON.parse(folder.read("package.json")).scripts).toEqual({
      build: "tsc",
      awaitwise: "awaitwise check",
    });
  });

  test("says in one line that there is no Nx workspace", async () => {
    using folder = scratchFolder({});
    const { code, stderr } = await runCli(["init", "--nx"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: "nx\.json" cannot be read as JSON: .*\n$/);
  });

  test.each([
    ["vscode", ".vscode/settings.json"],
    ["neovim", ".nvim.lua"],
    ["helix", ".helix/languages.toml"],
  ])("sets up %s", async (editor, file) => {
    using folder = scratchFolder({});
    await runCli(["init", "--editor", editor], { cwd: folder.path });
    expect(existsSync(join(folder.path, file))).toBe(true);
    expect(folder.read(file)).toMatch(/awaitwise/);
  });
});
