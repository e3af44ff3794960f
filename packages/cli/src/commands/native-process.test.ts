import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { whyNoNativeTypes } from "@awaitwise/analyzer";
import { expect, jest, test } from "@jest/globals";
import { type CliResult, spawnCli } from "../testkit/run-cli.js";
import {
  droppedPromise,
  plainTsconfig,
  type ScratchFolder,
  scratchFolder,
} from "../testkit/scratch-folder.js";

// A process of its own starts slowly where others are at work.
jest.setTimeout(180_000);

/** What has a run say when it starts TypeScript 7's process, in place of what is to be changed. */
const preloads = {
  watched: `return spawn(command, ...rest);`,
  broken: `return spawn(process.execPath, ["-e", ""], rest[1]);`,
};

const sources = {
  "one/tsconfig.json": plainTsconfig,
  "one/a.ts": droppedPromise,
  "two/tsconfig.json": plainTsconfig,
  "two/a.ts": droppedPromise,
};

function projects(preload: keyof typeof preloads): ScratchFolder {
  return scratchFolder({
    ...sources,
    "preload.mjs": `import child from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
const { spawn } = child;
child.spawn = (command, ...rest) => {
  if (!/lib.tsc$/.test(command)) return spawn(command, ...rest);
  process.stderr.write("started\\n");
  ${preloads[preload]}
};
syncBuiltinESMExports();
`,
  });
}

async function run(folder: ScratchFolder, ...args: string[]): Promise<CliResult> {
  const preload = pathToFileURL(join(folder.path, "preload.mjs")).href;
  return await spawnCli(["--format", "compact", ...args], {
    cwd: folder.path,
    env: { NODE_OPTIONS: `--import=${preload}` },
  });
}

// The process is an optional dependency; where it cannot be, nothing of it can be seen.
const where = whyNoNativeTypes() === undefined ? test : test.skip;

where(
  "one process answers for all projects, and is not started for what is remembered",
  async () => {
    using folder = projects("watched");
    const first = await run(folder);
    expect(first).toEqual({
      code: 1,
      stdout: expect.stringContaining("two/a.ts:2:3"),
      stderr: "started\n",
    });
    expect(await run(folder)).toEqual({ ...first, stderr: "" });
    expect(await run(folder, "--no-cache")).toEqual(first);
    expect(await run(folder, "--no-cache", "--types", "ts-morph")).toEqual({
      ...first,
      stderr: "",
    });
  },
);

where("a process that fails is done without, with one line on standard error", async () => {
  using folder = projects("broken");
  const { stderr, ...reported } = await run(folder);
  expect(stderr.split("\n")).toEqual([
    "started",
    expect.stringMatching(
      /^Types come from ts-morph and not from TypeScript 7's own process, because it failed its self-check: /,
    ),
    "",
  ]);
  expect(reported).toEqual({ code: 1, stdout: expect.stringContaining("two/a.ts:2:3") });
  const asked = await run(folder, "--no-cache", "--types", "native");
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain(
    '"--types native" cannot be followed, because it failed its self-check',
  );
});

test("where the process is not installed, nothing is said of it", async () => {
  using folder = scratchFolder({
    ...sources,
    "preload.mjs": `import Module from "node:module";
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => {
  if (/^@typescript\\//.test(name)) throw new Error("not installed");
  return resolve.call(Module, name, ...rest);
};
`,
  });
  const result = await run(folder);
  expect(result).toEqual({ code: 1, stdout: expect.stringContaining("two/a.ts:2:3"), stderr: "" });
  const asked = await run(folder, "--no-cache", "--types", "native");
  expect({ code: asked.code, stdout: asked.stdout }).toEqual({ code: 2, stdout: "" });
  expect(asked.stderr).toContain("is not installed");
});
