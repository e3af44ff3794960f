import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import type { Example } from "./examples.js";
import { root } from "./repository.js";

/** What an example did when it was run as a program of its own. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string[];
  readonly stderr: string;
}

// Examples stand in a workspace package while they run, so that they import the packages by their
// public names, from the built files, as a user's program does.
const folder = path.join(root, "examples", "dist", "documentation");

/** Runs a TypeScript example on virtual time: one that sleeps an hour takes no longer than another. */
export function runExample(example: Example): Outcome {
  const name = `${example.file.replace(/[^\w]+/g, "-")}-${example.line}.mjs`;
  const program = path.join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(program, transpile(example));
  try {
    const done = spawnSync(
      process.execPath,
      ["--import", "@awaitwise/runtime/testing/virtual-time", program],
      { cwd: folder, encoding: "utf8", timeout: 60_000, env: { ...process.env, NO_COLOR: "1" } },
    );
    return {
      status: done.status,
      stdout: done.stdout.split("\n").slice(0, -1),
      stderr: done.stderr,
    };
  } finally {
    rmSync(program, { force: true });
  }
}

function transpile(example: Example): string {
  return ts.transpileModule(example.code, {
    fileName: `${path.basename(example.file)}.mts`,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  }).outputText;
}
