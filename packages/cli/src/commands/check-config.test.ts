import { describe, expect, test } from "@jest/globals";
import { runCli, spawnCli } from "../testkit/run-cli.js";
import {
  cleanSource,
  droppedPromise,
  plainTsconfig,
  scratchFolder,
} from "../testkit/scratch-folder.js";

const config = (content: object): string => JSON.stringify(content);

async function findings(cwd: string, ...args: string[]): Promise<string[]> {
  const { stdout } = await runCli(["--format", "json", ...args], { cwd });
  return JSON.parse(stdout).findings.map(
    (finding: { file: string; rule: string; severity: string; start: { line: number } }) =>
      `${finding.file}:${finding.start.line} ${finding.severity} ${finding.rule}`,
  );
}

describe("a configuration", () => {
  test("sets the severity of findings, and with it the exit code", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "awaitwise.config.json": config({ rules: { "floating-promise": "suggestion" } }),
      "src/a.ts": droppedPromise,
    });
    expect(await findings(folder.path)).toEqual(["src/a.ts:2 suggestion floating-promise"]);
    expect((await runCli([], { cwd: folder.path })).code).toBe(0);
  });

  test("that is nearest holds, in each package of a monorepo", async () => {
    using folder = scratchFolder({
      "awaitwise.config.json": config({ rules: { "floating-promise": "warning" } }),
      "packages/a/tsconfig.json": plainTsconfig,
      "packages/a/src/a.ts": droppedPromise,
      "packages/b/tsconfig.json": plainTsconfig,
      "packages/b/awaitwise.config.json": config({ preset: "none" }),
      "packages/b/src/b.ts": droppedPromise,
    });
    expect(await findings(folder.path)).toEqual(["packages/a/src/a.ts:2 warning floating-promise"]);
  });

  test("leaves out what it or git ignores, also when it is named", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "awaitwise.config.json": config({ ignore: ["generated/"] }),
      ".gitignore": "local.ts\n",
      "src/a.ts": droppedPromise,
      "src/local.ts": droppedPromise,
      "generated/b.ts": droppedPromise,
    });
    expect(await findings(folder.path)).toEqual(["src/a.ts:2 error floating-promise"]);
    expect(await runCli(["generated/b.ts", "src/local.ts"], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: [
        'note: "generated/b.ts" is not checked: "awaitwise.config.json" ignores it',
        "",
        'note: "src/local.ts" is not checked: git ignores it',
        "",
        "No findings, 0 files checked in 0 ms",
        "",
      ].join("\n"),
      stderr: "",
    });
  });

  test("that is not valid is one line and exit code 2", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "awaitwise.config.json": config({ rules: { "serial-await": "fatal" } }),
      "src/a.ts": cleanSource,
    });
    const { code, stdout, stderr } = await runCli([], { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      'error: "awaitwise.config.json" is not a valid configuration: "rules.serial-await" is "fatal": use "off", "suggestion", "warning" or "error", or a list of "off", "suggestion", "warning" or "error" and an object\n',
    );
  });

  test("is printed for a file, with where it comes from", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "base.json": config({ requireReason: true }),
      "awaitwise.config.json": config({
        extends: "./base.json",
        preset: "none",
        rules: { "floating-promise": ["error", { ignoreVoid: false }] },
        ignore: "src/a.ts",
      }),
      "src/a.ts": cleanSource,
    });
    const { code, stdout } = await runCli(["--print-config", "src/a.ts"], { cwd: folder.path });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      file: "src/a.ts",
      config: "awaitwise.config.json",
      sources: ["base.json", "awaitwise.config.json"],
      ignoredBy: "awaitwise.config.json",
      rules: expect.objectContaining({
        "floating-promise": ["error", { ignoreVoid: false }],
        "serial-await": "off",
      }),
      unusedSuppressions: "warning",
      requireReason: true,
      baseline: null,
    });
  });

  test("in TypeScript is run by the built program", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig.replace("}}", '},"include":["src"]}'),
      "awaitwise.config.ts":
        'import { defineConfig } from "awaitwise";\nexport default defineConfig({ rules: { "floating-promise": "suggestion" } });\n',
      "src/a.ts": droppedPromise,
    });
    const { code, stdout, stderr } = await spawnCli(["--format", "compact"], { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("suggestion floating-promise");
  });
});

describe("suppressions", () => {
  const suppressed = droppedPromise.replace(
    "  write();",
    "  // awaitwise-ignore-next-line floating-promise -- it never rejects\n  write();",
  );

  test("hide findings, and the summary counts them", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": suppressed });
    expect(await runCli([], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: "No findings, 1 file checked in 0 ms\nNot shown: 1 suppressed by comments\n",
      stderr: "",
    });
  });

  test("that are of no use are findings, and fixing removes them", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": `// awaitwise-ignore-next-line serial-await -- r\n${cleanSource}`,
    });
    expect(await findings(folder.path)).toEqual(["src/a.ts:1 warning unused-suppression"]);
    await runCli(["fix"], { cwd: folder.path });
    expect(folder.read("src/a.ts")).toBe(cleanSource);
  });

  test("keep their finding from being fixed", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": suppressed });
    await runCli(["fix"], { cwd: folder.path });
    expect(folder.read("src/a.ts")).toBe(suppressed);
  });
});
