import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { runCli } from "../testkit/run-cli.js";
import { plainTsconfig, scratchFolder } from "../testkit/scratch-folder.js";

const dropped = [
  "declare function write(): Promise<void>;",
  "export async function save(): Promise<void> {",
  "  write();",
  "  write();",
  "}",
  "",
];
const awaited = dropped.map((line) => line.replace("  write();", "  await write();"));
const rules = ["--rule", "floating-promise"];

describe("fix", () => {
  test("repairs what is safe to repair, and then finds nothing", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": dropped.join("\n"),
    });
    expect(await runCli(["fix", ...rules], { cwd: folder.path })).toEqual({
      code: 0,
      stdout: "No findings, 1 file checked in 0 ms\n2 fixes applied\n",
      stderr: "",
    });
    expect(folder.read("src/a.ts")).toBe(awaited.join("\n"));
  });

  test("is the same as check --fix", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": dropped.join("\n"),
    });
    await runCli(["check", "--fix", ...rules], { cwd: folder.path });
    expect(folder.read("src/a.ts")).toBe(awaited.join("\n"));
  });

  test("keeps a byte order mark, CRLF line ends and the file's permissions", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": `\ufeff${dropped.join("\r\n")}`,
    });
    const file = join(folder.path, "src/a.ts");
    chmodSync(file, 0o755);
    await runCli(["fix", ...rules], { cwd: folder.path });
    expect(folder.read("src/a.ts")).toBe(`\ufeff${awaited.join("\r\n")}`);
    expect(statSync(file).mode & 0o777).toBe(0o755);
  });

  test("keeps a file that is written in UTF-16", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": Buffer.from(`\ufeff${dropped.join("\n")}`, "utf16le"),
    });
    await runCli(["fix", ...rules], { cwd: folder.path });
    const bytes = readFileSync(join(folder.path, "src/a.ts"));
    expect(bytes.toString("utf16le")).toBe(`\ufeff${awaited.join("\n")}`);
  });

  test("leaves no temporary file behind, and a symbolic link a link", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "real/a.txt": dropped.join("\n"),
      "src/b.ts": "export {};\n",
    });
    symlinkSync("../real/a.txt", join(folder.path, "src/a.ts"));
    await runCli(["fix", ...rules, "src"], { cwd: folder.path });
    expect(readdirSync(join(folder.path, "src"))).toEqual(["a.ts", "b.ts"]);
    expect(readdirSync(join(folder.path, "real"))).toEqual(["a.txt"]);
    expect(lstatSync(join(folder.path, "src/a.ts")).isSymbolicLink()).toBe(true);
    expect(folder.read("real/a.txt")).toBe(awaited.join("\n"));
  });

  test("does not write a file whose bytes are not valid text, and says so", async () => {
    const bytes = Buffer.concat([
      Buffer.from(dropped.join("\n")),
      Buffer.from("// \xe4\n", "latin1"),
    ]);
    using folder = scratchFolder({ "tsconfig.json": plainTsconfig, "src/a.ts": bytes });
    const { code, stdout } = await runCli(["fix", ...rules], { cwd: folder.path });
    expect(code).toBe(1);
    expect(stdout).toContain(
      '"src/a.ts" was not fixed: its bytes are not valid text in its encoding',
    );
    expect(readFileSync(join(folder.path, "src/a.ts")).equals(bytes)).toBe(true);
  });

  test("fixes a file once that two projects share", async () => {
    using folder = scratchFolder({
      "tsconfig.json": JSON.stringify({
        files: [],
        references: [{ path: "./tsconfig.a.json" }, { path: "./tsconfig.b.json" }],
      }),
      "tsconfig.a.json": plainTsconfig.replace("}}", '},"include":["src"]}'),
      "tsconfig.b.json": plainTsconfig.replace("}}", '},"include":["src","test"]}'),
      "src/a.ts": dropped.join("\n"),
      "test/a.ts": dropped.join("\n"),
    });
    const { stdout } = await runCli(["fix", ...rules], { cwd: folder.path });
    expect(stdout).toBe("No findings, 2 files checked in 0 ms\n4 fixes applied\n");
    expect(folder.read("src/a.ts")).toBe(awaited.join("\n"));
    expect(folder.read("test/a.ts")).toBe(awaited.join("\n"));
  });
});

describe("a diff", () => {
  test("shows what the fixes would change, writes nothing, and fails the run", async () => {
    using folder = scratchFolder({
      "tsconfig.json": plainTsconfig,
      "src/a.ts": dropped.join("\n"),
    });
    expect(await runCli(["--diff", ...rules], { cwd: folder.path })).toEqual({
      code: 1,
      stdout: `--- a/src/a.ts
+++ b/src/a.ts
@@ -1,5 +1,5 @@
 declare function write(): Promise<void>;
 export async function save(): Promise<void> {
-  write();
-  write();
+  await write();
+  await write();
 }
`,
      stderr: "2 fixes would change 1 file; run without --diff to write it\n",
    });
    expect(folder.read("src/a.ts")).toBe(dropped.join("\n"));
  });
});
