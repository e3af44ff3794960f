import type { ProjectDescription } from "@awaitwise/analyzer";
import { displayPath } from "../report/resolve-finding.js";

/** The files that a check would read, one a line, in order. */
export function listFiles(projects: readonly ProjectDescription[], cwd: string): string {
  return projects
    .flatMap((project) => project.files)
    .map((file) => `${displayPath(file, cwd)}\n`)
    .sort()
    .join("");
}
