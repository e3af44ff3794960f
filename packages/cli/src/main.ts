import { run } from "@awaitwise/runtime";
import { CommanderError } from "commander";
import { buildProgram } from "./program/build-program.js";
import { commands, handlerOf } from "./program/commands.js";
import { exitCodes } from "./program/exit-codes.js";
import { version } from "./program/version.js";
import { lookOf, type Terminal } from "./terminal/terminal.js";

/**
 * Runs the command line `args` (without the program's own name) and answers the exit code: 0 clean,
 * 1 findings, 2 could not run. Never rejects, and never prints a stack trace unless the environment
 * variable AWAITWISE_DEBUG asks for one.
 *
 * @example
 * ```ts
 * import { main } from "awaitwise";
 *
 * const silent = { write: () => true };
 * const code = await main(["--version"], {
 *   cwd: process.cwd(),
 *   env: {},
 *   stdout: silent,
 *   stderr: silent,
 *   readStdin: async () => "",
 *   now: () => performance.now(),
 * });
 * console.log(code);
 * // prints: 0
 * ```
 */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCodes.clean;
  const program = buildProgram(commands, version, async (invocation) => {
    const handler = await handlerOf(invocation.command);
    // Our own file work is a program of the runtime that we ship.
    code = await run(() => handler(invocation, terminal));
  });
  const style = lookOf(terminal.stderr, terminal.env).style;
  program.configureOutput({
    writeOut: (text) => void terminal.stdout.write(text),
    writeErr: (text) => void terminal.stderr.write(text),
    outputError: (text, write) => write(text.replace(/^error:/, style.red("error:"))),
    getOutHasColors: () => false,
    getErrHasColors: () => false,
    getOutHelpWidth: () => lookOf(terminal.stdout, terminal.env).width,
    getErrHelpWidth: () => lookOf(terminal.stderr, terminal.env).width,
  });
  for (const command of program.commands) command.copyInheritedSettings(program);
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.clean : exitCodes.cannotRun;
    }
    terminal.stderr.write(`${style.red("error:")} ${describeFailure(error, terminal)}\n`);
    return exitCodes.cannotRun;
  }
}

function describeFailure(error: unknown, terminal: Terminal): string {
  const { env } = terminal;
  if (env.AWAITWISE_DEBUG && error instanceof Error) return error.stack ?? error.message;
  if (!(error instanceof Error)) return `Something unexpected was thrown: ${String(error)}`;
  // Errors that carry an exit code are about what the user gave, and are whole sentences.
  if ("exitCode" in error) return withShortPaths(error.message, terminal.cwd);
  return `awaitwise failed: ${error.message}; set AWAITWISE_DEBUG=1 to see where, and report it`;
}

// Messages name absolute paths; in a terminal those below the working directory are known by less.
function withShortPaths(message: string, cwd: string): string {
  return message.replaceAll(`"${cwd.replaceAll("\\", "/")}/`, '"');
}
