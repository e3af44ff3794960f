import type { ProjectDescription } from "@awaitwise/analyzer";
import { displayPath } from "../report/resolve-finding.js";
import type { Terminal } from "../terminal/terminal.js";

/** Says which project is being checked, on a line of its own that is cleared in the end. */
export interface ProjectProgress {
  show(done: number, project: ProjectDescription): void;
  clear(): void;
}

const PATIENCE_MS = 500;

/** Progress for a person at a terminal, on standard error, once the work takes a while. */
export function projectProgress(terminal: Terminal, total: number): ProjectProgress {
  const { stderr, cwd, env } = terminal;
  if (stderr.isTTY !== true || env.CI || env.TERM === "dumb" || total < 2) {
    return { show: () => undefined, clear: () => undefined };
  }
  const started = terminal.now();
  let shown = false;
  return {
    show(done, { configFile, directory }) {
      if (terminal.now() - started < PATIENCE_MS) return;
      shown = true;
      const name = displayPath(configFile ?? directory, cwd) || ".";
      const room = Math.max(10, (stderr.columns ?? 80) - 1);
      stderr.write(`\r\u001b[2K${`Checking ${done + 1} of ${total}: ${name}`.slice(0, room)}`);
    },
    clear() {
      if (shown) stderr.write("\r\u001b[2K");
    },
  };
}
