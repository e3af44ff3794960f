import { InputError } from "@awaitwise/analyzer";
import type { ProcessFlags } from "../options/process-commands.js";
import { formatPs } from "../processes/format-ps.js";
import { formatPstree } from "../processes/format-pstree.js";
import { lookIntoProcess } from "../processes/look-into-process.js";
import type { CommandHandler } from "../program/commands.js";
import { exitCodes } from "../program/exit-codes.js";
import { lookOf } from "../terminal/terminal.js";

/** In milliseconds. */
const DEFAULT_TIMEOUT = 5_000;

/** `awaitwise ps PID`. */
export const ps: CommandHandler = handlerFor(formatPs);

/** `awaitwise pstree PID`. */
export const pstree: CommandHandler = handlerFor(formatPstree);

function handlerFor(format: typeof formatPs): CommandHandler {
  return async ({ operands: [operand = ""], flags }, { cwd, env, stdout }) => {
    const { format: name, timeout = DEFAULT_TIMEOUT, color } = flags as ProcessFlags;
    const state = await lookIntoProcess(pidOf(operand), timeout);
    const text =
      name === "json"
        ? JSON.stringify({ version: 1, ...state }, null, 2)
        : format(state, cwd, lookOf(stdout, env, color === undefined ? {} : { color }));
    stdout.write(`${text}\n`);
    return exitCodes.clean;
  };
}

/** The largest number that a system gives to a process. */
const LARGEST_PID = 2 ** 31 - 1;

function pidOf(operand: string): number {
  const pid = /^[1-9]\d*$/.test(operand) ? Number(operand) : 0;
  if (pid === 0 || pid > LARGEST_PID) {
    throw new InputError(`"${operand}" is no process: give its number, as in awaitwise ps 4242`);
  }
  return pid;
}
