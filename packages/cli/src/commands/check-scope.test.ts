import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { runCli } from "../testkit/run-cli.js";
import {
  cleanSource,
  droppedPromise,
  plainTsconfig,
  type ScratchFolder,
  scratchFolder,
} from "../testkit/scratch-folder.js";

describe("standard input", () => {
  test("is checked as the file it stands for, whether that exists or not", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": cleanSource });
    for (const name of ["src/a.ts", "src/new.ts"]) {
      const args = ["--stdin", "--stdin-filename", name, "--format", "compact"];
      const { code, stdout } = await runCli(args, { cwd: folder.path, stdin: droppedPromise });
      expect(code).toBe(1);
      expect(stdout).toMatch(/^src\/(a|new)\.ts:2:3: error floating-promise: .*\n$/);
    }
    expect(folder.read("src/a.ts")).toBe(cleanSource);
  });

  test("is printed fixed, with the report on standard error", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": cleanSource });
    const args = ["fix", "--stdin", "--stdin-filename", "src/a.ts"];
    expect(await runCli(args, { cwd: folder.path, stdin: droppedPromise })).toEqual({
      code: 0,
      stdout: droppedPromise.replace("  write", "  await write"),
      stderr: "No findings, 1 file checked in 0 ms\n1 fix applied\n",
    });
    const clean = await runCli(args, { cwd: folder.path, stdin: "export {};\n" });
    expect(clean.stdout).toBe("export {};\n");
    expect(folder.read("src/a.ts")).toBe(cleanSource);
  });

  test("needs a file name, and no paths", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": cleanSource });
    expect((await runCli(["--stdin"], { cwd: folder.path })).stderr).toBe(
      "error: --stdin needs --stdin-filename, for the project and the configuration\n",
    );
    expect((await runCli(["--stdin", "src"], { cwd: folder.path })).stderr).toBe(
      "error: Paths and --stdin exclude each other: leave one of them out\n",
    );
  });
});

describe("changed files", () => {
  const git = (folder: ScratchFolder, ...args: string[]): void => {
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], {
      cwd: folder.path,
      stdio: "pipe",
    });
  };
  // a.ts calls what b.ts exports; c.ts has a finding of its own that nobody asked for.
  const sources = {
    "tsconfig.json": plainTsconfig,
    "src/a.ts": 'import { write } from "./b.js";\nexport function save(): void {\n  write();\n}\n',
    "src/b.ts": "export function write(): void {}\n",
    "src/c.ts": droppedPromise,
  };
  const turnAsync = "export declare function write(): Promise<void>;\n";
  const places = async (folder: ScratchFolder, ...args: string[]): Promise<string[]> => {
    const { stdout, stderr } = await runCli(["--format", "compact", ...args], { cwd: folder.path });
    expect(stderr).toBe("");
    return stdout.split("\n").flatMap((line) => line.split(":")[0] || []);
  };
  const repository = (): ScratchFolder => {
    const folder = scratchFolder(sources);
    git(folder, "init", "-q", "-b", "main");
    git(folder, "add", ".");
    git(folder, "commit", "-q", "-m", "first");
    return folder;
  };

  test("are checked with the files that depend on them", async () => {
    using folder = repository();
    expect(await places(folder, "--changed")).toEqual([]);
    folder.write("src/b.ts", turnAsync);
    expect(await places(folder, "--changed")).toEqual(["src/a.ts"]);
    expect(await places(folder)).toEqual(["src/a.ts", "src/c.ts"]);
  });

  test("are those that are new too, and those that are staged where that is asked", async () => {
    using folder = repository();
    folder.write("src/d.ts", droppedPromise);
    expect(await places(folder, "--changed")).toEqual(["src/d.ts"]);
    expect(await places(folder, "--staged")).toEqual([]);
    git(folder, "add", "src/d.ts");
    expect(await places(folder, "--staged")).toEqual(["src/d.ts"]);
  });

  test("that are staged are checked as they are staged, whatever an editor has written since", async () => {
    using folder = repository();
    folder.write("src/b.ts", turnAsync);
    folder.write("src/c.ts", droppedPromise.replace("save", "store"));
    git(folder, "add", ".");
    folder.write("src/b.ts", sources["src/b.ts"]);
    folder.write("src/c.ts", "export {};\n");
    expect(await places(folder, "--staged")).toEqual(["src/a.ts", "src/c.ts"]);
    expect(await places(folder, "--changed")).toEqual([]);
    const { stdout } = await runCli(["fix", "--staged"], { cwd: folder.path });
    expect(stdout).toContain("it has changes that are not staged; stage or stash them");
    expect(folder.read("src/c.ts")).toBe("export {};\n");
    rmSync(join(folder.path, "src/c.ts"));
    expect(await places(folder, "--staged")).toEqual(["src/a.ts"]);
    // The other way round, what only the editor has is not found.
    git(folder, "add", ".");
    folder.write("src/b.ts", turnAsync);
    expect(await places(folder, "--staged")).toEqual([]);
  });

  test("since a branch was left are those of the branch", async () => {
    using folder = repository();
    git(folder, "checkout", "-q", "-b", "topic");
    folder.write("src/b.ts", turnAsync);
    git(folder, "commit", "-q", "-a", "-m", "second");
    expect(await places(folder, "--changed")).toEqual([]);
    expect(await places(folder, "--since", "main")).toEqual(["src/a.ts"]);
  });

  test("mean everything where a configuration changed or a source is gone", async () => {
    using folder = repository();
    folder.write("tsconfig.json", `${plainTsconfig}\n`);
    expect(await places(folder, "--changed")).toEqual(["src/c.ts"]);
    git(folder, "checkout", "-q", ".");
    rmSync(join(folder.path, "src/b.ts"));
    expect(await places(folder, "--changed")).toEqual(["src/c.ts"]);
  });

  test("need a repository and a commit that exists", async () => {
    using repo = repository();
    expect(await runCli(["--since", "nowhere"], { cwd: repo.path })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        'error: There is no commit "nowhere": name a branch, tag or commit that this clone has\n',
    });
    using plain = scratchFolder(sources);
    const { code, stderr } = await runCli(["--changed"], { cwd: plain.path });
    expect({ code, stderr: stderr.replace(plain.path, "...") }).toEqual({
      code: 2,
      stderr: 'error: "..." is not in a git repository: --changed, --since and --staged need one\n',
    });
  });
});

describe("shards", () => {
  test("together find what one run finds, in every format", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`src/${n}.ts`, droppedPromise])),
    });
    const cwd = folder.path;
    for (const index of [1, 2, 3]) {
      const part = ["--shard", `${index}/3`, "--format", "json", "-o", `part-${index}.json`];
      expect((await runCli(part, { cwd })).code).toBe(1);
    }
    const parts = ["part-1.json", "part-2.json", "part-3.json"];
    for (const format of ["json", "pretty", "gitlab", "sarif"]) {
      const whole = await runCli(["--format", format], { cwd });
      expect(await runCli(["merge", ...parts, "--format", format], { cwd })).toEqual(whole);
    }
  });

  test("are merged only from reports", async () => {
    using folder = scratchFolder({ "a.json": "{}", "b.json": "{", "c.json": '{"version":9}' });
    const merge = async (file: string): Promise<string> =>
      (await runCli(["merge", file], { cwd: folder.path })).stderr;
    expect(await merge("a.json")).toBe(
      'error: "a.json" is no report: name one that was written with --format json\n',
    );
    expect(await merge("b.json")).toMatch(/^error: "b\.json" does not parse: /);
    expect(await merge("d.json")).toMatch(/^error: "d\.json" cannot be read: /);
  });

  test("are asked for as a part of how many", async () => {
    for (const part of ["0/3", "4/3", "2", "a/b"]) {
      const { code, stderr } = await runCli(["--shard", part], { cwd: process.cwd() });
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `error: option '--shard <part>' argument '${part}' is invalid. Give a part and how many there are, as in 2/3.\n`,
      });
    }
  });
});
