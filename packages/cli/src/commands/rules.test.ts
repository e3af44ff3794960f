import { rules } from "@awaitwise/analyzer";
import { describe, expect, test } from "@jest/globals";
import { runCli } from "../testkit/run-cli.js";

const cwd = process.cwd();

describe("rules", () => {
  test("lists every rule with its level, preset, fix and summary", async () => {
    const { code, stdout } = await runCli(["rules"], { cwd });
    expect(code).toBe(0);
    const heads = stdout.split("\n").filter((line) => /^\S/.test(line));
    expect(heads.map((line) => line.split("  ")[0])).toEqual(rules.map(({ id }) => id));
    expect(heads.find((line) => line.startsWith("floating-promise"))).toMatch(
      /^floating-promise {2}error, recommended, (safe|suggested|dangerous) fix$/,
    );
  });

  test("prints the page of a rule, by its own name or by the one it has elsewhere", async () => {
    const own = await runCli(["rules", "floating-promise"], { cwd });
    expect(own.code).toBe(0);
    expect(own.stdout.split("\n")[0]).toBe("floating-promise");
    expect(own.stdout).not.toContain("```");
    const other = await runCli(["rules", "no-floating-promises"], { cwd });
    expect(other).toEqual(own);
  });

  test("prints what there is to know as JSON", async () => {
    const { stdout } = await runCli(["rules", "serial-await", "--json"], { cwd });
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ id: "serial-await", severity: expect.any(String) }),
    ]);
  });

  test("suggests the rule that is meant", async () => {
    expect(await runCli(["rules", "serial-awaits"], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr: 'error: There is no rule "serial-awaits"; did you mean "serial-await"?\n',
    });
  });
});
