import { dirname, posix } from "node:path";
import type { Disk } from "./disk.js";

const imported = /\b(?:from|import|require)\s*\(?\s*["']([@\w][^"']*)["']/g;

/**
 * The packages that a repository holds beside each other, by their names. An installation links them
 * into `node_modules`, and a build makes what their entries name; a fresh checkout has neither, and
 * what one package imports of another is there all the same, as sources.
 */
export class WorkspacePackages {
  readonly #disk: Disk;
  readonly #directory: string;
  #folders: ReadonlyMap<string, string> | undefined;
  readonly #sources = new Map<string, string | undefined>();

  constructor(disk: Disk, directory: string) {
    this.#disk = disk;
    this.#directory = directory;
  }

  /** The source that an import of that name means, or `undefined` where no package here has it. */
  sourceOf(specifier: string): string | undefined {
    if (this.#sources.has(specifier)) return this.#sources.get(specifier);
    const found = this.#locate(specifier);
    const source =
      found === undefined ? undefined : this.#entryOf(found.folder, found.inside || undefined);
    this.#sources.set(specifier, source);
    return source;
  }

  /** Where a path that goes through `node_modules` to a package of this repository leads. */
  realPathOf(path: string): string | undefined {
    const [, below] = /\/node_modules\/((?:@[^/]+\/)?[^/]+(?:\/.*)?)$/.exec(path) ?? [];
    const found = below === undefined ? undefined : this.#locate(below);
    if (found === undefined) return undefined;
    return found.inside === "" ? found.folder : `${found.folder}/${found.inside}`;
  }

  /** What a text imports from others of the packages. */
  importsIn(text: string): readonly string[] {
    const found: string[] = [];
    for (const [, name = ""] of text.matchAll(imported)) {
      const folder = this.#locate(name)?.folder;
      if (folder !== undefined && !`${this.#directory}/`.startsWith(`${folder}/`)) found.push(name);
    }
    return found;
  }

  #locate(specifier: string): { readonly folder: string; readonly inside: string } | undefined {
    if (!/^[@\w]/.test(specifier) || specifier.includes(":")) return undefined;
    const parts = specifier.split("/");
    const length = specifier.startsWith("@") ? 2 : 1;
    const folder = this.#all().get(parts.slice(0, length).join("/"));
    return folder === undefined ? undefined : { folder, inside: parts.slice(length).join("/") };
  }

  #all(): ReadonlyMap<string, string> {
    this.#folders ??= this.#find();
    return this.#folders;
  }

  #find(): Map<string, string> {
    const found = new Map<string, string>();
    const root = this.#root();
    if (root !== undefined) this.#workspaces(root, found);
    for (let at = this.#directory; ; at = dirname(at)) {
      this.#linked(at, found);
      if (dirname(at) === at || this.#disk.directoryExists(`${at}/.git`)) return found;
    }
  }

  // `"@x/sdk": "file:../../sdk"`: packages of one repository that only name each other's folders.
  #linked(folder: string, found: Map<string, string>): void {
    const { dependencies, devDependencies, peerDependencies } = this.#manifest(folder) ?? {};
    for (const [name, said] of [dependencies, devDependencies, peerDependencies].flatMap(pairsOf)) {
      const [, path] = /^(?:file|link|portal):(.+)$/.exec(said) ?? [];
      if (path === undefined || found.has(name)) continue;
      const linked = posix.join(folder, path);
      if (!this.#disk.fileExists(`${linked}/package.json`)) continue;
      found.set(name, linked);
      this.#linked(linked, found);
    }
  }

  #workspaces(root: string, found: Map<string, string>): void {
    const visit = (folder: string, depth: number): void => {
      const name = this.#manifest(folder)?.name;
      if (typeof name === "string" && folder !== root && !found.has(name)) found.set(name, folder);
      if (depth === 0) return;
      for (const below of this.#disk.directories(folder)) {
        if (!notPackages.test(below)) visit(`${folder}/${below}`, depth - 1);
      }
    };
    visit(root, deepest);
  }

  // The outermost folder around that says it holds several packages, or the repository as a whole.
  #root(): string | undefined {
    let root: string | undefined;
    for (let at = this.#directory; ; at = dirname(at)) {
      const says = ["pnpm-workspace.yaml", "lerna.json", "nx.json", "turbo.json", "rush.json"];
      if (
        says.some((name) => this.#disk.fileExists(`${at}/${name}`)) ||
        this.#manifest(at)?.workspaces !== undefined
      ) {
        root = at;
      }
      if (this.#disk.directoryExists(`${at}/.git`)) return root ?? at;
      if (dirname(at) === at) return root;
    }
  }

  #manifest(folder: string): Manifest | undefined {
    const path = `${folder}/package.json`;
    const text = this.#disk.fileExists(path) ? this.#disk.readFile(path) : undefined;
    if (text === undefined) return undefined;
    try {
      const manifest: unknown = JSON.parse(text);
      return typeof manifest === "object" && manifest !== null ? manifest : undefined;
    } catch {
      return undefined;
    }
  }

  #entryOf(folder: string, inside: string | undefined): string | undefined {
    for (const path of candidates(this.#manifest(folder) ?? {}, inside)) {
      const found = this.#sourceAt(`${folder}/${path}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #sourceAt(path: string): string | undefined {
    const bare = path.replace(/(\.d)?\.[cm]?[jt]sx?$/, "");
    return [
      ...(sourceEnding.test(path) ? [path] : []),
      ...endings.map((end) => bare + end),
      ...(bare === path ? endings.map((end) => `${path}/index${end}`) : []),
    ].find((one) => this.#disk.fileExists(one));
  }
}

interface Manifest {
  readonly name?: unknown;
  readonly workspaces?: unknown;
  readonly dependencies?: unknown;
  readonly devDependencies?: unknown;
  readonly peerDependencies?: unknown;
  readonly exports?: unknown;
  readonly source?: unknown;
  readonly types?: unknown;
  readonly typings?: unknown;
  readonly module?: unknown;
  readonly main?: unknown;
}

/** How many folders lie between the root of a repository and its deepest package, at the most. */
const deepest = 4;

const notPackages = /^(\..*|node_modules|dist|build|out|coverage)$/;

const sourceEnding = /\.[cm]?tsx?$/;
const endings = [".ts", ".tsx", ".mts", ".cts"];

// The paths, from the package's folder, at which the source of an entry may stand: what the package
// says, the same with the folder of sources in place of that of its build, and where it is by habit.
function* candidates(manifest: Manifest, inside: string | undefined): Iterable<string> {
  for (const said of entriesOf(manifest, inside)) {
    const path = said.replace(/^\.\//, "");
    yield path;
    yield path.replace(built, "src/");
    yield path.replace(built, "");
  }
  if (inside === undefined) {
    yield* ["src/index", "index", "src/main", "lib/index"];
  } else {
    // `shared/lib` is the folder itself, `shared/lib/users` a file in it.
    yield* [inside, `src/${inside}`, `${inside}/`.replace(built, "src/").replace(/\/$/, "")];
  }
}

const built = /^(dist|build|out|lib|esm|cjs|types)\/((esm|cjs|types|src)\/)?/;

function* entriesOf(manifest: Manifest, inside: string | undefined): Iterable<string> {
  const { exports } = manifest;
  const wanted = inside === undefined ? "." : `./${inside}`;
  if (typeof exports === "object" && exports !== null) {
    for (const [key, target] of Object.entries(exports)) {
      const [before = "", after] = key.split("*");
      if (key === wanted) yield* stringsIn(target);
      else if (
        after !== undefined &&
        wanted.startsWith(before) &&
        wanted.endsWith(after) &&
        wanted.length >= key.length
      ) {
        const middle = wanted.slice(before.length, wanted.length - after.length);
        for (const one of stringsIn(target)) yield one.replaceAll("*", middle);
      }
    }
    if (inside === undefined && !Object.keys(exports).some((key) => key.startsWith("."))) {
      yield* stringsIn(exports);
    }
  }
  if (inside !== undefined) return;
  const { source, types, typings, module, main } = manifest;
  for (const one of [exports, source, types, typings, module, main]) {
    if (typeof one === "string") yield one;
  }
}

function pairsOf(dependencies: unknown): readonly (readonly [name: string, said: string])[] {
  if (typeof dependencies !== "object" || dependencies === null) return [];
  return Object.entries(dependencies).filter(([, said]) => typeof said === "string");
}

// Conditions nest; each of them leads to the same code in another form.
function* stringsIn(value: unknown): Iterable<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    for (const one of Object.values(value)) yield* stringsIn(one);
  }
}
