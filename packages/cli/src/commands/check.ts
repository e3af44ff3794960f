import { RunMemory } from "../cache/run-memory.js";
import type { CheckFlags } from "../options/check-options.js";
import type { CommandHandler } from "../program/commands.js";
import { textsOf } from "../report/texts-of.js";
import { writeReport } from "../report/write-report.js";
import { judge } from "../run/judge.js";
import type { Terminal } from "../terminal/terminal.js";

/** `awaitwise check`. */
export const check: CommandHandler = async ({ operands, flags }, terminal) =>
  await checkAndReport(operands, flags as CheckFlags, terminal);

/** `awaitwise fix`: `check` with the safe fixes applied. */
export const fix: CommandHandler = async ({ operands, flags }, terminal) =>
  await checkAndReport(operands, { ...(flags as CheckFlags), fix: true }, terminal);

// What was checked before and has not changed is reported from here; everything else loads the
// compiler, which takes longer than the whole of this.
async function checkAndReport(
  paths: readonly string[],
  flags: CheckFlags,
  terminal: Terminal,
): Promise<number> {
  const started = terminal.now();
  const notes: string[] = [];
  const memory = RunMemory.of(paths, flags, terminal.cwd);
  const known = await memory?.recall((note) => notes.push(note));
  if (known === undefined) {
    const { checkAnew } = await import("./check-anew.js");
    return await checkAnew(paths, flags, terminal, { started, notes, memory });
  }
  const finished = { ...known, texts: textsOf(terminal.cwd) };
  const { report, code } = judge(finished, flags, terminal.cwd, terminal.now() - started);
  await writeReport(report, finished, flags, terminal);
  return code;
}
