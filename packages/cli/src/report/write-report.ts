import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { RuleMeta } from "@awaitwise/analyzer";
import { InputError, writeAtomically } from "@awaitwise/analyzer/basics";
import type { LeftFix } from "../fixing/choose-fixes.js";
import type { FileReport, Format } from "../options/formats.js";
import type { CheckOutcome } from "../run/check-outcome.js";
import { type Look, lookOf, type OutputStream, type Terminal } from "../terminal/terminal.js";
import { formatReport } from "./format-report.js";
import { formatProblem, formatSummary, plural } from "./formats/pretty.js";
import type { Report } from "./report.js";
import { displayPath } from "./resolve-finding.js";
import type { SourceText } from "./source-text.js";

/** How a report is to be written. */
export interface ReportFlags {
  readonly format?: Format;
  readonly outputFile?: string;
  /** Reports for files, beside the one that is shown. */
  readonly report?: readonly FileReport[];
  readonly color?: boolean;
}

/**
 * Writes a report to standard output, or to a file with a summary on standard output. What could not
 * be checked goes to standard error where the format has no place for it.
 *
 * @throws InputError when the file cannot be written.
 */
export async function writeReport(
  report: Report,
  checked: {
    readonly outcome: Pick<CheckOutcome, "fixed" | "leftFixes">;
    readonly rules: readonly RuleMeta[];
    texts(file: string): SourceText | undefined;
  },
  flags: ReportFlags,
  terminal: Terminal,
  toStderr = false,
): Promise<void> {
  const { cwd, stderr } = terminal;
  const out = toStderr ? stderr : terminal.stdout;
  const look = lookFor(flags, terminal);
  const format = flags.format ?? "pretty";
  const { texts, rules } = checked;
  const plain = lookOf({ write: () => true }, {}, { color: false });
  for (const { format: other, path } of flags.report ?? []) {
    const options = { terminal, look: plain, rules, texts };
    await writeOutput(path, formatReport(report, other, options), cwd);
  }
  if (flags.outputFile === undefined) {
    out.write(formatReport(report, format, { terminal, look: look(out), rules, texts }));
  } else {
    const text = formatReport(report, format, { terminal, look: plain, rules, texts });
    await writeOutput(flags.outputFile, text, cwd);
    out.write(`${formatSummary(report, look(out))}\n`);
  }
  if (format !== "pretty" || flags.outputFile !== undefined) {
    for (const problem of report.problems)
      stderr.write(`${formatProblem(problem, look(stderr))}\n`);
  }
  const notes = fixingNotes(checked.outcome, cwd);
  if (notes.length > 0) (format === "pretty" ? out : stderr).write(`${notes.join("\n")}\n`);
}

/** How a report looks on each stream. */
export function lookFor(flags: ReportFlags, { env }: Terminal): (stream: OutputStream) => Look {
  const wish = flags.color === undefined ? {} : { color: flags.color };
  return (stream) => lookOf(stream, env, wish);
}

async function writeOutput(path: string, text: string, cwd: string): Promise<void> {
  const target = resolve(cwd, path);
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeAtomically(target, text);
  } catch (error) {
    throw new InputError(
      `The report cannot be written to "${path}": ${(error as Error).message}; name a file that can`,
    );
  }
}

function fixingNotes(
  { fixed, leftFixes }: Pick<CheckOutcome, "fixed" | "leftFixes">,
  cwd: string,
): string[] {
  const notes = fixed > 0 ? [`${plural(fixed, "fix", "fixes")} applied`] : [];
  return [...notes, ...leftFixes.map((left) => leftFixNote(left, cwd))];
}

/** One line about a fix that was not applied, and why. */
export function leftFixNote({ finding, title, reason }: LeftFix, cwd: string): string {
  return `Not fixed in ${displayPath(finding.file, cwd)} (${finding.rule}): ${title}: ${reason}`;
}
