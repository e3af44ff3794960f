import { removeUnfinishedWrites } from "@awaitwise/analyzer/basics";
import { main } from "./main.js";
import { exitCodes } from "./program/exit-codes.js";
import { optimiseLater } from "./program/later-optimisation.js";
import { processTerminal } from "./terminal/terminal.js";

/**
 * Runs the command line of this process. The exit code is set and the process left to end by
 * itself, so that what is still on its way to a pipe arrives whole.
 */
export async function runProcess(): Promise<void> {
  const interrupt = (): never => {
    removeUnfinishedWrites();
    process.exit(exitCodes.interrupted);
  };
  optimiseLater();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", () => {
    removeUnfinishedWrites();
    process.exit(143);
  });
  // A reader that has seen enough, as in `awaitwise | head`, is no failure.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(process.exitCode ?? exitCodes.clean);
      throw error;
    });
  }
  process.exitCode = await main(process.argv.slice(2), processTerminal());
}
