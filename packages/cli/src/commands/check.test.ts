import { describe, expect, test } from "@jest/globals";
import { runCli } from "../testkit/run-cli.js";
import {
  cleanSource,
  droppedPromise,
  plainTsconfig,
  scratchFolder,
} from "../testkit/scratch-folder.js";

describe("check", () => {
  test("answers 0 and says so when nothing is found", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": cleanSource });
    expect(await runCli(["check"], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: "No findings, 1 file checked in 0 ms\n",
      stderr: "",
    });
  });

  test("shows a finding with its place, why it matters, its code and its fixes", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    const { code, stdout, stderr } = await runCli([], { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const [header, blank, place, ...rest] = stdout.split("\n");
    expect([header, blank, place]).toEqual(["src/a.ts", "", "  2:3  error  floating-promise"]);
    expect(rest).toContain("  > 2 |   write();");
    expect(rest).toContain("      |   ^^^^^^^^");
    expect(rest).toContain("  fix: Await it");
    expect(rest.at(-3)).toBe("1 error, 1 file checked in 0 ms");
  });

  test("writes one JSON object with 1-based lines and columns and UTF-16 offsets", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise.replace("  write", '  "👍"; write'),
    });
    const { code, stdout, stderr } = await runCli(["--format", "json"], { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      findings: [
        {
          rule: "floating-promise",
          severity: "error",
          confidence: "high",
          message: expect.stringMatching(/^[A-Z].{40}/),
          fingerprint: expect.stringMatching(/^[0-9a-f]{20}$/),
          file: "src/a.ts",
          start: { line: 2, column: 9, offset: 54 },
          end: { line: 2, column: 17, offset: 62 },
          group: [],
          related: [],
          fixes: expect.arrayContaining([
            {
              title: "Await it",
              safety: "safe",
              edits: [{ file: "src/a.ts", start: 54, end: 54, text: "await " }],
            },
          ]),
          refusals: [],
        },
      ],
      summary: {
        files: 1,
        findings: 1,
        errors: 1,
        warnings: 0,
        unresolved: { expressions: 0, of: expect.any(Number), modules: [] },
        durationMs: 0,
      },
    });
  });

  test("gives paths relative to the working directory, wherever it is", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "other/x.txt": "",
    });
    const { stdout } = await runCli(["--format", "json", "../src"], {
      cwd: `${folder.path}/other`,
    });
    expect(JSON.parse(stdout).findings[0].file).toBe("../src/a.ts");
  });

  test("checks only the paths it is given", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "lib/b.ts": droppedPromise,
    });
    const { stdout } = await runCli(["--format", "json", "lib"], { cwd: folder.path });
    expect(JSON.parse(stdout).findings.map(({ file }: { file: string }) => file)).toEqual([
      "lib/b.ts",
    ]);
  });

  test("takes globs that no shell expanded", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": droppedPromise,
      "src/deep/a.spec.ts": droppedPromise,
      "src/deep/b.ts": droppedPromise,
    });
    const { stdout } = await runCli(["--list-files", "src/**/*.{spec,test}.ts"], {
      cwd: folder.path,
    });
    expect(stdout).toBe("src/deep/a.spec.ts\n");
  });

  test("lists the files it would check", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/b.ts": cleanSource,
      "src/a.ts": droppedPromise,
    });
    expect(await runCli(["--list-files"], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: "src/a.ts\nsrc/b.ts\n",
      stderr: "",
    });
  });

  test("runs only the rules asked for", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    const { code, stdout } = await runCli(["--rule", "serial-await"], { cwd: folder.path });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "No findings, 1 file checked in 0 ms\n" });
  });

  test("writes the report to a file and a summary to the terminal", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
    const { code, stdout } = await runCli(
      ["--format", "json", "--output-file", "reports/awaitwise.json"],
      { cwd: folder.path },
    );
    expect(code).toBe(1);
    expect(stdout.split("\n")[0]).toBe("1 error, 1 file checked in 0 ms");
    expect(JSON.parse(folder.read("reports/awaitwise.json")).summary.findings).toBe(1);
  });
});

test("the time of each rule is told where it is asked for", async () => {
  using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
  const args = ["--profile-rules", "--rule", "floating-promise", "--format", "compact"];
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.path });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^src\/a\.ts:2:3: error/);
  // The clock of a test stands still.
  expect(stderr.split("\n")).toEqual([
    "Time by rule",
    "(reading and parsing)         0.0 ms    0.0 %",
    "(types)                       0.0 ms    0.0 %",
    "floating-promise              0.0 ms    0.0 %",
    "",
  ]);
});

test("reports go to files beside what is shown", async () => {
  using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": droppedPromise });
  const args = ["--report", "json:out/a:b.json", "--report", "compact:found.txt"];
  const { code, stdout, stderr } = await runCli(args, { cwd: folder.path });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toContain("2:3  error  floating-promise");
  expect(JSON.parse(folder.read("out/a:b.json")).findings).toHaveLength(1);
  expect(folder.read("found.txt")).toMatch(/^src\/a\.ts:2:3: error floating-promise: /);
  const wrong = await runCli(["--report", "sariff:x"], { cwd: folder.path });
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain("Give a format and a file, as in sarif:awaitwise.sarif");
});

describe("what the user got wrong", () => {
  test("a misspelt option gets a suggestion and exit code 2", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "a.ts": cleanSource });
    expect(await runCli(["check", "--formt", "json"], { cwd: folder.path })).toEqual({
      code: 2,
      stdout: "",
      stderr: "error: unknown option '--formt'\n(Did you mean --format?)\n",
    });
  });

  test("a misspelt rule gets a suggestion and exit code 2", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "a.ts": cleanSource });
    expect(await runCli(["--rule", "floating-promises"], { cwd: folder.path })).toEqual({
      code: 2,
      stdout: "",
      stderr: 'error: There is no rule "floating-promises"; did you mean "floating-promise"?\n',
    });
  });

  test("a format or preset that does not exist is answered with those that do", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "a.ts": cleanSource });
    const preset = await runCli(["--preset", "stric"], { cwd: folder.path });
    expect(preset).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "error: option '--preset <name>' argument 'stric' is invalid. Allowed choices are recommended, strict.\n",
    });
    expect((await runCli(["--format", "yaml"], { cwd: folder.path })).code).toBe(2);
    expect((await runCli(["--max-warnings", "-1"], { cwd: folder.path })).code).toBe(2);
  });

  test("a misspelt command is told from a path that is missing", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "a.ts": cleanSource });
    expect((await runCli(["chekc"], { cwd: folder.path })).stderr).toBe(
      'error: "chekc" is neither a command nor a path; did you mean "check"?\n',
    );
    expect((await runCli(["srcs"], { cwd: folder.path })).stderr).toBe(
      'error: "srcs" does not exist: name a folder, a source or a tsconfig.json\n',
    );
  });

  test("a report that cannot be written is said in one line", async () => {
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "a.ts": cleanSource });
    const { code, stderr } = await runCli(["-o", "a.ts/report.json"], { cwd: folder.path });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: The report cannot be written to "a\.ts\/report\.json": .*\n$/);
  });
});
