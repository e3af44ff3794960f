import { InputError, rules } from "@awaitwise/analyzer";
import { TracingDisk } from "@awaitwise/analyzer/memory";
import type { RunMemory } from "../cache/run-memory.js";
import { writeFixes } from "../fixing/write-fixes.js";
import type { CheckFlags } from "../options/check-options.js";
import { exitCodes } from "../program/exit-codes.js";
import { formatTimes } from "../report/format-times.js";
import type { Report } from "../report/report.js";
import { displayPath } from "../report/resolve-finding.js";
import { writeDiff } from "../report/write-diff.js";
import { writeReport } from "../report/write-report.js";
import type { CheckOutcome } from "../run/check-outcome.js";
import { configsOf } from "../run/configs.js";
import { judge } from "../run/judge.js";
import { listFiles } from "../run/list-files.js";
import { printConfig } from "../run/print-config.js";
import { runCheck, type Scope, scopeOf } from "../run/run-check.js";
import { targetsOf } from "../run/targets.js";
import { typesFor } from "../run/types-for.js";
import { wantedProjects } from "../run/wanted-projects.js";
import { lookOf, type Terminal } from "../terminal/terminal.js";
import { diskChanges } from "../watch/changes.js";
import { watchAndReport } from "../watch/watch-and-report.js";
import { WatchSession } from "../watch/watch-session.js";
import { explainPlace } from "./explain.js";

/** What has happened before it was clear that everything has to be looked at. */
export interface Beginning {
  readonly started: number;
  /** What is worth knowing about the memory of runs. */
  readonly notes: readonly string[];
  readonly memory: RunMemory | undefined;
}

/** Checks what a command line names, and does with the outcome what it asks for. */
export async function checkAnew(
  paths: readonly string[],
  flags: CheckFlags,
  terminal: Terminal,
  { started, notes, memory }: Beginning,
): Promise<number> {
  const { cwd, stdout } = terminal;
  const disk = memory === undefined ? undefined : new TracingDisk();
  const configs = configsOf(flags, cwd, disk?.noteConfig);
  if (flags.printConfig !== undefined) {
    stdout.write(printConfig(flags.printConfig, configs, cwd));
    return exitCodes.clean;
  }
  if (flags.explain !== undefined) return explainPlace(flags.explain, flags, terminal);
  const scope = await scopeOf(paths, flags, configs, terminal, disk);
  if (flags.listFiles === true) {
    stdout.write(listFiles(wantedProjects(scope.targets, configs).projects, cwd));
    return exitCodes.clean;
  }
  if (flags.watch === true) {
    if (flags.trace !== undefined) {
      throw new InputError(
        "--watch and --trace exclude each other: an editor shows what was measured while you type",
      );
    }
    const session = await WatchSession.start(cwd, () => {
      const fresh = configsOf(flags, cwd);
      const wanted = wantedProjects(targetsOf(paths, flags.project, cwd), fresh);
      const types = typesFor(flags);
      const projects = wanted.projects.map((project) => ({ ...project, types }));
      return { configs: fresh, ...wanted, projects };
    });
    await watchAndReport(session, diskChanges(), flags, terminal);
    return exitCodes.clean;
  }
  const checked = await runCheck(scope, flags, terminal, disk);
  if (checked.seen !== undefined) {
    const { outcome, baseline } = checked;
    const run = { outcome, rules, ...(baseline === undefined ? {} : { baseline }) };
    await memory?.remember(run, checked.seen);
  }
  for (const failure of checked.failures) terminal.stderr.write(`${failure}\n`);
  const problems = await writeTexts(checked.outcome, scope, flags, terminal);
  const remarks = [...notes, ...checked.notes].map((message) => ({ message, isNote: true }));
  const finished = {
    ...checked,
    outcome: {
      ...checked.outcome,
      problems: [...remarks, ...checked.outcome.problems, ...problems],
    },
  };
  const { report, code } = judge(finished, flags, cwd, terminal.now() - started);
  if (flags.diff === true) writeDiff(finished.outcome, flags, terminal);
  else await writeReport(report, finished, flags, terminal, toStderr(flags));
  if (checked.times !== undefined) {
    terminal.stderr.write(formatTimes(checked.times, lookOf(terminal.stderr, terminal.env)));
  }
  return code;
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
