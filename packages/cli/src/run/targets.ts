import { resolve } from "node:path";
import {
  type DiscoverOptions,
  type Disk,
  didYouMean,
  InputError,
  isPattern,
  nodeDisk,
  type PathMatcher,
  pathMatcher,
} from "@awaitwise/analyzer";
import { commands } from "../program/commands.js";

/** Where to look for projects, and which of their files are meant. */
export interface Targets extends DiscoverOptions {
  /** Leaves out what a glob on the command line does not match. */
  readonly wanted: PathMatcher;
  /** What the user wrote, for messages. */
  readonly named: string;
}

/**
 * Reads the paths of a command line. A glob that no shell expanded stands for the files it matches
 * in the folder it starts from.
 *
 * @throws InputError when a path is a misspelt command.
 */
export function targetsOf(
  paths: readonly string[],
  project: string | undefined,
  cwd: string,
  disk: Disk = nodeDisk,
): Targets {
  const plain: string[] = [];
  const globs: { readonly base: string; readonly matches: PathMatcher }[] = [];
  for (const path of paths) {
    const place = resolve(cwd, path).replaceAll("\\", "/");
    const missing = !disk.fileExists(place) && !disk.directoryExists(place);
    if (missing && isPattern(path)) {
      const { base, rest } = splitPattern(path);
      globs.push({ base, matches: pathMatcher([`/${rest}`], resolve(cwd, base)) });
      continue;
    }
    const near = missing && paths[0] === path ? didYouMean(path, commandNames()) : "";
    if (near !== "") throw new InputError(`"${path}" is neither a command nor a path${near}`);
    plain.push(path);
  }
  const folders = plain.map((path) => resolve(cwd, path).replaceAll("\\", "/"));
  const inPlain: PathMatcher = (file) =>
    folders.some(
      (folder) => file === folder || file.startsWith(`${folder}/`) || folder.endsWith(".json"),
    );
  return {
    cwd,
    named: paths.join(" "),
    paths: [...plain, ...globs.map(({ base }) => base)],
    ...(project === undefined ? {} : { project }),
    wanted:
      globs.length === 0
        ? () => true
        : (file) => globs.some(({ matches }) => matches(file)) || inPlain(file),
  };
}

function splitPattern(pattern: string): { base: string; rest: string } {
  const parts = pattern.replaceAll("\\", "/").split("/");
  const first = parts.findIndex(isPattern);
  return {
    base: parts.slice(0, first).join("/") || (pattern.startsWith("/") ? "/" : "."),
    rest: parts.slice(first).join("/"),
  };
}

function commandNames(): string[] {
  return commands.map(({ name }) => name);
}
