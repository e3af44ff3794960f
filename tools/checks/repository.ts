import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

/** The repository's root folder, absolute. */
export const root = path.resolve(import.meta.dirname, "../..");

/** The text of a file of the repository. */
export function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

/** Every file that git tracks or would track, relative to the root, with forward slashes. */
export function repositoryFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(listed.split("\n").filter((file) => file !== ""))].sort();
}
