import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ignore, { type Ignore } from "ignore";
import type { OnRead } from "./read-config.js";

/**
 * Tells which files git ignores, by the .gitignore files from the repository's top down to the
 * file's folder and by .git/info/exclude. Outside a repository the .gitignore files from `cwd` down
 * count.
 */
export class GitIgnore {
  readonly #cwd: string;
  readonly #onRead: OnRead;
  readonly #tops = new Map<string, string | undefined>();
  readonly #rules = new Map<string, Ignore>();

  constructor(cwd: string, onRead: OnRead = () => {}) {
    this.#cwd = cwd;
    this.#onRead = onRead;
  }

  ignores(file: string): boolean {
    const top = this.#topOf(dirname(file));
    return top !== undefined && this.#rulesFor(dirname(file), top).ignores(seenFrom(top, file));
  }

  // The rules of a folder are those of the folders around it and then its own, all as seen from the
  // top, so that a deeper one decides and what lies in an ignored folder stays ignored.
  #rulesFor(folder: string, top: string): Ignore {
    const known = this.#rules.get(folder);
    if (known !== undefined) return known;
    const outer = folder === top ? undefined : this.#rulesFor(dirname(folder), top);
    const own = [
      ...(folder === top ? patternsIn(join(top, ".git/info/exclude")) : []),
      ...this.#patternsIn(join(folder, ".gitignore")),
    ];
    const prefix = folder === top ? "" : `${escaped(seenFrom(top, folder))}/`;
    let rules = outer ?? ignore({ ignorecase: false });
    if (own.length > 0) {
      rules = ignore({ ignorecase: false });
      if (outer !== undefined) rules.add(outer);
      rules.add(own.map((pattern) => fromTop(pattern, prefix)));
    }
    this.#rules.set(folder, rules);
    return rules;
  }

  #topOf(folder: string): string | undefined {
    if (this.#tops.has(folder)) return this.#tops.get(folder);
    let top: string | undefined;
    this.#onRead(join(folder, ".git"), "existence");
    if (existsSync(join(folder, ".git"))) top = folder;
    else if (dirname(folder) !== folder) top = this.#topOf(dirname(folder));
    if (top === undefined && isWithin(folder, this.#cwd)) top = this.#cwd;
    this.#tops.set(folder, top);
    return top;
  }

  #patternsIn(path: string): string[] {
    this.#onRead(path, "text");
    return patternsIn(path);
  }
}

// A pattern without a slash, other than one at its end, matches at any depth below its file.
function fromTop(pattern: string, prefix: string): string {
  if (prefix === "") return pattern;
  const negated = pattern.startsWith("!");
  const body = negated ? pattern.slice(1) : pattern;
  const anchored = body.slice(0, -1).includes("/");
  const placed = anchored ? body.replace(/^\//, "") : `**/${body}`;
  return `${negated ? "!" : ""}/${prefix}${placed}`;
}

function patternsIn(path: string): string[] {
  try {
    return readFileSync(path, "utf8")
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  } catch {
    return [];
  }
}

function escaped(path: string): string {
  return path.replace(/[\\*?[\]! #]/g, "\\$&");
}

function seenFrom(folder: string, path: string): string {
  return relative(folder, path).replaceAll("\\", "/");
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
