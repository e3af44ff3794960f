import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  type BaselineEntry,
  type ConfigStore,
  didYouMean,
  formatBaseline,
  InputError,
  makeBaseline,
} from "@awaitwise/analyzer";
import { writeAtomically } from "@awaitwise/analyzer/basics";
import type { BaselineFlags } from "../options/other-commands.js";
import type { CommandHandler } from "../program/commands.js";
import { exitCodes } from "../program/exit-codes.js";
import { formatProblem, plural } from "../report/formats/pretty.js";
import type { ReportedProblem } from "../report/report.js";
import { displayPath } from "../report/resolve-finding.js";
import type { CheckOutcome } from "../run/check-outcome.js";
import { configsOf } from "../run/configs.js";
import { atLevel } from "../run/level.js";
import { runCheck, scopeOf } from "../run/run-check.js";
import {
  BASELINE_FILE,
  baselineFindings,
  baselinePath,
  compareWithFile,
} from "../run/use-baseline.js";
import { lookOf, type Terminal } from "../terminal/terminal.js";

/** `awaitwise baseline create` and `awaitwise baseline prune`. */
export const baseline: CommandHandler = async ({ operands, flags }, terminal) => {
  const [action = "", ...paths] = operands;
  if (action !== "create" && action !== "prune") {
    const near = didYouMean(action, ["create", "prune"]) || ": use create or prune";
    throw new InputError(`A baseline has no "${action}"${near}`);
  }
  const own = flags as BaselineFlags;
  const { cwd, stdout } = terminal;
  const configs = configsOf(own, cwd);
  const path =
    baselinePath(own.baseline, configs.root().baseline, cwd) ?? resolve(cwd, BASELINE_FILE);
  const shown = displayPath(path, cwd);
  const scope = await scopeOf(paths, own, configs, terminal);
  const { outcome, notes, failures } = await runCheck(scope, own, terminal);
  for (const failure of failures) terminal.stderr.write(`${failure}\n`);
  const remarks = notes.map((message) => ({ message, isNote: true }));
  sayProblems([...remarks, ...outcome.problems], terminal);
  const counted = atLevel(outcome.findings, own).shown;
  const findings = baselineFindings(counted, path, cwd);
  if (action === "create") {
    await writeAtomically(path, formatBaseline(makeBaseline(findings)));
    stdout.write(`${plural(findings.length, "finding")} taken into "${shown}"\n`);
    return exitCodes.clean;
  }
  const { known, stale } = compareWithFile(findings, path);
  const unseen = stale.filter(
    (entry) => !wasLookedFor(entry, dirname(path), outcome, configs, cwd),
  );
  const kept = [...known, ...unseen.flatMap(asFindings)];
  await writeAtomically(path, formatBaseline(makeBaseline(kept)));
  const repaired = stale.reduce((sum, { count }) => sum + count, 0) - kept.length + known.length;
  stdout.write(`${plural(repaired, "finding")} repaired, ${kept.length} left in "${shown}"\n`);
  return exitCodes.clean;
};

// A run over some paths, or with some rules, says nothing of the others.
function wasLookedFor(
  { file, rule }: BaselineEntry,
  folder: string,
  { fileNames }: CheckOutcome,
  configs: ConfigStore,
  cwd: string,
): boolean {
  const path = resolve(folder, file);
  if (!existsSync(path)) return true;
  if (!fileNames.includes(displayPath(path, cwd))) return false;
  const { complete, selection } = configs.forFile(path);
  return complete || (selection.rules ?? []).includes(rule);
}

function asFindings({ fingerprint, rule, file, count }: BaselineEntry) {
  return Array.from({ length: count }, () => ({ fingerprint, rule, file }));
}

function sayProblems(problems: readonly ReportedProblem[], { stderr, env }: Terminal): void {
  for (const problem of problems) stderr.write(`${formatProblem(problem, lookOf(stderr, env))}\n`);
}
