import { didYouMean, InputError, rules } from "@awaitwise/analyzer";
import { completionScript, SHELLS, type Shell } from "../docs/completion-script.js";
import { type CommandHandler, commands } from "../program/commands.js";
import { exitCodes } from "../program/exit-codes.js";

/** `awaitwise completion SHELL`. */
export const completion: CommandHandler = async ({ operands: [shell = ""] }, { stdout }) => {
  if (!isShell(shell)) {
    const near = didYouMean(shell, SHELLS) || `: use ${SHELLS.join(", ")}`;
    throw new InputError(`There are no completions for "${shell}"${near}`);
  }
  const ids = rules.map(({ id }) => id);
  stdout.write(completionScript(shell, commands, ids));
  return exitCodes.clean;
};

function isShell(word: string): word is Shell {
  return (SHELLS as readonly string[]).includes(word);
}
