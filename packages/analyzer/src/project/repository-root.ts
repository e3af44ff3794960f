import { dirname } from "node:path";
import type { Disk } from "./disk.js";

/**
 * The folder of the repository that a project belongs to: the nearest around it that git keeps, else the outermost
 * that is a package, else the project's own. What lies above says nothing of what is in it.
 */
export function repositoryRoot(directory: string, disk: Disk): string {
  let outermost = directory;
  for (let at = directory; ; at = dirname(at)) {
    const kept = `${at === "/" ? "" : at}/.git`;
    // A file in a worktree or a submodule.
    if (disk.directoryExists(kept) || disk.fileExists(kept)) return at;
    if (disk.fileExists(`${at === "/" ? "" : at}/package.json`)) outermost = at;
    if (dirname(at) === at) return outermost;
  }
}
