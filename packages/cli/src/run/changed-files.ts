import { resolve } from "node:path";
import { InputError } from "@awaitwise/analyzer/basics";
import { git } from "./git.js";
import type { ChangeFlags } from "./is-about-changes.js";

/**
 * The absolute paths of the files that git says have changed; those that were deleted too.
 *
 * @throws InputError when there is no repository, or no such commit.
 */
export async function changedFiles(flags: ChangeFlags, cwd: string): Promise<readonly string[]> {
  const top = (await git(["rev-parse", "--show-toplevel"], cwd)).trim();
  const diff = ["diff", "--name-only", "--no-renames", "-z"];
  const lists: string[] = [];
  if (flags.staged === true) lists.push(await git([...diff, "--cached"], cwd));
  if (flags.changed === true || flags.since !== undefined) {
    const base = flags.since === undefined ? await head(cwd) : await mergeBase(flags.since, cwd);
    lists.push(await git([...diff, base], cwd));
    lists.push(
      await git(["ls-files", "--others", "--exclude-standard", "--full-name", "-z", top], cwd),
    );
  }
  const names = lists.flatMap((list) => list.split("\0")).filter((name) => name !== "");
  return [...new Set(names)].map((name) => resolve(top, name).replaceAll("\\", "/"));
}

const CONFIGURATIONS =
  /(?:^|\/)(?:tsconfig[^/]*\.json|jsconfig\.json|package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|awaitwise\.config\.[^/]+|\.gitignore)$/;

/**
 * Whether a changed file can have an effect on files that do not import it: a configuration, a
 * package that was added, an ambient declaration, or a source that is gone.
 */
export function concernsAll(file: string, exists: (file: string) => boolean): boolean {
  if (CONFIGURATIONS.test(file) || /\.d\.[cm]?ts$/.test(file)) return true;
  return /\.(?:[cm]?[jt]s|[jt]sx|json)$/.test(file) && !exists(file);
}

async function mergeBase(commit: string, cwd: string): Promise<string> {
  try {
    return (await git(["merge-base", commit, "HEAD"], cwd)).trim();
  } catch {
    // A shallow clone, or unrelated histories: the commit itself is the next best base.
    try {
      return (await git(["rev-parse", "--verify", "--quiet", `${commit}^{commit}`], cwd)).trim();
    } catch {
      throw new InputError(
        `There is no commit "${commit}": name a branch, tag or commit that this clone has`,
      );
    }
  }
}

// Before the first commit everything is new.
async function head(cwd: string): Promise<string> {
  try {
    return (await git(["rev-parse", "--verify", "--quiet", "HEAD"], cwd)).trim();
  } catch {
    return (await git(["hash-object", "-t", "tree", "/dev/null"], cwd)).trim();
  }
}
