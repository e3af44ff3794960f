import { type ChildProcess, execFileSync, fork, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { root } from "./repository.js";

// What is published is made here as `npm run pack` makes it, below the repository's node_modules: what the
// packages depend on is found there, and they themselves are not.
const text = "declare function save(): Promise<void>;\nexport function main() {\n  save();\n}\n";

let staging: string;
let modules: string;
// Two projects, which are no packages.
let projects: string;
let server: ChildProcess | undefined;
let staged: readonly { readonly name: string; readonly folder: string }[];

beforeAll(() => {
  const caches = path.join(root, "node_modules/.cache");
  mkdirSync(caches, { recursive: true });
  staging = mkdtempSync(path.join(caches, "awaitwise-packed-test-"));
  const program = `
    import { stagePackages } from ${JSON.stringify(
      pathToFileURL(path.join(root, "tools/packing/stage-packages.js")).href,
    )};
    console.log(JSON.stringify(await stagePackages(${JSON.stringify(path.join(staging, "all"))})));`;
  staged = JSON.parse(ofNode(root, ["--input-type=module", "--eval", program]));
  modules = path.join(staging, "all/node_modules");
  projects = realpathSync(mkdtempSync(path.join(tmpdir(), "awaitwise-packed-")));
  for (const name of ["one", "two"]) {
    mkdirSync(path.join(projects, name));
    writeFileSync(path.join(projects, name, "tsconfig.json"), '{"compilerOptions":{"types":[]}}');
    writeFileSync(path.join(projects, name, "a.ts"), text);
  }
});

afterAll(() => {
  server?.kill();
  rmSync(staging, { recursive: true, force: true });
  rmSync(projects, { recursive: true, force: true });
});

function ofNode(cwd: string, args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd, encoding: "utf8", maxBuffer: 1e8 });
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { types: string; default: string }>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
}

test("every package that is not private is made, with its licence and all that its manifest names", () => {
  expect(staged.map(({ name }) => name).sort()).toEqual([
    "@awaitwise/analyzer",
    "@awaitwise/language-server",
    "@awaitwise/nx",
    "@awaitwise/runtime",
    "awaitwise",
  ]);
  const missing = staged.flatMap(({ folder }) => {
    const { bin = {}, exports } = manifestOf(folder);
    const named = Object.values(exports).flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    return [...named, ...Object.values(bin), "LICENSE", "README.md"]
      .map((file) => path.join(folder, file))
      .filter((file) => !existsSync(file));
  });
  expect(missing).toEqual([]);
});

test("each entry of a package, imported from what is published, exports what the built one does", () => {
  // Nx is not loaded here, and importing `trace` begins one.
  const entries = staged.flatMap(({ name, folder }) =>
    Object.entries(manifestOf(folder).exports).flatMap(([subpath, target]) =>
      typeof target === "string" || name === "@awaitwise/nx" || subpath === "./trace"
        ? []
        : [path.posix.join(name, subpath)],
    ),
  );
  const program = `
    const names = {};
    for (const entry of ${JSON.stringify(entries)}) names[entry] = Object.keys(await import(entry)).sort();
    console.log(JSON.stringify(names));`;
  const namesFrom = (folder: string): Record<string, readonly string[]> =>
    JSON.parse(ofNode(folder, ["--input-type=module", "--eval", program]));
  const published = namesFrom(path.join(staging, "all"));
  expect(published).toEqual(namesFrom(path.join(root, "tools")));
  expect(published["@awaitwise/analyzer/memory"]).toContain("ProjectMemory");
});

test("an error that one entry throws is of the class that another one exports", () => {
  const program = `
    import { discoverProjects, InputError } from "@awaitwise/analyzer";
    import { InputError as ofBasics } from "@awaitwise/analyzer/basics";
    try {
      discoverProjects({ cwd: process.cwd(), paths: ["missing"] });
    } catch (error) {
      console.log(InputError === ofBasics && error instanceof ofBasics, /^ +at .*discoverProjects /m.test(error.stack));
    }`;
  expect(ofNode(path.join(staging, "all"), ["--input-type=module", "--eval", program])).toBe(
    "true true\n",
  );
});

test.each([
  ["check", "one", "two", "--concurrency", "2", "--no-cache", "--format", "compact"],
  ["rules", "serial-await"],
  ["--help"],
])("the published command line answers as the built one does: %s %s %s", (...args) => {
  const answerOf = (bin: string) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
      cwd: projects,
      encoding: "utf8",
    });
    return { status, stdout: stdout.replace(/ in [\d.]+ m?s/, ""), stderr };
  };
  const published = answerOf(path.join(modules, "awaitwise/bin/awaitwise.js"));
  expect(published).toEqual(answerOf(path.join(root, "packages/cli/bin/awaitwise.js")));
  expect(published.stdout).toMatch(
    args[0] === "check" ? /one\/a\.ts:3.*\n.*two\/a\.ts:3/ : /await/,
  );
});

test("the published server finds what is wrong, in its thread, and ends", async () => {
  const folder = path.join(projects, "one");
  const bin = path.join(modules, "@awaitwise/language-server/bin/awaitwise-language-server.js");
  server = fork(bin, ["--node-ipc"], { cwd: folder, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const running = server;
  const ended = new Promise((resolve) => running.once("exit", resolve));
  const uri = pathToFileURL(path.join(folder, "a.ts")).href;
  const rootUri = pathToFileURL(folder).href;
  const init = { processId: process.pid, rootUri, capabilities: {} };
  const { serverInfo } = await request(running, 1, "initialize", init);
  expect(serverInfo.version).toBe(manifestOf(path.join(root, "packages/language-server")).version);
  const found = new Promise<readonly { code: string }[]>((resolve) => {
    running.on("message", ({ method, params }: Message) => {
      if (method === "textDocument/publishDiagnostics") resolve(params.diagnostics);
    });
  });
  running.send({ jsonrpc: "2.0", method: "initialized", params: {} });
  const textDocument = { uri, languageId: "typescript", version: 1, text };
  running.send({ jsonrpc: "2.0", method: "textDocument/didOpen", params: { textDocument } });
  expect((await found).map(({ code }) => code)).toEqual(["floating-promise"]);
  await request(running, 2, "shutdown");
  running.send({ jsonrpc: "2.0", method: "exit" });
  expect(await ended).toBe(0);
});

interface Message {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test sends and reads, held to by what it expects.
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same.
  readonly result?: any;
}

function request(server: ChildProcess, id: number, method: string, params?: object) {
  // biome-ignore lint/suspicious/noExplicitAny: as in a message.
  return new Promise<any>((resolve) => {
    const listener = (message: Message) => {
      if (message.id !== id || message.method !== undefined) return;
      server.off("message", listener);
      resolve(message.result);
    };
    server.on("message", listener);
    server.send({ jsonrpc: "2.0", id, method, ...(params === undefined ? {} : { params }) });
  });
}
