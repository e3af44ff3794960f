import { spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
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

/** Runs every example, several at a time; the outcomes are in the order of the examples. */
export async function runExamples(examples: readonly Example[]): Promise<Outcome[]> {
  await mkdir(folder, { recursive: true });
  const outcomes: Outcome[] = [];
  const rest = examples.entries();
  const worker = async () => {
    for (const [index, example] of rest) {
      outcomes[index] = await runExample(example);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return outcomes;
}

/** Runs a TypeScript example on virtual time: one that sleeps an hour takes no longer than another. */
async function runExample(example: Example): Promise<Outcome> {
  const name = `${example.file.replace(/[^\w]+/g, "-")}-${example.line}.mjs`;
  const program = path.join(folder, name);
  await writeFile(program, transpile(example));
  try {
    return await runProgram(program);
  } finally {
    await rm(program, { force: true });
  }
}

function runProgram(program: string): Promise<Outcome> {
  const virtualTime = ["--import", "@awaitwise/runtime/testing/virtual-time"];
  const child = spawn(process.execPath, [...virtualTime, program], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => {
      resolve({ status, stdout: stdout.split("\n").slice(0, -1), stderr });
    });
  });
}

function transpile(example: Example): string {
  return ts.transpileModule(example.code, {
    fileName: `${path.basename(example.file)}.mts`,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  }).outputText;
}
