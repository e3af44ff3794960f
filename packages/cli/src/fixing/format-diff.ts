import { createTwoFilesPatch } from "diff";
import { displayPath } from "../report/resolve-finding.js";
import type { Look } from "../terminal/terminal.js";
import type { Rewrite } from "./write-fixes.js";

/** What the rewrites would change, as a unified diff that `git apply` takes. */
export function formatDiff(rewrites: readonly Rewrite[], cwd: string, look: Look): string {
  return [...rewrites]
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, before, after }) => {
      const path = displayPath(file, cwd);
      const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after);
      // The library's ruler above the file names is no part of a unified diff.
      return painted(patch.replace(/^=+\n/, ""), look);
    })
    .join("");
}

function painted(patch: string, { style }: Look): string {
  return patch
    .split("\n")
    .map((line, index) => {
      if (index < 2) return style.bold(line);
      if (line.startsWith("@@")) return style.cyan(line);
      if (line.startsWith("+")) return style.green(line);
      return line.startsWith("-") ? style.red(line) : line;
    })
    .join("\n");
}
