import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { runCli } from "../testkit/run-cli.js";
import {
  cleanSource,
  droppedPromise,
  plainTsconfig,
  scratchFolder,
} from "../testkit/scratch-folder.js";

const args = ["check", "--rule", "floating-promise"];

describe("bad input gets one clear message and no stack trace", () => {
  const cases: readonly (readonly [string, Record<string, string>, string[], string])[] = [
    [
      "a tsconfig that does not exist",
      { "a.ts": cleanSource },
      ["--project", "tsconfig.build.json"],
      'error: "tsconfig.build.json" does not exist: name a tsconfig.json, or a folder that holds one\n',
    ],
    [
      "a folder given as project that holds none",
      { "src/a.ts": cleanSource },
      ["-p", "src"],
      'error: There is no tsconfig.json or jsconfig.json in "src": name the file, or leave the option out\n',
    ],
    [
      "a tsconfig that does not parse",
      { "tsconfig.json": '{ "compilerOptions": {', "a.ts": cleanSource },
      ["-p", "tsconfig.json"],
      "error: \"tsconfig.json:1:23\" does not parse: '}' expected; correct it\n",
    ],
    [
      "a tsconfig that extends what is missing",
      { "tsconfig.json": '{ "extends": "./base.json" }', "a.ts": cleanSource },
      ["-p", "tsconfig.json"],
      'error: "tsconfig.json" extends a file that is missing: ',
    ],
    [
      "a folder without TypeScript",
      { "README.md": "# nothing\n" },
      ["."],
      'error: There is nothing to check in ".": no TypeScript or JavaScript source belongs to it; name a folder or a tsconfig.json that has some\n',
    ],
    [
      "an empty project",
      { "tsconfig.json": '{ "include": ["src"] }', "a.ts": cleanSource },
      ["-p", "tsconfig.json"],
      'error: There is nothing to check in "tsconfig.json": no TypeScript or JavaScript source belongs to it; name a folder or a tsconfig.json that has some\n',
    ],
    [
      "a glob that matches nothing",
      { "tsconfig.json": plainTsconfig, "a.ts": cleanSource },
      ["*.spec.ts"],
      'error: No source matches "*.spec.ts": correct the pattern, or name a folder\n',
    ],
  ];
  test.each(cases)("%s", async (_name, files, more, expected) => {
    using folder = scratchFolder(files);
    const { code, stdout, stderr } = await runCli([...args, ...more], { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.slice(0, expected.length)).toBe(expected);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("an option that the bundled TypeScript refuses is passed over with a note", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig.replace('"strict"', '"optionOfTomorrow":1,"strict"'),
      "a.ts": droppedPromise,
    });
    const { code, stdout } = await runCli(args, { cwd: folder.path });
    expect(code).toBe(1);
    expect(stdout).toContain("note: ");
    expect(stdout).toContain("1 error, 1 file checked in");
  });

  test("broken, binary and unreadable files are named, and the others are still checked", async () => {
    using folder = scratchFolder({
      "tsconfig.json": JSON.stringify({
        compilerOptions: { types: [], module: "nodenext" },
        files: ["broken.ts", "binary.ts", "folder.ts", "good.ts"],
      }),
      "broken.ts": "export const = 3;\n",
      "binary.ts": Buffer.from([0x89, 0x50, 0, 1, 2, 0, 0xff]),
      "good.ts": droppedPromise,
    });
    mkdirSync(join(folder.path, "folder.ts"));
    const { code, stdout, stderr } = await runCli([...args, "--format", "json"], {
      cwd: folder.path,
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).findings.map(({ file }: { file: string }) => file)).toEqual([
      "good.ts",
    ]);
    expect(stderr).toMatch(/^problem: "broken\.ts:1:14" does not parse: /m);
    expect(stderr).toMatch(/^problem: "binary\.ts" is a binary file: /m);
    expect(stderr).toMatch(/^problem: "folder\.ts" cannot be read: /m);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test("exit code 2 where the only file cannot be checked", async () => {
    using folder = scratchFolder({ "a.ts": Buffer.from([0, 1, 2, 0]) } as unknown as Record<
      string,
      string
    >);
    const { code, stdout } = await runCli([...args, "a.ts"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stdout).toContain('problem: "a.ts" is a binary file');
  });
});
