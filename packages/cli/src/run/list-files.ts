import { displayPath } from "../report/resolve-finding.js";
import { wantedProjects } from "./wanted-projects.js";

/** The files that a check would read, one a line, in order. */
export function listFiles(targets: Parameters<typeof wantedProjects>[0]): string {
  const files = wantedProjects(targets).descriptions.flatMap((project) => project.files);
  return files
    .map((file) => `${displayPath(file, targets.cwd)}\n`)
    .sort()
    .join("");
}
