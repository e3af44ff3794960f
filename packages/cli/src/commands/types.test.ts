import { expect, test } from "@jest/globals";
import { runCli } from "../testkit/run-cli.js";
import { droppedPromise, plainTsconfig, scratchFolder } from "../testkit/scratch-folder.js";

const sources = {
  "tsconfig.json": plainTsconfig,
  "src/a.ts": droppedPromise,
  "src/b.ts": 'import { write } from "./c.js";\nexport function save(): void {\n  write();\n}\n',
  "src/c.ts": "export async function write(): Promise<void> {}\n",
};

async function check(cwd: string, ...args: string[]) {
  return await runCli(["--format", "compact", ...args], { cwd });
}

test("the report is the same, whichever types it is made from, anew and remembered", async () => {
  using folder = scratchFolder(sources);
  const expected = await check(folder.path, "--no-cache", "--types", "ts-morph");
  expect(expected.code).toBe(1);
  expect(await check(folder.path, "--no-cache", "--types", "native")).toEqual(expected);
  expect(await check(folder.path, "--types", "native")).toEqual(expected);
  expect(await check(folder.path, "--types", "native")).toEqual(expected);
});

test("an edit is seen with native types as with ts-morph's: a callee that turns async", async () => {
  using folder = scratchFolder({ ...sources, "src/c.ts": "export function write(): void {}\n" });
  const before = await check(folder.path, "--types", "native");
  expect(before.stdout).not.toContain("src/b.ts");
  folder.write("src/c.ts", "export async function write(): Promise<void> {}\n");
  const after = await check(folder.path, "--types", "native");
  expect(after.stdout).toContain("src/b.ts:3:3");
  expect(after).toEqual(await check(folder.path, "--no-cache", "--types", "ts-morph"));
});

test("a project that TypeScript 7 would read otherwise is left to ts-morph, with a line that says so", async () => {
  using folder = scratchFolder({
    ...sources,
    "tsconfig.json": plainTsconfig.replace("}}", ',"outFile":"out.js","module":"amd"}}'),
  });
  const { code, stderr } = await check(folder.path, "--types", "native");
  expect(code).toBe(1);
  expect(stderr.replaceAll(/\s+/g, " ")).toContain(
    "is checked by ts-morph's types and not by the native ones",
  );
});

test("with auto they are native where they can be, and nothing is said where they cannot", async () => {
  using folder = scratchFolder(sources);
  const expected = await check(folder.path, "--no-cache", "--types", "ts-morph");
  expect(await check(folder.path, "--no-cache", "--types", "auto")).toEqual(expected);
  folder.write(
    "tsconfig.json",
    plainTsconfig.replace("}}", ',"outFile":"out.js","module":"amd"}}'),
  );
  const { code, stderr } = await check(folder.path, "--types", "auto");
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
});

test("several projects are checked one after another, each with what it needs of the process", async () => {
  using folder = scratchFolder({
    "one/tsconfig.json": plainTsconfig,
    "one/a.ts": droppedPromise,
    "two/tsconfig.json": plainTsconfig,
    "two/a.ts": droppedPromise,
  });
  const expected = await check(folder.path, "--no-cache", "--types", "ts-morph");
  expect(expected.stdout).toContain("two/a.ts:2:3");
  expect(await check(folder.path, "--no-cache", "--types", "native")).toEqual(expected);
  expect(await check(folder.path, "--types", "native")).toEqual(expected);
});

test("what is imported of the same repository is found by both where it is installed, else by ts-morph", async () => {
  const manifest = '{ "name": "@own/one", "version": "1.0.0", "types": "index.d.ts" }';
  const declared = "export declare function write(): Promise<void>;\n";
  using folder = scratchFolder({
    "package.json": '{ "private": true, "workspaces": ["packages/*"] }',
    "packages/one/package.json": manifest,
    "packages/one/index.ts": "export async function write(): Promise<void> {}\n",
    "packages/two/package.json": '{ "name": "@own/two", "type": "module" }',
    "packages/two/tsconfig.json": plainTsconfig,
    "packages/two/a.ts": 'import { write } from "@own/one";\nwrite();\n',
  });
  const args = ["--no-cache", "--types", "native", "packages/two"];
  const without = await check(folder.path, ...args);
  expect(without.stdout).toContain("packages/two/a.ts:2:1");
  expect(without.stderr).toContain("which are found as sources");
  folder.write("node_modules/@own/one/package.json", manifest);
  folder.write("node_modules/@own/one/index.d.ts", declared);
  const { stdout, stderr } = await check(folder.path, ...args);
  expect(stdout).toContain("packages/two/a.ts:2:1");
  expect(stderr).toBe("");
});

test("names below a baseUrl, and by its paths, are found by both", async () => {
  using folder = scratchFolder({
    "tsconfig.json": plainTsconfig.replace(
      "}}",
      ',"baseUrl":"src","paths":{"@own/*":["lib/*"]},"moduleResolution":"bundler","module":"esnext","ignoreDeprecations":"6.0"}}',
    ),
    "src/lib/store.ts": "export async function save(): Promise<void> {}\n",
    "src/lib/other.ts": "export async function load(): Promise<number> { return 1; }\n",
    "src/a.ts": 'import { save } from "lib/store";\nsave();\n',
    "src/b.ts": 'import { load } from "@own/other";\nload();\n',
    "src/@own/late.ts": "export async function late(): Promise<void> {}\n",
    "src/c.ts": 'import { late } from "@own/late";\nlate();\n',
  });
  const expected = await check(folder.path, "--no-cache", "--types", "ts-morph");
  for (const place of ["src/a.ts:2:1", "src/b.ts:2:1"]) {
    expect(expected.stdout).toContain(place);
  }
  // A name that fits a pattern is looked for by it alone.
  expect(expected.stdout).not.toContain("src/c.ts");
  expect(expected.stderr).toBe("");
  expect(await check(folder.path, "--no-cache", "--types", "native")).toEqual(expected);
});

test("a source of types that there is not is named", async () => {
  using folder = scratchFolder(sources);
  const { code, stderr } = await check(folder.path, "--types", "tsc");
  expect(code).toBe(2);
  expect(stderr).toContain("native");
});
