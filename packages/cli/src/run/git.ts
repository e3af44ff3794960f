import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { InputError } from "@awaitwise/analyzer/basics";

const execute = promisify(execFile);

/**
 * Runs git in a folder and answers what it prints.
 *
 * @throws InputError when git is not installed, or the folder is in no repository; else git's own
 * error.
 */
export async function git(args: readonly string[], cwd: string): Promise<string> {
  return (await gitBytes(args, cwd)).toString("utf8");
}

/** The same, for what need not be text. */
export async function gitBytes(args: readonly string[], cwd: string): Promise<Buffer> {
  try {
    const { stdout } = await execute("git", ["--no-optional-locks", ...args], {
      cwd,
      encoding: "buffer",
      maxBuffer: 256 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { readonly stderr?: Buffer };
    if (code === "ENOENT") {
      throw new InputError("git is not installed: install it, or name the files to check");
    }
    if (stderr?.toString("utf8").includes("not a git repository")) {
      throw new InputError(
        `"${cwd}" is not in a git repository: --changed, --since and --staged need one`,
      );
    }
    throw error;
  }
}
