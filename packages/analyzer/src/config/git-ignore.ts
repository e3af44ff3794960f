import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ignore, { type Ignore } from "ignore";

/**
 * Tells which files git ignores, by the .gitignore files from the repository's top down to the
 * file's folder and by .git/info/exclude. Outside a repository the .gitignore files from `cwd` down
 * count.
 */
export class GitIgnore {
  readonly #cwd: string;
  readonly #rules = new Map<string, Ignore | undefined>();
  readonly #tops = new Map<string, string | undefined>();
  readonly #folders = new Map<string, boolean>();

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  ignores(file: string): boolean {
    const folder = dirname(file);
    const top = this.#topOf(folder);
    return (
      top !== undefined && (this.#folderIgnored(folder, top) || this.#decide(file, false, top))
    );
  }

  // What lies in an ignored folder cannot be taken back by a deeper pattern.
  #folderIgnored(folder: string, top: string): boolean {
    if (folder === top) return false;
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const ignored = this.#folderIgnored(dirname(folder), top) || this.#decide(folder, true, top);
    this.#folders.set(folder, ignored);
    return ignored;
  }

  // The deepest file that has something to say about a path decides.
  #decide(path: string, isFolder: boolean, top: string): boolean {
    for (let at = dirname(path); ; at = dirname(at)) {
      const rules = this.#rulesIn(at);
      if (rules !== undefined) {
        const seen = relative(at, path).replaceAll("\\", "/") + (isFolder ? "/" : "");
        const { ignored, unignored } = rules.test(seen);
        if (ignored) return true;
        if (unignored) return false;
      }
      if (at === top || dirname(at) === at) return false;
    }
  }

  #rulesIn(folder: string): Ignore | undefined {
    if (this.#rules.has(folder)) return this.#rules.get(folder);
    const texts = [join(folder, ".git/info/exclude"), join(folder, ".gitignore")].flatMap(readText);
    const rules =
      texts.length === 0 ? undefined : ignore({ ignorecase: false }).add(texts.join("\n"));
    this.#rules.set(folder, rules);
    return rules;
  }

  #topOf(folder: string): string | undefined {
    if (this.#tops.has(folder)) return this.#tops.get(folder);
    let top: string | undefined;
    if (existsSync(join(folder, ".git"))) top = folder;
    else if (dirname(folder) !== folder) top = this.#topOf(dirname(folder));
    if (top === undefined && isWithin(folder, this.#cwd)) top = this.#cwd;
    this.#tops.set(folder, top);
    return top;
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

function readText(path: string): string[] {
  try {
    return [readFileSync(path, "utf8")];
  } catch {
    return [];
  }
}
