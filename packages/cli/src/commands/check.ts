import { InputError } from "@awaitwise/analyzer";
import { writeAtomically } from "../files/write-atomically.js";
import type { AllowedSafety, LeftFix } from "../fixing/choose-fixes.js";
import { formatDiff } from "../fixing/format-diff.js";
import { writeFixes } from "../fixing/write-fixes.js";
import type { CheckFlags } from "../options/check-options.js";
import type { CommandHandler } from "../program/commands.js";
import { exitCodes } from "../program/exit-codes.js";
import { formatReport } from "../report/format-report.js";
import { formatProblem, formatSummary, plural } from "../report/formats/pretty.js";
import type { Report } from "../report/report.js";
import { displayPath } from "../report/resolve-finding.js";
import { type CheckOutcome, checkSources } from "../run/check-sources.js";
import { configsOf } from "../run/configs.js";
import { atLevel, failsRun } from "../run/level.js";
import { listFiles } from "../run/list-files.js";
import { printConfig } from "../run/print-config.js";
import { targetsOf } from "../run/targets.js";
import { type Look, lookOf, type OutputStream, type Terminal } from "../terminal/terminal.js";

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
  const request = {
    ...targetsOf(paths, flags.project, terminal.cwd),
    configs: configsOf(flags, terminal.cwd),
  };
  if (flags.printConfig !== undefined) {
    terminal.stdout.write(printConfig(flags.printConfig, request));
    return exitCodes.clean;
  }
  if (flags.listFiles === true) {
    terminal.stdout.write(listFiles(request));
    return exitCodes.clean;
  }
  const allowed = allowedSafety(flags);
  const outcome = checkSources({
    ...request,
    ...(allowed === undefined ? {} : { fix: allowed }),
  });
  const problems = [...outcome.problems];
  if (flags.diff !== true) {
    const { refused } = await writeFixes(outcome.rewrites);
    for (const { file, reason } of refused) {
      const shown = displayPath(file, terminal.cwd);
      problems.push({ file: shown, message: `"${shown}" was not fixed: ${reason}`, isNote: false });
    }
  }
  const level = atLevel(outcome.findings, flags);
  const report: Report = {
    findings: level.shown,
    problems,
    files: outcome.files,
    leftOut: { belowLevel: level.hidden.length, suppressed: outcome.suppressed, baselined: 0 },
    durationMs: Math.round(terminal.now() - started),
  };
  await writeReport(report, outcome, flags, terminal);
  if (outcome.files > 0 && outcome.wholeFiles === 0) return exitCodes.cannotRun;
  const changesWanted = flags.diff === true && outcome.rewrites.length > 0;
  return changesWanted || failsRun(report, level, flags) ? exitCodes.findings : exitCodes.clean;
}

function allowedSafety(flags: CheckFlags): AllowedSafety | undefined {
  if (flags.fixDangerous === true) return new Set(["safe", "suggested", "dangerous"]);
  if (flags.fixSuggested === true) return new Set(["safe", "suggested"]);
  return flags.fix === true || flags.diff === true ? new Set(["safe"]) : undefined;
}

async function writeReport(
  report: Report,
  outcome: CheckOutcome,
  flags: CheckFlags,
  terminal: Terminal,
): Promise<void> {
  const { stdout, stderr } = terminal;
  const look = (stream: OutputStream): Look =>
    lookOf(stream, terminal.env, flags.color === undefined ? {} : { color: flags.color });
  if (flags.diff === true) {
    stdout.write(formatDiff(outcome.rewrites, terminal.cwd, look(stdout)));
    stderr.write(`${diffSummary(outcome)}\n`);
    return;
  }
  const format = flags.format ?? "pretty";
  if (flags.outputFile === undefined) {
    stdout.write(
      formatReport(report, format, { terminal, look: look(stdout), texts: outcome.texts }),
    );
  } else {
    const plain = lookOf({ write: () => true }, {}, { color: false });
    await writeOutput(
      flags.outputFile,
      terminal,
      formatReport(report, format, { terminal, look: plain, texts: outcome.texts }),
    );
    stdout.write(`${formatSummary(report, look(stdout))}\n`);
  }
  // A machine format has no place for what could not be checked, and pretty shows it itself.
  if (format !== "pretty" || flags.outputFile !== undefined) {
    for (const problem of report.problems)
      stderr.write(`${formatProblem(problem, look(stderr))}\n`);
  }
  const fixes = fixingNotes(outcome, terminal.cwd);
  if (fixes.length > 0) (format === "pretty" ? stdout : stderr).write(`${fixes.join("\n")}\n`);
}

async function writeOutput(path: string, terminal: Terminal, text: string): Promise<void> {
  const { mkdir } = await import("node:fs/promises");
  const { dirname, resolve } = await import("node:path");
  const target = resolve(terminal.cwd, path);
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeAtomically(target, text);
  } catch (error) {
    throw new InputError(
      `The report cannot be written to "${path}": ${(error as Error).message}; name a file that can`,
    );
  }
}

function diffSummary({ fixed, rewrites }: CheckOutcome): string {
  if (rewrites.length === 0) return "No fix would change anything";
  const files = plural(rewrites.length, "file");
  return `${plural(fixed, "fix", "fixes")} would change ${files}; run without --diff to write ${rewrites.length === 1 ? "it" : "them"}`;
}

function fixingNotes({ fixed, leftFixes }: CheckOutcome, cwd: string): string[] {
  const notes = fixed > 0 ? [`${plural(fixed, "fix", "fixes")} applied`] : [];
  return [...notes, ...leftFixes.map((left) => leftFixNote(left, cwd))];
}

function leftFixNote({ finding, title, reason }: LeftFix, cwd: string): string {
  return `Not fixed in ${displayPath(finding.file, cwd)} (${finding.rule}): ${title}: ${reason}`;
}
