import { discoverProjects } from "@awaitwise/analyzer";
import { displayPath } from "../report/resolve-finding.js";
import type { Targets } from "./targets.js";

/** The files that a check would read, one a line, in order. */
export function listFiles(targets: Targets): string {
  const files = discoverProjects(targets).flatMap((project) => project.files);
  return files
    .filter(targets.wanted)
    .map((file) => `${displayPath(file, targets.cwd)}\n`)
    .sort()
    .join("");
}
