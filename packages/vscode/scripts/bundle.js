// Bundles the client, and the server with everything that it needs, into dist/.
//
// The server's bundle mirrors the analyser's folders (dist/bundle beside src/rules), because rules
// name their pages relative to their own module.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { configJsonSchema, rules } from "@awaitwise/analyzer";
import { build } from "esbuild";

const here = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const packages = path.resolve(here, "..");
const dist = path.join(here, "dist");

rmSync(dist, { recursive: true, force: true });

await build({
  entryPoints: [path.join(here, "src/extension.ts")],
  outfile: path.join(dist, "extension.cjs"),
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  minify: true,
  logLevel: "warning",
});

// As built, the compiler is required by a name that the bundler cannot follow; as written, it can.
/** @type {import("esbuild").Plugin} */
const compiler = {
  name: "compiler-from-source",
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]analyzer[/\\]dist[/\\]model[/\\]compiler\.js$/ }, ({ path: built }) => ({
      contents: readFileSync(path.join(packages, "analyzer/src/model/compiler.ts"), "utf8"),
      resolveDir: path.dirname(built),
      loader: "ts",
    }));
  },
};

const server = path.join(dist, "server");
await build({
  entryPoints: {
    "language-server": path.join(packages, "language-server/bin/awaitwise-language-server.js"),
    worker: path.join(packages, "language-server/dist/analysis/worker.js"),
  },
  outdir: path.join(server, "dist/bundle"),
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20",
  minify: true,
  logLevel: "warning",
  plugins: [compiler],
  // What is CommonJS inside asks for Node's own modules, and for its own place, by these names.
  banner: {
    js: [
      `import { createRequire as createRequireHere } from "node:module";`,
      `import { fileURLToPath as pathOfUrl } from "node:url";`,
      `const require = createRequireHere(import.meta.url);`,
      `const __filename = pathOfUrl(import.meta.url);`,
      `const __dirname = pathOfUrl(new URL(".", import.meta.url));`,
    ].join("\n"),
  },
});

for (const { id, page } of rules) {
  const folder = path.join(server, "src/rules", id);
  mkdirSync(folder, { recursive: true });
  cpSync(page, path.join(folder, `${id}.md`));
}
const { version } = JSON.parse(readFileSync(path.join(here, "package.json"), "utf8"));
writeFileSync(
  path.join(server, "dist/package.json"),
  `${JSON.stringify({ name: "awaitwise-language-server", version, type: "module" }, null, 2)}\n`,
);
writeFileSync(
  path.join(dist, "awaitwise.config.schema.json"),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
);
