import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { buildOptions, bundles } from "./bundles.js";

const root = path.resolve(import.meta.dirname, "../..");

/**
 * A package as it is published.
 *
 * @typedef {object} Staged
 * @property {string} name
 * @property {string} folder
 */

/**
 * Makes what is published of every package, from what is built: the files that its manifest names, with bundles in
 * place of modules, and the licence. The packages stand in `folder`/node_modules as if they were installed
 * there; what was in `folder` before is removed.
 *
 * @param {string} folder an absolute path
 * @returns {Promise<readonly Staged[]>}
 * @throws {Error} where a package is not built
 */
export async function stagePackages(folder) {
  rmSync(folder, { recursive: true, force: true });
  const unpacked = path.join(folder, "unpacked");
  const packed = path.join(folder, "packed");
  mkdirSync(packed, { recursive: true });
  /** @type {Staged[]} */
  const staged = [];
  for (const source of publishedFolders()) {
    const { name } = manifestOf(source);
    const target = path.join(folder, "node_modules", name);
    copyPublished(source, packed, unpacked, target);
    const bundled = bundles[name];
    if (bundled !== undefined) await bundle(bundled, source, target);
    cpSync(path.join(root, "LICENSE"), path.join(target, "LICENSE"));
    staged.push({ name, folder: target });
  }
  rmSync(packed, { recursive: true, force: true });
  rmSync(unpacked, { recursive: true, force: true });
  return staged;
}

/** @returns {readonly string[]} */
export function publishedFolders() {
  return readdirSync(path.join(root, "packages"))
    .map((name) => path.join(root, "packages", name))
    .filter((folder) => manifestOf(folder).private !== true);
}

/** @param {string} folder */
function manifestOf(folder) {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
}

// Which files a manifest means is npm's to say.
/**
 * @param {string} source
 * @param {string} packed where the archive is made
 * @param {string} unpacked where it is unpacked
 * @param {string} target
 */
function copyPublished(source, packed, unpacked, target) {
  const [{ filename }] = JSON.parse(npmPack(source, packed));
  rmSync(unpacked, { recursive: true, force: true });
  mkdirSync(unpacked, { recursive: true });
  execFileSync("tar", ["-xzf", path.join(packed, filename.replace("@", "").replace("/", "-"))], {
    cwd: unpacked,
  });
  cpSync(path.join(unpacked, "package"), target, { recursive: true });
}

/**
 * Has npm pack a package's folder.
 *
 * @param {string} folder
 * @param {string} destination the folder of the archive
 * @returns {string} what npm says of it, as JSON
 */
export function npmPack(folder, destination) {
  return execFileSync(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", destination],
    {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    },
  );
}

/**
 * @param {import("./bundles.js").Bundled} bundled
 * @param {string} source
 * @param {string} target
 */
async function bundle(bundled, source, target) {
  const dist = path.join(target, "dist");
  for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    // Maps lead to sources that are not published, and to modules that are no more.
    if (/\.(js|map)$/.test(name)) rmSync(path.join(dist, name));
  }
  await build(buildOptions(bundled, source, target));
  for (const [module, name] of Object.entries(bundled.reached)) {
    const to = path.posix.relative(path.posix.dirname(module), `${bundled.folder}/${name}.js`);
    writeFileSync(path.join(target, module), `export * from "./${to}";\n`);
  }
}
