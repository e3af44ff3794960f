/** The files of a workspace as Nx hands them to a generator, as far as this one needs them. */
export interface Tree {
  read(path: string, encoding: "utf-8"): string | null;
  write(path: string, content: string): void;
  exists(path: string): boolean;
}

export interface InitOptions {
  readonly targetName?: string;
}

const PLUGIN = "@awaitwise/nx";

/**
 * `nx generate @awaitwise/nx:init`: registers the plugin in nx.json, and names `awaitwise` among the
 * packages that development needs. What is there already stays as it is.
 *
 * @throws Error when nx.json or package.json is no JSON.
 */
export default function init(tree: Tree, { targetName }: InitOptions = {}): void {
  change(tree, "nx.json", (nx) => {
    const plugins = (nx.plugins ?? []) as readonly (string | { readonly plugin: string })[];
    const names = plugins.map((one) => (typeof one === "string" ? one : one.plugin));
    if (names.includes(PLUGIN)) return nx;
    const plugin =
      targetName === undefined || targetName === "awaitwise"
        ? PLUGIN
        : { plugin: PLUGIN, options: { targetName } };
    return { ...nx, plugins: [...plugins, plugin] };
  });
  change(tree, "package.json", (manifest) => {
    const dependencies = (manifest.dependencies ?? {}) as Json;
    const development = (manifest.devDependencies ?? {}) as Json;
    const missing = ["awaitwise", PLUGIN].filter(
      (name) => !(name in dependencies) && !(name in development),
    );
    if (missing.length === 0) return manifest;
    const added = Object.fromEntries(missing.map((name) => [name, "^0.1.0"]));
    return { ...manifest, devDependencies: sorted({ ...development, ...added }) };
  });
}

type Json = Readonly<Record<string, unknown>>;

function change(tree: Tree, path: string, work: (value: Json) => Json): void {
  const text = tree.exists(path) ? (tree.read(path, "utf-8") ?? "{}") : "{}";
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw new Error(`"${path}" does not parse: ${(error as Error).message}; correct it`);
  }
  const changed = work(value);
  if (changed !== value) tree.write(path, `${JSON.stringify(changed, null, 2)}\n`);
}

function sorted(packages: Json): Json {
  return Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
}
