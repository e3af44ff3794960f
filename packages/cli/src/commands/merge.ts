import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InputError, rules } from "@awaitwise/analyzer";
import { cancelSignal, mapConcurrent } from "@awaitwise/runtime";
import type { MergeFlags } from "../options/other-commands.js";
import type { CommandHandler } from "../program/commands.js";
import { exitCodes } from "../program/exit-codes.js";
import { type ParsedReport, parseJsonReport } from "../report/parse-json-report.js";
import type { Report } from "../report/report.js";
import { textsOf } from "../report/texts-of.js";
import { writeReport } from "../report/write-report.js";
import { emptyOutcome, joinOutcomes, joinUnresolved } from "../run/check-outcome.js";
import { atLevel, failsRun } from "../run/level.js";

const READS_AT_ONCE = 16;

/** `awaitwise merge`: the reports of shards as one. */
export const merge: CommandHandler = async ({ operands, flags }, terminal) => {
  const own = flags as MergeFlags;
  const { cwd } = terminal;
  const parts = await mapConcurrent(operands, READS_AT_ONCE, async (path) => await read(path, cwd));
  const outcome = joinOutcomes(parts.map(({ findings }) => ({ ...emptyOutcome, findings })));
  const level = atLevel(outcome.findings, own);
  const report: Report = {
    findings: level.shown,
    problems: [],
    files: parts.reduce((sum, { files }) => sum + files, 0),
    unresolved: joinUnresolved(parts.map(({ unresolved }) => unresolved)),
    leftOut: { belowLevel: level.hidden.length, suppressed: 0, baselined: 0 },
    // Shards run side by side, so that the slowest is what everybody waited for.
    durationMs: Math.max(0, ...parts.map(({ durationMs }) => durationMs)),
  };
  await writeReport(report, { outcome, rules, texts: textsOf(cwd) }, own, terminal);
  return failsRun(report, level, own) ? exitCodes.findings : exitCodes.clean;
};

async function read(path: string, cwd: string): Promise<ParsedReport> {
  let text: string;
  const signal = cancelSignal();
  try {
    text = await readFile(resolve(cwd, path), { encoding: "utf8", signal });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new InputError(`"${path}" cannot be read: ${(error as Error).message}; name a report`);
  }
  return parseJsonReport(text, path);
}
