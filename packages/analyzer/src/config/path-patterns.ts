import { relative } from "node:path";
import ignore from "ignore";
import { nodeDisk } from "../project/disk.js";

/** Tells whether a file, given by its absolute path, is meant. */
export type PathMatcher = (file: string) => boolean;

/**
 * Matches files by patterns in the syntax of .gitignore, relative to the folder `base`: a pattern
 * without a slash matches at any depth, a folder stands for all that lies in it, a later `!pattern`
 * takes back. `{a,b}` is understood as well, and so are backslashes between folders. What lies
 * outside `base` is never matched.
 */
export function pathMatcher(patterns: readonly string[], base: string): PathMatcher {
  const matcher = ignore({ ignorecase: !nodeDisk.caseSensitive }).add(
    patterns.flatMap((pattern) => expandBraces(withSlashes(pattern))),
  );
  return (file) => {
    const path = relative(base, file).replaceAll("\\", "/");
    return ignore.isPathValid(path) && matcher.ignores(path);
  };
}

/** Whether a path on a command line is meant as a pattern. */
export function isPattern(path: string): boolean {
  return /[*?{[]/.test(path);
}

/** `a{b,c}d` as `abd` and `acd`; braces without a comma stay as they are. */
export function expandBraces(pattern: string): string[] {
  const found = outerBraces(pattern);
  if (found === undefined) return [pattern];
  const { start, end, parts } = found;
  const rest = expandBraces(pattern.slice(end + 1));
  const middle =
    parts.length === 1 ? [`{${parts[0]}}`] : parts.flatMap((part) => expandBraces(part));
  const head = pattern.slice(0, start);
  return middle.flatMap((part) => rest.map((tail) => head + part + tail));
}

function outerBraces(pattern: string): { start: number; end: number; parts: string[] } | undefined {
  const start = pattern.indexOf("{");
  if (start === -1) return undefined;
  const parts: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let index = start; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === "{") depth++;
    else if (character === "}") depth--;
    if ((character === "," && depth === 1) || depth === 0) {
      parts.push(pattern.slice(from, index));
      from = index + 1;
    }
    if (depth === 0) return { start, end: index, parts };
  }
  return undefined;
}

// A backslash before a bracket, a question mark and the like escapes it; any other one is a Windows
// path's. A star is never escaped: `src\*` is how Windows writes `src/*`.
function withSlashes(pattern: string): string {
  return pattern.replace(/\\(?![?[\]{}!#\s\\])/g, "/");
}
