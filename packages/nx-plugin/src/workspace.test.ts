import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";

// Nx starts slowly where others are at work.
jest.setTimeout(300_000);

const repository = join(__dirname, "../../..");
let workspace: string;

const tsconfig = JSON.stringify({
  compilerOptions: { target: "es2022", module: "nodenext", strict: true, types: [] },
  include: ["src"],
});
const manifest = (name: string, dependencies: object = {}) =>
  JSON.stringify({
    name,
    version: "1.0.0",
    type: "module",
    exports: "./src/index.ts",
    dependencies,
  });
const callee = "export function save(): void {}\n";
const caller = 'import { save } from "@w/a";\n\nexport function run(): void {\n  save();\n}\n';

function write(path: string, text: string): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), text);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  symlinkSync(target, join(workspace, path));
}

beforeAll(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), "awaitwise-nx-")));
  write("package.json", JSON.stringify({ name: "w", private: true, workspaces: ["packages/*"] }));
  write("nx.json", JSON.stringify({ analytics: false, neverConnectToCloud: true }));
  write(".gitignore", "node_modules\ndist\n.nx\n");
  write("packages/a/package.json", manifest("@w/a"));
  write("packages/a/tsconfig.json", tsconfig);
  write("packages/a/src/index.ts", callee);
  write("packages/b/package.json", manifest("@w/b", { "@w/a": "1.0.0" }));
  write("packages/b/tsconfig.json", tsconfig);
  write("packages/b/src/index.ts", caller);
  write("packages/c/package.json", manifest("@w/c"));
  write("packages/c/tsconfig.json", tsconfig);
  write("packages/c/src/index.ts", "export const answer = 42;\n");
  link("node_modules/@w/a", join(workspace, "packages/a"));
  link("node_modules/nx", join(repository, "node_modules/nx"));
  link("node_modules/awaitwise", join(repository, "packages/cli"));
  link("node_modules/@awaitwise/nx", join(repository, "packages/nx-plugin"));
  link("node_modules/.bin/awaitwise", join(repository, "packages/cli/bin/awaitwise.js"));
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));

async function nx(...args: string[]): Promise<{ readonly code: number; readonly output: string }> {
  const env = {
    PATH: process.env.PATH,
    HOME: workspace,
    NX_DAEMON: "false",
    NX_TUI: "false",
    NO_COLOR: "1",
    NX_WORKSPACE_DATA_DIRECTORY: join(workspace, ".nx/data"),
  };
  const bin = join(workspace, "node_modules/nx/dist/bin/nx.js");
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [bin, ...args], {
      cwd: workspace,
      env,
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

/** How each project came by its result: `cache`, or `run`. */
function ways(output: string): Record<string, string> {
  const lines = [...output.matchAll(/nx run (@w\/\w+):awaitwise(.*)/g)];
  return Object.fromEntries(
    lines.map(([, project = "", rest = ""]) => [project, /cache/.test(rest) ? "cache" : "run"]),
  );
}

test("in a real workspace each project is checked once, and again where it can have changed", async () => {
  const set = await nx("generate", "@awaitwise/nx:init");
  expect(set).toMatchObject({ code: 0, output: expect.stringContaining("UPDATE nx.json") });
  const check = ["run-many", "--target=awaitwise", "--outputStyle=static"];

  const first = await nx(...check);
  expect(first.code).toBe(0);
  expect(ways(first.output)).toEqual({ "@w/a": "run", "@w/b": "run", "@w/c": "run" });
  const report = join(workspace, "dist/awaitwise/packages/b.json");
  expect(JSON.parse(readFileSync(report, "utf8"))).toMatchObject({ findings: [] });

  rmSync(join(workspace, "dist"), { recursive: true });
  const second = await nx(...check);
  expect(second.code).toBe(0);
  expect(ways(second.output)).toEqual({ "@w/a": "cache", "@w/b": "cache", "@w/c": "cache" });
  expect(existsSync(report)).toBe(true);

  write(
    "packages/a/src/index.ts",
    callee.replace("save(): void {}", "save(): Promise<void> {\n  return Promise.resolve();\n}"),
  );
  const third = await nx(...check);
  expect(third.code).toBe(1);
  expect(ways(third.output)).toEqual({ "@w/a": "run", "@w/b": "run", "@w/c": "cache" });
  // Nx asks for colours.
  expect(stripVTControlCharacters(third.output)).toContain("4:3  error  floating-promise");
});
