import { describe, expect, test } from "@jest/globals";
import { runCli } from "../testkit/run-cli.js";
import { droppedPromise, plainTsconfig, scratchFolder } from "../testkit/scratch-folder.js";

const files = { "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise };

describe("explain", () => {
  test("shows what is found in a line, and what is not", async () => {
    using folder = scratchFolder(files);
    const { code, stdout, stderr } = await runCli(["explain", "src/a.ts:2"], { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n").slice(0, 4)).toEqual([
      "src/a.ts:2",
      "  write();",
      "",
      "  2:3  error  floating-promise",
    ]);
    expect(stdout).toContain("fix: Await it");
    expect(stdout).not.toContain("Not reported");
    const other = await runCli(["explain", "src/a.ts:3:1"], { cwd: folder.path });
    expect(other.stdout).toBe(
      "src/a.ts:3\n  }\n\nNo rule finds anything in this line, those included that are switched off\n",
    );
    expect(await runCli(["--explain", "src/a.ts:3"], { cwd: folder.path })).toEqual(other);
  });

  test("says why a check does not report it", async () => {
    using folder = scratchFolder({
      ...files,
      "src/b.ts": droppedPromise.replace(
        "  write();",
        "  // awaitwise-ignore-next-line floating-promise -- it never rejects\n  write();",
      ),
      "off/awaitwise.config.json": '{ "preset": "none" }',
      "off/c.ts": droppedPromise,
    });
    const hidden = async (place: string): Promise<string | undefined> => {
      const { stdout } = await runCli(["explain", place], { cwd: folder.path });
      return /Not reported: (.*)/.exec(stdout)?.[1];
    };
    expect(await hidden("src/b.ts:3")).toBe("a comment suppresses it: it never rejects");
    expect(await hidden("off/c.ts:2")).toBe("the configuration does not switch the rule on");
    folder.write("awaitwise.config.json", '{ "ignore": "src/a.ts" }');
    expect(await hidden("src/a.ts:2")).toBe("awaitwise.config.json ignores the file");
  });

  test("says of each await what it does, and why it is not gathered", async () => {
    using folder = scratchFolder({
      ...files,
      "src/a.ts": [
        "declare function read(id: number): Promise<number>;",
        "export async function load(id: number): Promise<number> {",
        "  const first = await read(id);",
        "  const both = (await read(first)) + (await read(id));",
        "  return both;",
        "}",
        "",
      ].join("\n"),
    });
    const { code, stdout } = await runCli(["explain", "src/a.ts:4"], { cwd: folder.path });
    expect(code).toBe(0);
    expect(stdout.match(/^ {2}src\/a\.ts:4 awaits `read`$/gm)).toHaveLength(2);
    expect(stdout).toContain(
      "  Await graph\n    1. line 3 `read`\n  * 2. line 4 `read`, after 1\n",
    );
    expect(stdout).toContain("Keeps its order with\n    line 3 `read`");
  });

  test("says what it does not know because modules did not resolve", async () => {
    using folder = scratchFolder({
      ...files,
      "src/a.ts": `import { x } from "not-installed";\nx();\n`,
    });
    const { stdout } = await runCli(["explain", "src/a.ts:2"], { cwd: folder.path });
    expect(stdout).toContain("modules that did not resolve: not-installed");
  });

  test("needs a file and a line that exist", async () => {
    using folder = scratchFolder(files);
    const failure = async (...args: string[]) => {
      const { code, stdout, stderr } = await runCli(args, { cwd: folder.path });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      return stderr.trimEnd();
    };
    expect(await failure("explain", "src/a.ts")).toBe(
      'error: "src/a.ts" is no place: give a file and a line, as in src/load.ts:12',
    );
    expect(await failure("explain", "src/a.ts:99")).toBe(
      'error: "src/a.ts" has 10 lines: there is no line 99',
    );
    expect(await failure("explain", "src/none.ts:1")).toMatch(
      /^error: ".*src\/none\.ts" does not exist/,
    );
    expect(await failure("--explain", "src/a.ts")).toContain(
      "Give a file and a line, as in src/load.ts:12.",
    );
  });
});
