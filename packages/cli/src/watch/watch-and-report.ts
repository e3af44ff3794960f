import { rules } from "@awaitwise/analyzer";
import type { CheckFlags } from "../options/check-options.js";
import { textsOf } from "../report/texts-of.js";
import { writeReport } from "../report/write-report.js";
import { judge } from "../run/judge.js";
import { lookOf, type Terminal } from "../terminal/terminal.js";
import type { Changes } from "./changes.js";
import type { WatchSession } from "./watch-session.js";

const CLEAR_SCREEN = "\u001b[2J\u001b[3J\u001b[H";

/** Reports, waits for a change, and reports again, until there are no more changes to wait for. */
export async function watchAndReport(
  session: WatchSession,
  changes: Changes,
  flags: CheckFlags,
  terminal: Terminal,
): Promise<void> {
  const { cwd, stdout, stderr, env } = terminal;
  let started = terminal.now();
  let failure: string | undefined;
  for (;;) {
    if (stdout.isTTY === true) stdout.write(CLEAR_SCREEN);
    const { outcome } = session;
    const { baseline } = session.configs.root();
    const finished = {
      outcome,
      rules,
      texts: textsOf(cwd),
      ...(baseline === undefined ? {} : { baseline }),
    };
    const { report } = judge(finished, flags, cwd, terminal.now() - started);
    await writeReport(report, finished, flags, terminal);
    if (failure !== undefined) {
      stderr.write(`${lookOf(stderr, env).style.red("error:")} ${failure}\n`);
      failure = undefined;
    }
    changes.watchOver(session.folders);
    stderr.write("Watching for changes; press Ctrl-C to stop\n");
    for (let effect = false; !effect; ) {
      const changed = await changes.next();
      if (changed.length === 0) return;
      started = terminal.now();
      try {
        effect = await session.update(changed);
      } catch (error) {
        failure = error instanceof Error ? error.message : String(error);
        effect = true;
      }
    }
  }
}
