import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { rules } from "@awaitwise/analyzer";
import { describe, expect, test } from "@jest/globals";
import { commands } from "../program/commands.js";
import { runCli } from "../testkit/run-cli.js";
import { scratchFolder } from "../testkit/scratch-folder.js";

async function script(shell: string): Promise<string> {
  const { code, stdout } = await runCli(["completion", shell], { cwd: process.cwd() });
  expect(code).toBe(0);
  return stdout;
}

describe("the completions of bash", () => {
  /** What bash offers at the end of a line. */
  async function offered(...words: string[]): Promise<string[]> {
    using folder = scratchFolder({ "completion.bash": await script("bash"), "src.ts": "" });
    const program = `
      source completion.bash
      COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})
      COMP_CWORD=${words.length - 1}
      _awaitwise
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const output = execFileSync("bash", ["--norc", "-c", program], {
      cwd: folder.path,
      encoding: "utf8",
    });
    return output.split("\n").filter((line) => line !== "");
  }

  test("offer commands, options, choices, rules and files", async () => {
    expect(await offered("awaitwise", "bas")).toEqual(["baseline"]);
    expect(await offered("awaitwise", "check", "--max")).toEqual(["--max-warnings"]);
    expect(await offered("awaitwise", "--max")).toEqual(["--max-warnings"]);
    expect(await offered("awaitwise", "check", "--format", "s")).toEqual(["sarif"]);
    expect(await offered("awaitwise", "check", "--rule", "floating")).toEqual(["floating-promise"]);
    expect(await offered("awaitwise", "rules", "floating")).toEqual(["floating-promise"]);
    expect(await offered("awaitwise", "baseline", "")).toEqual(["create", "prune"]);
    expect(await offered("awaitwise", "check", "sr")).toEqual(["src.ts"]);
  });
});

describe("the completions of zsh and fish", () => {
  test("name every command, and every option of it", async () => {
    for (const shell of ["zsh", "fish"]) {
      const text = await script(shell);
      for (const { name, options } of commands) {
        expect(text).toContain(name);
        for (const { flags } of options) {
          const long = /--([\w-]+)/.exec(flags)?.[1] ?? "";
          expect(text).toContain(shell === "zsh" ? `--${long}[` : `-l ${long}`);
        }
      }
      for (const { id } of rules) expect(text).toContain(id);
    }
  });

  test.each(["zsh", "fish"])("%s reads its script, where it is installed", async (shell) => {
    const { error } = spawnSync(shell, ["--version"]);
    if (error !== undefined) return;
    using folder = scratchFolder({ script: await script(shell) });
    const { status, stderr } = spawnSync(shell, ["-n", join(folder.path, "script")]);
    expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: "" });
  });
});

test("a shell that is not known is answered with those that are", async () => {
  const { code, stderr } = await runCli(["completion", "bsh"], { cwd: process.cwd() });
  expect(code).toBe(2);
  expect(stderr).toBe('error: There are no completions for "bsh"; did you mean "bash"?\n');
});
