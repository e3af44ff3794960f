import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Example } from "./examples.js";
import { root } from "./repository.js";

/** One command of a `console` block, and what the block shows below it. */
export interface Shown {
  readonly command: string;
  readonly output: string;
}

/** The commands of a `console` block: lines after `$ `, each with the lines that follow it. */
export function shownCommands(example: Example): Shown[] {
  return example.code
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command = "", ...output] = part.split("\n");
      return { command, output: normalised(output.join("\n")) };
    });
}

/**
 * Runs a command of a `console` block in a folder that holds what a reader has at the repository's
 * root, `examples/` above all: a copy, so that no command can change the repository.
 */
export function runConsole(command: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "awaitwise-documentation-"));
  try {
    cpSync(path.join(root, "examples"), path.join(folder, "examples"), { recursive: true });
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    const done = spawnSync("sh", ["-c", `${command} 2>&1`], {
      cwd: folder,
      encoding: "utf8",
      timeout: 300_000,
      env: {
        ...process.env,
        NO_COLOR: "1",
        FORCE_COLOR: undefined,
        COLUMNS: "100",
        // Whose inspector is opened takes a free port, whatever else runs on the machine.
        NODE_OPTIONS: "--inspect-port=0",
        PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env.PATH}`,
      },
    });
    return normalised(done.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Output without what differs from run to run: durations, which process and Node it was, and blanks at the ends of lines. */
export function normalised(output: string): string {
  return output
    .replace(/\bprocess \d+ \(node v[\d.]+/g, "process <number> (node <version>")
    .replace(/\b\d+(\.\d+)? ?(ms|s)\b/g, "<time>")
    .replace(/[ \t]+$/gm, "")
    .trim();
}
