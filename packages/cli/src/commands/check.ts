import { writeFixes } from "../fixing/write-fixes.js";
import type { CheckFlags } from "../options/check-options.js";
import type { CommandHandler } from "../program/commands.js";
import { exitCodes } from "../program/exit-codes.js";
import type { Report, ReportedFinding } from "../report/report.js";
import { displayPath } from "../report/resolve-finding.js";
import { writeDiff, writeReport } from "../report/write-report.js";
import type { CheckOutcome } from "../run/check-outcome.js";
import { configsOf } from "../run/configs.js";
import { atLevel, failsRun } from "../run/level.js";
import { listFiles } from "../run/list-files.js";
import { printConfig } from "../run/print-config.js";
import { type FinishedCheck, runCheck, type Scope, scopeOf } from "../run/run-check.js";
import { baselineFindings, baselinePath, compareWithFile } from "../run/use-baseline.js";
import { wantedProjects } from "../run/wanted-projects.js";
import type { Terminal } from "../terminal/terminal.js";

/** `awaitwise check`. */
export const check: CommandHandler = async ({ operands, flags }, terminal) =>
  await checkAndReport(operands, flags as CheckFlags, terminal);

/** `awaitwise fix`: `check` with the safe fixes applied. */
export const fix: CommandHandler = async ({ operands, flags }, terminal) =>
  await checkAndReport(operands, { ...(flags as CheckFlags), fix: true }, terminal);

async function checkAndReport(
  paths: readonly string[],
  flags: CheckFlags,
  terminal: Terminal,
): Promise<number> {
  const started = terminal.now();
  const { cwd, stdout } = terminal;
  const configs = configsOf(flags, cwd);
  if (flags.printConfig !== undefined) {
    stdout.write(printConfig(flags.printConfig, configs, cwd));
    return exitCodes.clean;
  }
  const scope = await scopeOf(paths, flags, configs, terminal);
  if (flags.listFiles === true) {
    stdout.write(listFiles(wantedProjects(scope.targets, configs).projects, cwd));
    return exitCodes.clean;
  }
  const finished = await runCheck(scope, flags, terminal);
  const { outcome } = finished;
  const problems = [...outcome.problems, ...(await writeTexts(outcome, scope, flags, terminal))];
  const { fresh, known } = newFindings(finished, flags, scope, cwd);
  const level = atLevel(fresh, flags);
  const report: Report = {
    findings: level.shown,
    problems,
    files: outcome.fileNames.length,
    leftOut: {
      belowLevel: level.hidden.length,
      suppressed: outcome.suppressed,
      baselined: known,
    },
    durationMs: Math.round(terminal.now() - started),
  };
  if (flags.diff === true) writeDiff(outcome, flags, terminal);
  else await writeReport(report, finished, flags, terminal, toStderr(flags));
  if (outcome.fileNames.length > 0 && outcome.wholeFiles === 0) return exitCodes.cannotRun;
  const changesWanted = flags.diff === true && outcome.rewrites.length > 0;
  return changesWanted || failsRun(report, level, flags) ? exitCodes.findings : exitCodes.clean;
}

// The fixed text of standard input goes to standard output, where the report would be in its way.
function toStderr({ stdin, fix, fixSuggested, fixDangerous }: CheckFlags): boolean {
  return stdin === true && (fix === true || fixSuggested === true || fixDangerous === true);
}

/** Writes what the fixes made of the texts, and answers what could not be written. */
async function writeTexts(
  { rewrites }: CheckOutcome,
  { stdinFile, disk }: Scope,
  flags: CheckFlags,
  { cwd, stdout }: Terminal,
): Promise<Report["problems"]> {
  if (flags.diff === true) return [];
  if (stdinFile !== undefined) {
    if (toStderr(flags)) stdout.write(rewrites[0]?.after ?? disk.readFile(stdinFile) ?? "");
    return [];
  }
  const { refused } = await writeFixes(rewrites);
  return refused.map(({ file, reason }) => {
    const shown = displayPath(file, cwd);
    return { file: shown, message: `"${shown}" was not fixed: ${reason}`, isNote: false };
  });
}

/** The findings that the baseline does not hold, and how many it does. */
function newFindings(
  { outcome, texts }: FinishedCheck,
  flags: CheckFlags,
  { configs }: Scope,
  cwd: string,
): { readonly fresh: readonly ReportedFinding[]; readonly known: number } {
  const path = baselinePath(flags.baseline, configs, cwd);
  if (path === undefined) return { fresh: outcome.findings, known: 0 };
  const own = baselineFindings(outcome.findings, path, cwd, texts);
  const { fresh, known } = compareWithFile(own, path);
  return { fresh: fresh.map(({ finding }) => finding), known: known.length };
}
