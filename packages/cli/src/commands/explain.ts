import { InputError, Measurements, nodeDisk } from "@awaitwise/analyzer";
import { InvalidArgumentError } from "commander";
import { explainLine } from "../explain/explain-line.js";
import { formatExplanation } from "../explain/format-explanation.js";
import type { ExplainFlags } from "../options/other-commands.js";
import { type LinePlace, placeOf } from "../options/parse-place.js";
import type { CommandHandler } from "../program/commands.js";
import { exitCodes } from "../program/exit-codes.js";
import { configsOf } from "../run/configs.js";
import { lookOf, type Terminal } from "../terminal/terminal.js";

/** `awaitwise explain FILE:LINE`. */
export const explain: CommandHandler = async ({ operands: [place = ""], flags }, terminal) => {
  let parsed: LinePlace;
  try {
    parsed = placeOf(place);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new InputError(`"${place}" is no place: give a file and a line, as in src/load.ts:12`);
  }
  return explainPlace(parsed, flags as ExplainFlags, terminal);
};

/** Prints what is found in a line, what is not reported and why, and answers the exit code. */
export function explainPlace(place: LinePlace, flags: ExplainFlags, terminal: Terminal): number {
  const { cwd, stdout, env } = terminal;
  const { color, project: tsconfig, trace } = flags;
  const explanation = explainLine(place, configsOf(flags, cwd), cwd, {
    ...(tsconfig === undefined ? {} : { tsconfig }),
    ...(trace === undefined ? {} : { measurements: Measurements.read(trace, nodeDisk, cwd) }),
  });
  const look = lookOf(stdout, env, color === undefined ? {} : { color });
  stdout.write(`${formatExplanation(explanation, look)}\n`);
  return exitCodes.clean;
}
