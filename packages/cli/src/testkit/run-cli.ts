import { spawn } from "node:child_process";
import { join } from "node:path";
import { main } from "../main.js";

/** What a command line wrote, and the exit code. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Both streams are a terminal of this width. */
  readonly columns?: number;
}

/** Runs the command line in this process, on a clock that stands still. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
    ...(options.columns === undefined ? {} : { isTTY: true, columns: options.columns }),
  });
  const code = await main(args, {
    cwd: options.cwd,
    env: options.env ?? {},
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    readStdin: async () => options.stdin ?? "",
    now: () => 0,
  });
  return { code, ...written };
}

/** Runs the built program in a process of its own. */
export async function spawnCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const bin = join(__dirname, "../../bin/awaitwise.js");
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, ...options.env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.end(options.stdin ?? "");
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
