import { formatDiff } from "../fixing/format-diff.js";
import type { CheckOutcome } from "../run/check-outcome.js";
import type { Terminal } from "../terminal/terminal.js";
import { plural } from "./formats/pretty.js";
import { leftFixNote, lookFor, type ReportFlags } from "./write-report.js";

/** Writes what the fixes would change to standard output, and a summary to standard error. */
export function writeDiff(outcome: CheckOutcome, flags: ReportFlags, terminal: Terminal): void {
  const { cwd, stdout, stderr } = terminal;
  const look = lookFor(flags, terminal);
  stdout.write(formatDiff(outcome.rewrites, cwd, look(stdout)));
  const { fixed, rewrites, leftFixes } = outcome;
  const files = plural(rewrites.length, "file");
  const them = rewrites.length === 1 ? "it" : "them";
  const summary =
    rewrites.length === 0
      ? "No fix would change anything"
      : `${plural(fixed, "fix", "fixes")} would change ${files}; run without --diff to write ${them}`;
  stderr.write(`${[summary, ...leftFixes.map((left) => leftFixNote(left, cwd))].join("\n")}\n`);
}
